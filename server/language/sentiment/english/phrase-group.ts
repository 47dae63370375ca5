/** Phrases that weigh the same, for the same reason. */
export interface PhraseGroup {
  /** On the lexicon's scale, -4 to 4; 0 says that the words mean nothing here. */
  readonly weight: number
  /** Why they weigh that much. */
  readonly why: string
  /**
   * One a line, words as a recogniser writes them. `a|b` is either, `_` joins the words of one choice, and `?`
   * after a word or its choices says that it may be missing.
   */
  readonly phrases: string
}
