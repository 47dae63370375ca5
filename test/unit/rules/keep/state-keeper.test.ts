import { beforeEach, describe, expect, it } from 'vitest'
import type { CallStateStore, KeptCall, KeptCallState } from '../../../../server/contracts/store.ts'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import type { CallMessage } from '../../../../server/contracts/transcript.ts'
import { createLog } from '../../../../server/platform/log.ts'
import { Counter, Registry } from '../../../../server/platform/metrics.ts'
import { initialCallState } from '../../../../server/rules/engine/call-state.ts'
import { toKept } from '../../../../server/rules/keep/kept-form.ts'
import { StateKeeper } from '../../../../server/rules/keep/state-keeper.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildStart,
  buildUtterance,
} from '../../../helpers/message-builders.ts'
import { metricValue } from '../../../helpers/metric-value.ts'

/** Takes everything down in order; fails when it is told to. */
class NotingStore implements CallStateStore {
  readonly saved: KeptCallState[] = []
  readonly removed: string[] = []
  failing = false

  async saveCallState(kept: KeptCallState): Promise<void> {
    if (this.failing) throw new Error('the disk is full')
    this.saved.push(kept)
  }

  async removeCallState(callId: string): Promise<void> {
    this.removed.push(callId)
  }

  async takeCallStates(): Promise<readonly KeptCall[]> {
    return []
  }
}

let clock: ManualClock
let store: NotingStore
let registry: Registry
let lines: string[]
let writes: Counter<'result'>
let keeper: StateKeeper

function makeKeeper(kept: readonly KeptCall[] = []): StateKeeper {
  return new StateKeeper({
    store,
    kept,
    mask: (words) => words,
    clock,
    log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
    writes,
  })
}

beforeEach(() => {
  clock = new ManualClock(STARTED_AT)
  store = new NotingStore()
  registry = new Registry()
  writes = new Counter({ name: 'writes', help: 'w', labelNames: ['result'], registers: [registry] })
  lines = []
  keeper = makeKeeper()
  keeper.start()
})

function tick(callId: string, atMs: number, lagMs = 0): CallMessage {
  return { type: 'tick', callId, seq: atMs, atMs: callMs(atMs), lagMs }
}

function note(message: CallMessage): void {
  keeper.note(message, { ...initialCallState(message.callId), seq: message.seq })
}

/** Lets the writes that were begun settle. */
async function pass(ms: number): Promise<void> {
  clock.advance(ms)
  await new Promise((resolve) => setImmediate(resolve))
}

describe('the state of live calls', () => {
  it('is written every two seconds, the newest of each call that changed', async () => {
    note(tick('a', 1000))
    note(tick('b', 5000))
    clock.advance(1000)
    note(tick('a', 2000, 300))
    await pass(1000)
    expect(store.saved).toEqual([
      {
        callId: 'a',
        atMs: 2300,
        savedAt: STARTED_AT + 1000,
        state: toKept({ ...initialCallState('a'), seq: 2000 }),
      },
      {
        callId: 'b',
        atMs: 5000,
        savedAt: STARTED_AT,
        state: toKept({ ...initialCallState('b'), seq: 5000 }),
      },
    ])
    note(tick('b', 6000))
    await pass(2000)
    expect(store.saved.slice(2).map(({ callId }) => callId)).toEqual(['b'])
    await pass(10_000)
    expect(store.saved).toHaveLength(3)
    expect(await metricValue(registry, 'writes', { result: 'written' })).toBe(3)
  })

  it('is written when the process stops, and by no timer afterwards', async () => {
    note(tick('a', 1000))
    await keeper.stop()
    expect(store.saved).toHaveLength(1)
    expect(clock.waiting).toBe(0)
  })

  it('is forgotten when the call is over', async () => {
    note(tick('a', 1000))
    await pass(2000)
    note(tick('a', 3000))
    note(buildEnd('a'))
    await pass(2000)
    expect(store.saved).toHaveLength(1)
    expect(store.removed).toEqual(['a'])
  })

  it('is kept as it was before its end when a shutdown ends the call', async () => {
    note(tick('a', 1000))
    note({ ...buildEnd('a'), reason: 'shutdown' })
    await keeper.stop()
    expect(store.saved.map(({ callId, atMs }) => [callId, atMs])).toEqual([['a', 1000]])
    expect(store.removed).toEqual([])
  })

  it('moves on to the call that goes on with it', async () => {
    const call = buildCall({ callId: 'a~2', continues: { callId: 'a', atMs: callMs(9000) } })
    note(buildStart(call))
    await pass(2000)
    expect(store.saved.map(({ callId }) => callId)).toEqual(['a~2'])
    expect(store.removed).toEqual(['a'])
  })

  it('counts audio that waits to be decoded', async () => {
    note({ ...buildUtterance({ callId: 'a', text: 'hello' }), atMs: callMs(4000), lagMs: 700 })
    await pass(2000)
    expect(store.saved[0]?.atMs).toBe(4700)
  })

  it('is tried again with what is newest when the store takes nothing, and told once', async () => {
    store.failing = true
    for (const atMs of [1000, 2000]) {
      note(tick('a', atMs))
      note(tick('b', atMs))
      await pass(2000)
    }
    expect(await metricValue(registry, 'writes', { result: 'failed' })).toBe(4)
    expect(lines).toHaveLength(1)
    expect(lines.join('')).not.toContain('disk')
    store.failing = false
    note(tick('a', 3000))
    await pass(2000)
    expect(store.saved.map(({ atMs }) => atMs)).toEqual([3000])
  })
})

describe('a state that an earlier process kept', () => {
  const state = { ...initialCallState('a'), seq: 17 }
  const kept = (change: Partial<KeptCall> = {}): KeptCall => ({
    callId: 'a',
    atMs: callMs(1000),
    savedAt: wallMs(STARTED_AT),
    state: toKept(state),
    call: buildCall({ callId: 'a' }),
    ...change,
  })

  it('is given to one call', () => {
    const next = makeKeeper([kept()])
    expect(next.take('b')).toBeNull()
    expect(next.take('a')).toEqual(state)
    expect(next.take('a')).toBeNull()
  })

  it('is not given when another version wrote it', () => {
    for (const odd of [state, null, 'x', { form: 0, state }, { form: 1, state: null }]) {
      expect(makeKeeper([kept({ state: odd })]).take('a')).toBeNull()
    }
  })

  it('is let go when nobody came for it', () => {
    const next = makeKeeper([kept()])
    next.start()
    clock.advance(600_000)
    expect(next.take('a')).toBeNull()
  })
})
