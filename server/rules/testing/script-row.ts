import { PARTIES } from '../../contracts/call.ts'
import { isSpokenWord } from '../../language/phrases/phrase.ts'
import type { ScriptEvent, ScriptFault, ScriptLine } from './script.ts'
import { parseCallTime } from './call-time.ts'

/** One line of a script, by itself. */
export type Row =
  | { readonly kind: 'line'; readonly atMs: number; readonly line: ScriptLine }
  | { readonly kind: 'event'; readonly atMs: number; readonly event: ScriptEvent }
  | { readonly kind: 'end'; readonly atMs: number }

export type RowFault = Omit<ScriptFault, 'line'>

/** Time, who or what, and what is left of the line. */
const ROW = /^(\S+\s+)(\S+)(\s*)(.*)$/

/** Words a minute that somebody may say. */
const PACES = { least: 40, most: 400 }

const KNOWN = 'agent, customer, hold, back, transfer, set, lost, found or end'

/** A line in its parts, and where they stand. */
interface RowParts {
  readonly atMs: number
  readonly rest: string
  /** Column of `rest`. */
  readonly column: number
}

/** Reads one row by itself. */
export function readRow(row: string): Row | RowFault {
  const parts = ROW.exec(row)
  if (parts === null) {
    return { column: 1, message: 'expected a line such as "00:05 agent how can i help" or "00:50 end"' }
  }
  const [, time = '', what = '', gap = '', rest = ''] = parts
  const atMs = parseCallTime(time.trimEnd())
  if (atMs === null) {
    const message = `"${time.trimEnd()}" is not a time in the call, expected a form such as 01:05 or 01:05.5`
    return { column: 1, message }
  }
  const whatColumn = time.length + 1
  const read = { atMs, rest, column: whatColumn + what.length + gap.length }
  const [who, pace] = what.split('@', 2)
  const party = PARTIES.find((known) => known === who)
  if (party !== undefined) {
    const words = readWords(rest, read.column)
    const speed = pace === undefined ? null : readPace(pace, whatColumn + party.length)
    if (speed !== null && 'message' in speed) return speed
    return 'message' in words ? words : { kind: 'line', atMs, line: { atMs, party, words, ...speed } }
  }
  return readEvent(what, read) ?? { column: whatColumn, message: `"${what}" is not known, expected ${KNOWN}` }
}

/** What happens besides speech; null: it is nothing of that. */
function readEvent(what: string, parts: RowParts): Row | RowFault | null {
  const { atMs, rest, column } = parts
  switch (what) {
    case 'end':
      return nothingAfter(what, parts) ?? { kind: 'end', atMs }
    case 'hold':
    case 'back':
    case 'lost':
    case 'found':
      return nothingAfter(what, parts) ?? { kind: 'event', atMs, event: { kind: what, atMs } }
    case 'transfer':
      return /^\S+$/.test(rest)
        ? { kind: 'event', atMs, event: { kind: 'transfer', atMs, agentId: rest } }
        : { column, message: 'expected the one to whom the call goes, such as "transfer agent-2"' }
    case 'set': {
      const [, key, value] = /^(\S+)\s+(.*)$/.exec(rest) ?? []
      return key === undefined || value === undefined
        ? { column, message: 'expected an attribute and its value, such as "set queue billing"' }
        : { kind: 'event', atMs, event: { kind: 'set', atMs, key, value } }
    }
    default:
      return null
  }
}

function nothingAfter(what: string, { rest, column }: RowParts): RowFault | null {
  return rest === '' ? null : { column, message: `expected nothing after "${what}"` }
}

/** How fast a line is spoken: `agent@240` says 240 words a minute. */
function readPace(text: string, column: number): { readonly wordMs: number } | RowFault {
  const pace = Number(text)
  if (/^\d+$/.test(text) && pace >= PACES.least && pace <= PACES.most) {
    return { wordMs: Math.round(60_000 / pace) }
  }
  const message = `"@${text}" is no pace, expected ${PACES.least} to ${PACES.most} words a minute, such as "agent@240"`
  return { column, message }
}

function readWords(said: string, column: number): readonly string[] | RowFault {
  const words = [...said.matchAll(/\S+/g)]
  if (words.length === 0) return { column, message: 'nothing is said, expected words' }
  const odd = words.find(([word]) => !isSpokenWord(word))
  if (odd === undefined) return words.map(([word]) => word)
  const expected = 'expected lower-case words without punctuation, numbers spelled out'
  return {
    column: column + odd.index,
    message: `"${odd[0]}" is not written as the recogniser writes, ${expected}`,
  }
}
