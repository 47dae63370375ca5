import { callMs, type CallMs } from '../../../contracts/time.ts'

/** Whether what holds from this moment on (null: not at all) holds. */
export function holdsFrom(momentMs: number | null, atMs: CallMs): boolean {
  return momentMs !== null && atMs >= momentMs
}

/** The moment, when it is still to come. */
export function yetToCome(momentMs: number | null, atMs: CallMs): CallMs | null {
  return momentMs !== null && momentMs > atMs ? callMs(momentMs) : null
}
