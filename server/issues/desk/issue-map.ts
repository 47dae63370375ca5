import { CHANNELS } from '../../contracts/contact.ts'
import type { CodeEntry, HeatCell, IssueMap } from '../../contracts/issue-desk.ts'
import { wallMs } from '../../contracts/time.ts'
import type { CellCount } from '../book/tally.ts'
import type { CodeFrame } from '../codes/code-frame.ts'
import { unusualWords, type UnusualWords } from '../codes/coverage/unusual-words.ts'
import type { RecentContacts } from '../book/recent-contacts.ts'
import type { IssueEngine } from '../issue-engine.ts'

const HOUR_MS = 3_600_000

export interface MapFacts {
  readonly engine: IssueEngine
  readonly frame: CodeFrame
  readonly hours: number
  readonly now: number
  readonly uncoded: UncodedWords
}

/** Texts of contacts without a code, and with one, that are looked at for what the first talk of. */
const MOST_TEXTS = 2000
/** Every open page asks for them, and they take a tenth of a second. */
const WORDS_FRESH_MS = 60_000

/** What contacts without a code talk of, looked up anew once a minute at most and for another frame. */
export class UncodedWords {
  #known: { readonly at: number; readonly frame: CodeFrame; readonly words: readonly UnusualWords[] } | null =
    null

  of(recent: RecentContacts, frame: CodeFrame, now: number): readonly UnusualWords[] {
    const known = this.#known
    if (known !== null && known.frame === frame && now - known.at < WORDS_FRESH_MS) return known.words
    const words = unusualWords(recent.byCoded(MOST_TEXTS))
    this.#known = { at: now, frame, words }
    return words
  }
}

/** Codes by channel, and how much of the stream the frame knows. */
export function mapOf({ engine, frame, hours, now, uncoded }: MapFacts): IssueMap {
  const { tally, recent } = engine.book
  return {
    since: wallMs((Math.floor(now / HOUR_MS) - hours) * HOUR_MS),
    codes: frame.codes.map(toEntry),
    cells: cellsOf({ engine, frame, hours, now }),
    coverage: { ...tally.coverage(now, hours), uncodedWords: uncoded.of(recent, frame, now) },
  }
}

/** A code with others below it has their customers, too, each of them once. */
function cellsOf({ engine, frame, hours, now }: Omit<MapFacts, 'uncoded'>): readonly HeatCell[] {
  const { tally } = engine.book
  const cells = new Map<string, CellCount>()
  const take = (cell: CellCount): void => {
    const key = `${cell.channel} ${cell.code}`
    cells.set(key, most(cells.get(key), cell))
  }
  for (const cell of [...tally.cells(now, hours), ...engine.branches.cells(now, hours)]) take(cell)
  // What was counted before its code had others below it, or before branches were counted, is in single codes alone:
  // then a branch has at least as many as its largest code. Children come after their parents in a frame.
  for (const { id, parent } of frame.codes.toReversed()) {
    if (parent === null) continue
    for (const channel of CHANNELS) {
      const below = cells.get(`${channel} ${id}`)
      if (below !== undefined) take({ ...below, code: parent })
    }
  }
  const volumes = new Map(CHANNELS.map((channel) => [channel, tally.lastHour(now, channel)]))
  return [...cells.values()].map((cell) => {
    const usual = engine.usualShare(cell.code, cell.channel, wallMs(now)) * (volumes.get(cell.channel) ?? 0)
    return { ...cell, expectedLastHour: Math.round(usual * 100) / 100 }
  })
}

function most(one: CellCount | undefined, other: CellCount): CellCount {
  if (one === undefined) return other
  return {
    ...one,
    contacts: Math.max(one.contacts, other.contacts),
    lastHour: Math.max(one.lastHour, other.lastHour),
  }
}

export function toEntry({ id, parent, title, channel, step, unit }: CodeEntry): CodeEntry {
  return { id, parent, title, channel, step, unit }
}
