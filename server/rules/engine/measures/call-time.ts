import { callMs, type CallMs } from '../../../contracts/time.ts'
import type { StateOf } from './state-of.ts'

export function callTimeHolds({ firstMs, afterMs }: StateOf<'call-time'>, atMs: CallMs): boolean {
  return (firstMs === null || atMs < firstMs) && (afterMs === null || atMs >= afterMs)
}

export function callTimeChangesMs({ firstMs, afterMs }: StateOf<'call-time'>, atMs: CallMs): CallMs | null {
  const coming = [firstMs, afterMs].filter((ms) => ms !== null && ms > atMs).map(Number)
  return coming.length === 0 ? null : callMs(Math.min(...coming))
}
