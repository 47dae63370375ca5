import type { ScriptLine } from './script.ts'
import { formatCallTime, lineEndMs } from './call-time.ts'
import type { Row, RowFault } from './script-row.ts'

/** Where a call has come to after the rows so far. */
export interface ScriptPlace {
  readonly atMs: number
  readonly lines: readonly ScriptLine[]
  readonly onHold: boolean
  readonly lost: boolean
  readonly ended: boolean
}

export const SCRIPT_START: ScriptPlace = { atMs: 0, lines: [], onHold: false, lost: false, ended: false }

/** The place after one more row. */
export function passRow(place: ScriptPlace, row: Row): ScriptPlace {
  const { atMs } = row
  if (row.kind === 'end') return { ...place, atMs, ended: true }
  if (row.kind === 'line') return { ...place, atMs, lines: [...place.lines, row.line] }
  switch (row.event.kind) {
    case 'hold':
    case 'back':
      return { ...place, atMs, onHold: row.event.kind === 'hold' }
    case 'lost':
    case 'found':
      return { ...place, atMs, lost: row.event.kind === 'lost' }
    default:
      return { ...place, atMs }
  }
}

/** Why a row cannot stand where it stands, or null. */
export function misplaced(place: ScriptPlace, row: Row): RowFault | null {
  const message = reason(place, row)
  return message === null ? null : { column: 1, message }
}

function reason(place: ScriptPlace, row: Row): string | null {
  if (place.ended) return 'the call has ended, expected no line after its end'
  if (row.atMs < place.atMs) return 'the time is before the line above, expected lines in order of time'
  return (
    (row.kind === 'event' ? outOfTurn(place, row.event.kind) : unheard(place, row)) ?? tooSoon(place, row)
  )
}

/** Hold and lost audio begin before they end. */
function outOfTurn({ onHold, lost }: ScriptPlace, kind: string): string | null {
  if (kind === 'hold' && onHold) return 'the call is on hold already, expected "back" before'
  if (kind === 'back' && !onHold) return 'the call is not on hold, expected "hold" before'
  if (kind === 'lost' && lost) return 'the audio is lost already, expected "found" before'
  if (kind === 'found' && !lost) return 'the audio is not lost, expected "lost" before'
  return null
}

function unheard({ lost }: ScriptPlace, row: Row): string | null {
  return lost && row.kind === 'line' ? 'the audio is lost, expected "found" before anybody is heard' : null
}

/** A party says one thing at a time; what ends all audio waits for both. */
function tooSoon({ lines }: ScriptPlace, row: Row): string | null {
  const party = row.kind === 'line' ? row.line.party : null
  if (row.kind === 'event' && row.event.kind !== 'lost') return null
  const busyUntilMs = Math.max(
    0,
    ...lines.filter((line) => party === null || line.party === party).map(lineEndMs),
  )
  if (row.atMs >= busyUntilMs) return null
  const who = party === null ? 'somebody' : `the ${party}`
  return `${who} is still speaking, expected a time from ${formatCallTime(busyUntilMs)} on`
}
