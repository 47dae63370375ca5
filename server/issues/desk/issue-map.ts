import type { CodeEntry, IssueMap } from '../../contracts/issue-desk.ts'
import { wallMs } from '../../contracts/time.ts'
import type { CodeFrame } from '../codes/code-frame.ts'
import { unusualWords } from '../codes/coverage/unusual-words.ts'
import type { IssueEngine } from '../issue-engine.ts'

const HOUR_MS = 3_600_000

export interface MapFacts {
  readonly engine: IssueEngine
  readonly frame: CodeFrame
  readonly hours: number
  readonly now: number
}

/** Texts of contacts without a code, and with one, that are looked at for what the first talk of. */
const MOST_TEXTS = 2000

/** Codes by channel, and how much of the stream the frame knows. */
export function mapOf({ engine, frame, hours, now }: MapFacts): IssueMap {
  const { tally, recent } = engine.book
  const codes = frame.codes.map(toEntry)
  const volumes = new Map<string, number>()
  const cells = tally.cells(now, hours).map((cell) => {
    const volume = volumes.get(cell.channel) ?? tally.lastHour(now, cell.channel)
    volumes.set(cell.channel, volume)
    const usual = engine.detector.usualShare(cell.code, cell.channel, wallMs(now)) * volume
    return { ...cell, expectedLastHour: Math.round(usual * 100) / 100 }
  })
  return {
    since: wallMs((Math.floor(now / HOUR_MS) - hours) * HOUR_MS),
    codes,
    cells,
    coverage: { ...tally.coverage(now, hours), uncodedWords: unusualWords(recent.byCoded(MOST_TEXTS)) },
  }
}

export function toEntry({ id, parent, title, channel, step, unit }: CodeEntry): CodeEntry {
  return { id, parent, title, channel, step, unit }
}
