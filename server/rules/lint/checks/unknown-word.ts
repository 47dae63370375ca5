import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import type { Path, YamlSource } from '../../../platform/yaml/yaml-source.ts'
import type { Hearing, LintCheck } from '../check.ts'
import { phraseLists } from '../phrase-lists.ts'
import { exactWords } from '../../../language/phrases/sayable.ts'

/** A word that the recogniser never writes: where it stands, nothing is heard. */
export const unknownWord: LintCheck = {
  id: 'unknown-word',
  find({ rules, lists, hearing }) {
    if (hearing === null) return []
    const inRules = rules.flatMap((document) =>
      phraseLists(document).flatMap(({ path, phrases }) =>
        phrases.flatMap(({ text, root }, index) => {
          const words = exactWords(root)
          return unheard({ hearing, source: document.source, path: [...path, index], text, words })
        }),
      ),
    )
    const inLists = lists.flatMap((source) =>
      entriesOf(source).flatMap((text, index) =>
        unheard({ hearing, source, path: ['words', index], text, words: text.split(' ') }),
      ),
    )
    return [...inRules, ...inLists]
  },
}

/** Near words, as a hint; empty when there are none. */
export function nearHint(words: readonly string[], hearing: Hearing): string {
  const near = [...new Set(words.flatMap((word) => hearing.nearWords(word)))]
  return near.length === 0 ? '' : `; it can write ${near.map((each) => `"${each}"`).join(', ')}`
}

interface Place {
  readonly hearing: Hearing
  readonly source: YamlSource
  readonly path: Path
  readonly text: string
  readonly words: readonly string[]
}

function unheard({ hearing, source, path, text, words }: Place): readonly FileFault[] {
  return [...new Set(words)]
    .filter((word) => !hearing.hears(word))
    .map((word) => ({
      ...source.placeOf(path, offsetOf(word, text)),
      check: unknownWord.id,
      severity: 'warning' as const,
      message: `the recogniser never writes "${word}", expected a word that it knows${nearHint([word], hearing)}`,
    }))
}

/** Where a word stands in a phrase, not where it is part of another. */
function offsetOf(word: string, text: string): number {
  const found = [...text.matchAll(/[\p{L}\p{M}'-]+/gu)].find(([each]) => each === word)
  return found?.index ?? 0
}

function entriesOf(source: YamlSource): readonly string[] {
  const words = source.valueAt(['words'])
  return Array.isArray(words) ? words.map(String) : []
}
