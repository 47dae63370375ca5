import { normaliseError } from './normalise-error.ts'

const FRAMES = 5

/** Where an error was thrown, without its text: the text may quote what somebody said. For log lines. */
export function traceOf(thrown: unknown): { readonly errorName: string; readonly frames: readonly string[] } {
  const error = normaliseError(thrown)
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return { errorName: error.name, frames: frames.slice(0, FRAMES).map((line) => line.trim()) }
}
