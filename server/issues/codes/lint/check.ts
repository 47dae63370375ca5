import type { Phrase, PhraseLists } from '../../../language/phrases/phrase.ts'
import type { FileFault } from '../../../platform/yaml/file-fault.ts'
import type { YamlSource } from '../../../platform/yaml/yaml-source.ts'
import type { CodeFrame } from '../code-frame.ts'
import type { CodeDocument } from '../file/read-codes.ts'
import type { Example } from '../testing/load-code-tests.ts'

/** A code frame whose files have no errors by themselves. */
export interface LintSubject {
  readonly frame: CodeFrame
  readonly documents: readonly CodeDocument[]
  readonly examples: readonly Example[]
  readonly lists: PhraseLists
  /** Lists that are there for codes alone. */
  readonly ownLists: readonly YamlSource[]
  /** Whether a recogniser can ever write a word; null: no model is at hand, and checks of words are left out. */
  readonly hears: ((word: string) => boolean) | null
}

/** Looks for one kind of mistake that a file's form does not show. Its id is the `check` of the faults it finds. */
export interface LintCheck {
  readonly id: string
  find(subject: LintSubject): readonly FileFault[]
}

const PHRASE_KEYS = ['phrases', 'in-channel', 'names'] as const

/** Phrases of which any is enough, and where they stand in their code. */
export interface PhraseList {
  readonly key: (typeof PHRASE_KEYS)[number]
  readonly phrases: readonly Phrase[]
}

/** The lists of phrases that a code has. */
export function phraseLists({ frame }: LintSubject, { form }: CodeDocument): readonly PhraseList[] {
  const code = frame.get(form.id)
  if (code === undefined) return []
  const all = { phrases: code.phrases, 'in-channel': code.inChannel, names: code.names }
  return PHRASE_KEYS.map((key) => ({ key, phrases: all[key] })).filter(({ phrases }) => phrases.length > 0)
}

/** A fault at a phrase. */
export function phraseFault(
  { source, index }: CodeDocument,
  { key, at, check, message }: { key: PhraseList['key']; at: number; check: string; message: string },
): FileFault {
  return { ...source.placeOf(['codes', index, key, at]), check, severity: 'warning', message }
}
