import type { Party } from '../../contracts/call.ts'

/** One party speaks: words from a moment on. */
export interface ScriptLine {
  readonly atMs: number
  readonly party: Party
  readonly words: readonly string[]
  /** Milliseconds from word to word; `WORD_MS` by default. */
  readonly wordMs?: number
}

/** Something happens to the call. `lost`: no audio of either party comes until `found`. */
export type ScriptEvent =
  | { readonly kind: 'hold' | 'back' | 'lost' | 'found'; readonly atMs: number }
  | { readonly kind: 'transfer'; readonly atMs: number; readonly agentId: string }
  | { readonly kind: 'set'; readonly atMs: number; readonly key: string; readonly value: string }

/** A call written as text, in order of time. */
export interface CallScript {
  readonly lines: readonly ScriptLine[]
  /** None by default. */
  readonly events?: readonly ScriptEvent[]
  readonly endMs: number
}

/** Something wrong in a script; `line` counts from 0, `column` from 1 at the first sign of the line that is no space. */
export interface ScriptFault {
  readonly line: number
  readonly column: number
  readonly message: string
}
