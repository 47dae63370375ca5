import type { ScriptLine } from './script.ts'

/** The pace at which a script's words follow each other: about 170 words a minute. */
export const WORD_MS = 350

/** When the last word of a line ends. */
export function lineEndMs({ atMs, words, wordMs = WORD_MS }: ScriptLine): number {
  return atMs + words.length * wordMs
}

const FORM = /^(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?$/

/** Milliseconds of `MM:SS` or `MM:SS.fff`, or null. */
export function parseCallTime(text: string): number | null {
  const parts = FORM.exec(text)
  if (parts === null) return null
  return Number(parts[1]) * 60_000 + Number(parts[2]) * 1000 + Number((parts[3] ?? '').padEnd(3, '0'))
}

/** `MM:SS.f`, rounded. */
export function formatCallTime(ms: number): string {
  const tenths = Math.round(ms / 100)
  const minutes = String(Math.floor(tenths / 600)).padStart(2, '0')
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0')
  return `${minutes}:${seconds}`
}
