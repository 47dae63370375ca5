import type { Party } from '../../contracts/call.ts'
import type { Word } from '../../contracts/transcript.ts'
import { createPhraseFinder, type PhraseFinder } from '../../language/phrases/finder.ts'
import type { Checklist, Spoken } from './checklist.ts'

/** Names what words may tick: an item of a checklist, or that the checklist applies. */
export type Slot = string

/** Words that were found for a slot. */
export interface FoundSlot {
  readonly slot: Slot
  readonly words: readonly Word[]
}

interface Meaning {
  readonly slot: Slot
  readonly speaker: Party | null
}

export function itemSlot(checklistId: string, itemId: string): Slot {
  return `${checklistId}/${itemId}`
}

export function appliesSlot(checklistId: string): Slot {
  return `${checklistId}/`
}

/** All checklists, with one automaton for their phrases. */
export class ChecklistSet {
  readonly checklists: readonly Checklist[]
  readonly #finder: PhraseFinder
  readonly #meanings: readonly Meaning[]

  constructor(checklists: readonly Checklist[]) {
    this.checklists = checklists
    const all = checklists.flatMap(({ id, applies, items }) => [
      ...(applies.said === null ? [] : meanings(appliesSlot(id), applies.said)),
      ...items.flatMap((item) => meanings(itemSlot(id, item.id), item.said)),
    ])
    this.#meanings = all
    this.#finder = createPhraseFinder(all.map(({ phrase }) => ({ phrase, soundsAlike: false, minScore: 0 })))
  }

  /** What a party's words say, each slot once, by its first words. */
  find(party: Party, words: readonly Word[]): readonly FoundSlot[] {
    const found = new Map<Slot, FoundSlot>()
    const row = words.map(({ text }) => text.toLowerCase())
    for (const { phrase, from, to } of this.#finder.find(row)) {
      const meaning = this.#meanings[phrase]
      if (meaning === undefined || found.has(meaning.slot)) continue
      if (meaning.speaker !== null && meaning.speaker !== party) continue
      found.set(meaning.slot, { slot: meaning.slot, words: words.slice(from, to) })
    }
    return [...found.values()]
  }
}

function meanings(slot: Slot, { speaker, phrases }: Spoken) {
  return phrases.map((phrase) => ({ slot, speaker, phrase }))
}
