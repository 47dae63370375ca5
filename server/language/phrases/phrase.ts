/** The phrase language: what others need of it. */
export { fewestWords, mostWords } from './extent.ts'
export { parsePhrase, phraseOf } from './parse.ts'
export {
  SLOT_NAMES,
  type Phrase,
  type PhraseFault,
  type PhraseLists,
  type PhraseNode,
  type PhraseResult,
  type SlotName,
  type WordPattern,
} from './tree.ts'
export { plainWords } from './vocabulary.ts'
export { isSpokenWord } from './word-pattern.ts'
