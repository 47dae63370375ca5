import type { StoredEvent } from '../../../server/contracts/store.ts'

/** A stretch of call time on hold, in milliseconds; `toMs` null: still. */
export interface Hold {
  readonly fromMs: number
  readonly toMs: number | null
}

/** The holds of a call with what it is from `atMs` on. */
export function withHold(holds: readonly Hold[], onHold: boolean, atMs: number): readonly Hold[] {
  const last = holds.at(-1)
  const isOpen = last?.toMs === null
  if (onHold === isOpen) return holds
  if (onHold) return [...holds, { fromMs: atMs, toMs: null }]
  return last === undefined ? holds : holds.with(-1, { ...last, toMs: atMs })
}

/** The holds of a call that is kept; one that nobody ended lasted to the call's end. */
export function holdsOf(events: readonly StoredEvent[], endMs: number): readonly Hold[] {
  let holds: readonly Hold[] = []
  for (const event of events) {
    if (event.type !== 'update' || event.change.onHold === undefined) continue
    holds = withHold(holds, event.change.onHold, event.atMs)
  }
  return withHold(holds, false, endMs)
}
