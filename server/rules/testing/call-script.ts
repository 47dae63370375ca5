import { SCRIPT_START, misplaced, passRow } from './script-order.ts'
import { readRow } from './script-row.ts'
import type { CallScript, ScriptEvent, ScriptFault } from './script.ts'

export type { CallScript } from './script.ts'

export interface ParsedScript {
  readonly script: CallScript
  readonly faults: readonly ScriptFault[]
}

/**
 * Reads a call: a line each for `00:05 agent words that are said` and for what else happens (`00:20 hold`,
 * `00:40 back`, `00:45 transfer agent-2`, `00:46 set queue billing`, `00:50 lost`, `00:52 found`), and
 * `00:55 end` as the last. Words are written as the recogniser writes them and follow each other at `WORD_MS`.
 * `agent@240` speaks 240 words a minute instead. The two parties may speak at once.
 */
export function parseCallScript(text: string): ParsedScript {
  const events: ScriptEvent[] = []
  const faults: ScriptFault[] = []
  let place = SCRIPT_START
  let last = 0
  for (const [index, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue
    last = index
    const row = readRow(raw.trim())
    const fault = 'message' in row ? row : misplaced(place, row)
    if (fault !== null) faults.push({ line: index, ...fault })
    else if (!('message' in row)) {
      if (row.kind === 'event') events.push(row.event)
      place = passRow(place, row)
    }
  }
  if (!place.ended && faults.length === 0) {
    const message = 'the call has no end, expected a last line such as "00:50 end"'
    faults.push({ line: last, column: 1, message })
  }
  return { script: { lines: place.lines, events, endMs: place.ended ? place.atMs : 0 }, faults }
}
