import { parsePhrase, type Phrase } from '../../../language/phrases/phrase.ts'
import type { Path } from '../../../platform/yaml/yaml-source.ts'
import type { NearCondition, PhraseGroup, SaidCondition } from '../../compile/rule.ts'
import type { NearForm, SpokenForm } from '../forms/condition-form.ts'
import { MIN_SCORE, NEAR_WORDS } from '../forms/spoken.ts'
import type { Reader } from './reader.ts'

/** Phrases that one party may say; `path` is where they stand. */
export function readGroup(reader: Reader, form: SpokenForm, path: Path): PhraseGroup {
  return placed(reader, groupOf(reader, form), path)
}

export function readSaid(reader: Reader, form: SpokenForm, path: Path): SaidCondition {
  return placed(reader, { kind: 'said', ...groupOf(reader, form) }, path)
}

export function readNear(
  reader: Reader,
  form: NearForm,
  { path, absent }: { readonly path: Path; readonly absent: boolean },
): NearCondition {
  return placed(
    reader,
    {
      kind: 'near',
      ...groupOf(reader, form),
      to: phrasesOf(reader, form.to),
      words: form.words ?? NEAR_WORDS,
      absent,
    },
    path,
  )
}

function groupOf(reader: Reader, form: SpokenForm): PhraseGroup {
  return {
    party: form.speaker === 'any' ? null : form.speaker,
    phrases: phrasesOf(reader, form.phrases),
    tolerance: form.tolerance ?? 'exact',
    minScore: form.score ?? MIN_SCORE,
    minConfidence: form.confidence ?? 0,
    timing: form.timing ?? reader.timing,
  }
}

function phrasesOf({ lists }: Reader, texts: readonly string[]): readonly Phrase[] {
  return texts.map((text) => {
    const parsed = parsePhrase(text, lists)
    if (!parsed.ok) throw new TypeError('a checked rule has well-formed phrases')
    return parsed.phrase
  })
}

function placed<T extends PhraseGroup>({ paths }: Reader, group: T, path: Path): T {
  paths.set(group, path)
  return group
}
