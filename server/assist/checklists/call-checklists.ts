import type { ChecklistItem, ChecklistState } from '../../contracts/assist.ts'
import { PARTIES, type Party } from '../../contracts/call.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import type { Checklist, ChecklistEntry } from './checklist.ts'
import { appliesSlot, itemSlot, type ChecklistSet, type Slot } from './checklist-set.ts'

/** A word that has stayed so long will most likely be in the final, in milliseconds of audio. */
const SETTLED_MS = 300
/** Words of one utterance that are looked at; of a longer one, its end. */
const MOST_WORDS = 200

/** Words that ticked something. */
interface Said {
  readonly words: string
  readonly utteranceId: string
  readonly atMs: CallMs
}

interface OpenUtterance {
  readonly utteranceId: string
  /** The settled words that were looked at. */
  readonly text: string
  readonly hits: ReadonlyMap<Slot, Said>
}

interface Since {
  readonly sinceMs: CallMs
  readonly because: string
}

/**
 * The checklists of one call. Settled words tick, words that are taken back untick, a final makes it certain. What was
 * said before a checklist began to apply counts, too. Pure: call time alone.
 */
export class CallChecklists {
  readonly #set: ChecklistSet
  readonly #certain = new Map<Slot, Said>()
  readonly #open: Record<Party, OpenUtterance | null> = { agent: null, customer: null }
  /** Checklists that apply for good. */
  readonly #since = new Map<string, Since>()
  #atMs = callMs(0)

  constructor(set: ChecklistSet, attributes: Readonly<Record<string, string>>) {
    this.#set = set
    for (const { id, applies } of set.checklists) {
      if (applies.always) this.#since.set(id, { sinceMs: callMs(0), because: '' })
    }
    this.learn(attributes)
  }

  /** What is known of the call changed. A checklist that applies goes on when the call is passed on. */
  learn(attributes: Readonly<Record<string, string>>): void {
    for (const { id, applies } of this.#set.checklists) {
      if (this.#since.has(id)) continue
      const name = [...applies.attributes].find(([key, values]) => values.includes(attributes[key] ?? ''))
      if (name !== undefined) this.#since.set(id, { sinceMs: this.#atMs, because: name[0] })
    }
  }

  /** Call time has come to this. */
  advance(atMs: CallMs): void {
    this.#atMs = callMs(Math.max(this.#atMs, atMs))
  }

  take(utterance: Utterance): void {
    this.advance(utterance.atMs)
    if (utterance.state === 'final') this.#takeFinal(utterance)
    else this.#takePartial(utterance)
  }

  get state(): readonly ChecklistState[] {
    return this.#set.checklists.flatMap((checklist) => {
      const since = this.#since.get(checklist.id) ?? this.#saidSince(checklist.id)
      return since === null ? [] : [this.#stateOf(checklist, since)]
    })
  }

  #takePartial({ party, utteranceId, words }: Utterance): void {
    const unsettled = words.findIndex(({ stayedMs }) => stayedMs < SETTLED_MS)
    const settled = unsettled === -1 ? words : words.slice(0, unsettled)
    const text = settled.map((word) => word.text).join(' ')
    const open = this.#open[party]
    if (open?.utteranceId === utteranceId && open.text === text) return
    this.#open[party] = { utteranceId, text, hits: this.#look(party, utteranceId, settled) }
  }

  #takeFinal({ party, utteranceId, words }: Utterance): void {
    if (this.#open[party]?.utteranceId === utteranceId) this.#open[party] = null
    for (const [slot, said] of this.#look(party, utteranceId, words)) {
      if (!this.#certain.has(slot)) this.#certain.set(slot, said)
    }
    for (const { id } of this.#set.checklists) {
      const said = this.#certain.get(appliesSlot(id))
      if (said !== undefined && !this.#since.has(id)) {
        this.#since.set(id, { sinceMs: said.atMs, because: said.words })
      }
    }
  }

  #look(party: Party, utteranceId: string, words: readonly Word[]): ReadonlyMap<Slot, Said> {
    const found = this.#set.find(party, words.slice(-MOST_WORDS))
    return new Map(
      found.map(({ slot, words: hit }) => [
        slot,
        {
          words: hit.map(({ text }) => text).join(' '),
          utteranceId,
          atMs: hit.at(-1)?.endMs ?? this.#atMs,
        },
      ]),
    )
  }

  /** By words that may still be taken back. */
  #saidSince(checklistId: string): Since | null {
    const said = this.#moving(appliesSlot(checklistId))
    return said === null ? null : { sinceMs: said.atMs, because: said.words }
  }

  #moving(slot: Slot): Said | null {
    for (const party of PARTIES) {
      const said = this.#open[party]?.hits.get(slot)
      if (said !== undefined) return said
    }
    return null
  }

  #stateOf(checklist: Checklist, since: Since): ChecklistState {
    const { id, version, title, ordered, items } = checklist
    return {
      checklistId: id,
      version,
      title,
      ordered,
      ...since,
      items: items.map((item) => this.#itemOf(item, itemSlot(id, item.id), since.sinceMs)),
    }
  }

  #itemOf(entry: ChecklistEntry, slot: Slot, sinceMs: CallMs): ChecklistItem {
    const certain = this.#certain.get(slot) ?? null
    const said = certain ?? this.#moving(slot)
    const dueMs = entry.withinMs === null ? null : callMs(sinceMs + entry.withinMs)
    return {
      itemId: entry.id,
      text: entry.text,
      speaker: entry.said.speaker,
      required: entry.required,
      progress: certain !== null ? 'done' : said !== null ? 'heard' : 'open',
      words: said?.words ?? '',
      utteranceId: said?.utteranceId ?? null,
      atMs: said?.atMs ?? null,
      dueMs,
      late: said === null && dueMs !== null && this.#atMs >= dueMs,
    }
  }
}
