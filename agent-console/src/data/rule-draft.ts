import type { RuleDetail } from '../../../server/contracts/rule-desk.ts'
import { hasFields } from './shape.ts'

export interface RuleTexts {
  readonly text: string
  readonly testText: string
}

/** The two texts of a rule as somebody has them, and what they were made from. */
export interface Draft extends RuleTexts {
  readonly id: string
  /** For a new rule, where its file will be; otherwise where it is. */
  readonly folder: string
  readonly base: RuleTexts
  /** Of the base; null: a new rule. */
  readonly hash: string | null
}

export function draftOf({ id, file, text, testText, hash }: RuleDetail): Draft {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : ''
  return { id, folder, text, testText, base: { text, testText }, hash }
}

export function sameTexts(one: RuleTexts, other: RuleTexts): boolean {
  return one.text === other.text && one.testText === other.testText
}

/** There is something to lose. A new rule counts from its first line. */
export function isUnsaved(draft: Draft): boolean {
  return draft.hash === null || !sameTexts(draft, draft.base)
}

/** The same change, made from what the server has now. */
export function rebased(draft: Draft, detail: RuleDetail): Draft {
  return { ...draftOf(detail), text: draft.text, testText: draft.testText }
}

/** Where drafts outlive the page: the browser's storage, or in tests a map. */
export interface TextShelf {
  read(): string | null
  write(text: string): void
}

/** Drafts with changes that are not saved, by rule. They stay until they are saved or given up. */
export class Drafts {
  readonly #shelf: TextShelf
  #drafts: ReadonlyMap<string, Draft>

  constructor(shelf: TextShelf) {
    this.#shelf = shelf
    this.#drafts = readDrafts(shelf.read())
  }

  get all(): ReadonlyMap<string, Draft> {
    return this.#drafts
  }

  /** Keeps a draft, or lets go of it when it says what its base says. */
  put(draft: Draft): void {
    const drafts = new Map(this.#drafts)
    if (isUnsaved(draft)) drafts.set(draft.id, draft)
    else drafts.delete(draft.id)
    this.#set(drafts)
  }

  drop(id: string): void {
    const drafts = new Map(this.#drafts)
    if (drafts.delete(id)) this.#set(drafts)
  }

  #set(drafts: ReadonlyMap<string, Draft>): void {
    this.#drafts = drafts
    this.#shelf.write(JSON.stringify([...drafts.values()]))
  }
}

function readDrafts(text: string | null): ReadonlyMap<string, Draft> {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return new Map(Array.isArray(kept) ? kept.filter(isDraft).map((draft) => [draft.id, draft]) : [])
  } catch {
    // Expected only when something else wrote there; there is nothing to be saved from it.
    return new Map()
  }
}

function isDraft(value: unknown): value is Draft {
  const texts = { text: 'string', testText: 'string' } as const
  return (
    hasFields(value, { id: 'string', folder: 'string', ...texts }) &&
    hasFields(value['base'], texts) &&
    (value['hash'] === null || typeof value['hash'] === 'string')
  )
}
