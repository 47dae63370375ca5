import { PARTIES, type Party } from '../../contracts/call.ts'
import { isSpokenWord } from '../compile/phrase.ts'
import { formatCallTime, parseCallTime } from './call-time.ts'

/** One party speaks: words from a moment on. */
export interface ScriptLine {
  readonly atMs: number
  readonly party: Party
  readonly words: readonly string[]
}

/** A call written as text, in order of time. */
export interface CallScript {
  readonly lines: readonly ScriptLine[]
  readonly endMs: number
}

/** Something wrong in a script; `line` counts from 0, `column` from 1 at the first sign of the line that is no space. */
export interface ScriptFault {
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface ParsedScript {
  readonly script: CallScript
  readonly faults: readonly ScriptFault[]
}

/** The pace at which a line's words follow each other: about 170 words a minute. */
export const WORD_MS = 350

/** Time, who, and what is left of the line. */
const ROW = /^(\S+\s+)(\S+)(\s*)(.*)$/

type Fault = Omit<ScriptFault, 'line'>

type Row =
  { readonly kind: 'line'; readonly line: ScriptLine } | { readonly kind: 'end'; readonly atMs: number }

/**
 * Reads a call: `00:05 agent words that are said` a line, and `00:50 end` as the last. Words are written
 * as the recogniser writes them and follow each other at `WORD_MS`.
 */
export function parseCallScript(text: string): ParsedScript {
  const lines: ScriptLine[] = []
  const faults: ScriptFault[] = []
  let endMs: number | null = null
  let last = 0
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue
    last = index
    const row = readRow(raw.trim())
    const fault = 'message' in row ? row : misplaced(row, lines, endMs)
    if (fault !== null) faults.push({ line: index, ...fault })
    else if ('message' in row) continue
    else if (row.kind === 'end') endMs = row.atMs
    else lines.push(row.line)
  }
  if (endMs === null && faults.length === 0) {
    const message = 'the call has no end, expected a last line such as "00:50 end"'
    faults.push({ line: last, column: 1, message })
  }
  return { script: { lines, endMs: endMs ?? 0 }, faults }
}

/** Reads one row by itself. */
function readRow(row: string): Row | Fault {
  const parts = ROW.exec(row)
  if (parts === null) {
    return { column: 1, message: 'expected a line such as "00:05 agent how can i help" or "00:50 end"' }
  }
  const [, time = '', who = '', gap = '', said = ''] = parts
  const atMs = parseCallTime(time.trimEnd())
  if (atMs === null) {
    const message = `"${time.trimEnd()}" is not a time in the call, expected a form such as 01:05 or 01:05.5`
    return { column: 1, message }
  }
  const whoColumn = time.length + 1
  const saidColumn = whoColumn + who.length + gap.length
  if (who === 'end') {
    return said === ''
      ? { kind: 'end', atMs }
      : { column: saidColumn, message: 'expected nothing after "end"' }
  }
  const party = PARTIES.find((known) => known === who)
  if (party === undefined) {
    return { column: whoColumn, message: `"${who}" is nobody on a call, expected agent, customer or end` }
  }
  const words = readWords(said, saidColumn)
  if ('message' in words) return words
  return { kind: 'line', line: { atMs, party, words } }
}

function readWords(said: string, column: number): readonly string[] | Fault {
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

/** Why a row cannot stand where it stands, or null. */
function misplaced(row: Row, before: readonly ScriptLine[], endMs: number | null): Fault | null {
  if (endMs !== null) return { column: 1, message: 'the call has ended, expected no line after its end' }
  const atMs = row.kind === 'end' ? row.atMs : row.line.atMs
  if (atMs < (before.at(-1)?.atMs ?? 0)) {
    return { column: 1, message: 'the time is before the line above, expected lines in order of time' }
  }
  const speakers = row.kind === 'end' ? before : before.filter(({ party }) => party === row.line.party)
  const busyUntilMs = Math.max(0, ...speakers.map((line) => line.atMs + line.words.length * WORD_MS))
  if (atMs >= busyUntilMs) return null
  const who = row.kind === 'end' ? 'somebody' : `the ${row.line.party}`
  const message = `${who} is still speaking, expected a time from ${formatCallTime(busyUntilMs)} on`
  return { column: 1, message }
}
