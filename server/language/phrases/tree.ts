/** Ways to say something that no list could hold: a number, money, a date, a time of day, a row of digits. */
export const SLOT_NAMES = ['number', 'amount', 'date', 'time', 'digits'] as const

export type SlotName = (typeof SLOT_NAMES)[number]

/** Which words may stand in one place. */
export type WordPattern =
  | { readonly kind: 'exact'; readonly text: string }
  /** Any word with this beginning and this end; one of them may be empty. */
  | { readonly kind: 'affix'; readonly begins: string; readonly ends: string }
  /** Any form of a word: all words with this stem. */
  | { readonly kind: 'stem'; readonly stem: string }

/** What a phrase is made of. Plain data: two phrases mean the same when their JSON is the same. */
export type PhraseNode =
  | { readonly kind: 'word'; readonly pattern: WordPattern }
  | { readonly kind: 'sequence'; readonly of: readonly PhraseNode[] }
  | { readonly kind: 'choice'; readonly of: readonly PhraseNode[] }
  | { readonly kind: 'optional'; readonly of: PhraseNode }
  /** Up to `most` words of any kind; never the first or the last of a sequence. */
  | { readonly kind: 'gap'; readonly most: number }
  /** Its place is told with the hit, under a name of its own where the phrase gives it one. */
  | { readonly kind: 'slot'; readonly name: SlotName; readonly as?: string }
  /** A named list: a choice whose place is told with the hit. */
  | { readonly kind: 'list'; readonly name: string; readonly as?: string; readonly of: readonly PhraseNode[] }

/** A phrase as written in the rule, and what it stands for. */
export interface Phrase {
  readonly text: string
  readonly root: PhraseNode
}

/** What is wrong with a phrase and where: `offset` counts characters from the phrase's first. */
export interface PhraseFault {
  readonly offset: number
  readonly message: string
}

export type PhraseResult =
  { readonly ok: true; readonly phrase: Phrase } | { readonly ok: false; readonly fault: PhraseFault }

/** Entries of the named lists that phrases may use. */
export type PhraseLists = ReadonlyMap<string, readonly string[]>
