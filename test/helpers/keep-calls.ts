import { join } from 'node:path'
import type { Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { buildCall, buildUtterance } from './message-builders.ts'

/** A call of before in which the customer said one thing. */
export interface PastCall {
  readonly callId: string
  readonly customer: string
  readonly startedAt: number
  readonly text: string
}

const DURATION_MS = 60_000

/** Keeps calls in the database of a data folder, as a server that ran until now would have. */
export async function keepCalls(dataDir: string, calls: readonly PastCall[]): Promise<void> {
  const store = openSqliteStore({
    path: join(dataDir, 'earshot.db'),
    log: createLog({ level: 'silent' }),
    registry: new Registry(),
    clock: systemClock,
  })
  await keepCallsIn(store, calls)
  await store.close()
}

export async function keepCallsIn(store: Store, calls: readonly PastCall[]): Promise<void> {
  const written: Promise<void>[] = []
  for (const { callId, customer, startedAt, text } of calls) {
    const call = buildCall({
      callId,
      startedAt: wallMs(startedAt),
      attributes: { customer, queue: 'billing' },
    })
    const utterance = buildUtterance({ callId, text, startMs: 5000 })
    const saidAt = wallMs(startedAt + utterance.endMs)
    const stamps = { capturedAt: saidAt, heardAt: saidAt, decodedAt: saidAt, atMs: callMs(utterance.endMs) }
    const endedAt = wallMs(startedAt + DURATION_MS)
    written.push(
      store.saveCall(call),
      store.saveUtterance({ ...utterance, ...stamps }),
      store.endCall(callId, { endedAt, durationMs: DURATION_MS, reason: 'completed' }),
    )
    if (written.length >= 3000) {
      await store.flush()
      await Promise.all(written.splice(0))
    }
  }
  await store.flush()
  await Promise.all(written)
}
