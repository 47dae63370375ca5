import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createActions, type Actions } from '../../server/actions/actions.ts'
import { createAlerts, type AlertsRoom } from '../../server/alerts/alerts-room.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { AlertCase } from '../../server/contracts/alert-case.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactExcerpt } from '../../server/redaction/redact-words.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUtterance,
} from '../helpers/message-builders.ts'
import { placeByAttributes } from '../helpers/place-by-attributes.ts'
import { strictBus } from '../helpers/strict-bus.ts'

const USER = { by: 'ana' }

let folder: string
let bus: MemoryBus
let clock: ManualClock
let store: Store
let room: AlertsRoom
let actions: Actions
let cases: AlertCase[]
let lines: string[]

async function start(): Promise<void> {
  bus = strictBus()
  lines = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const registry = new Registry()
  store = openSqliteStore({ path: join(folder, 'store.sqlite'), log, registry, clock: systemClock })
  room = createAlerts({
    bus,
    store: store.cases,
    log,
    registry,
    clock,
    queueAttribute: 'queue',
    placeOf: placeByAttributes,
  })
  const limits = { perCall: 1, perAgentHour: 1, perRuleHour: 1 }
  actions = createActions({
    ...{ bus, log, registry, clock, redact: redactExcerpt, limits },
    quiet: () => null,
    queueAttribute: 'queue',
  })
  cases = []
  bus.subscribe('case', (each) => cases.push(each))
  await room.start()
  actions.start()
}

async function stop(): Promise<void> {
  actions.stop()
  room.stop()
  await store.close()
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-alerts-'))
  clock = new ManualClock(STARTED_AT)
  await start()
})

afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true })
})

function alert(change: Partial<Outcome> = {}): void {
  bus.publish('outcome', buildOutcome({ kind: 'alert', createdAt: wallMs(clock.now()), ...change }))
}

describe('the alerts room', () => {
  it('publishes and keeps each change of a case', async () => {
    bus.publish('transcript', buildStart(buildCall({ attributes: { queue: 'billing' } })))
    alert()
    alert({ kind: 'prompt', outcomeId: 'prompt' })
    expect(cases).toMatchObject([{ caseId: 'outcome-1', queue: 'billing', state: 'new', callEnded: false }])
    await room.desk.act('outcome-1', { type: 'own' }, USER)
    bus.publish('transcript', buildEnd())
    expect(cases.map(({ state, callEnded }) => [state, callEnded])).toEqual([
      ['new', false],
      ['owned', false],
      ['owned', true],
    ])
    await store.flush()
    expect(await room.desk.list({ limit: 10 })).toEqual([cases.at(-1)])
  })

  it('goes on with open cases after a restart, and with an old one when somebody acts on it', async () => {
    alert()
    alert({ outcomeId: 'done', callId: 'call-2' })
    await room.desk.act('done', { type: 'resolve', note: 'talked to both' }, USER)
    await store.flush()
    await stop()
    await start()
    await room.desk.act('outcome-1', { type: 'own' }, USER, 1)
    expect(cases).toMatchObject([{ caseId: 'outcome-1', state: 'owned', callEnded: true }])
    await room.desk.act('done', { type: 'reopen', note: 'called again' }, USER)
    expect(cases.at(-1)).toMatchObject({ caseId: 'done', state: 'seen', timesReopened: 1 })
    await expect(room.desk.act('nobody', { type: 'see' }, USER)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('tells and keeps how the customer sounded before and after somebody stepped in', async () => {
    bus.publish('transcript', buildStart())
    bus.publish('transcript', buildUtterance({ text: 'this is terrible i am very angry', startMs: 5000 }))
    alert()
    await room.desk.act('outcome-1', { type: 'own' }, USER)
    bus.publish(
      'transcript',
      buildUtterance({ text: 'thank you so much that is wonderful', startMs: 20_000 }),
    )
    expect(cases.at(-1)?.effects).toEqual([])
    bus.publish('transcript', { type: 'tick', callId: 'call-1', seq: 9, atMs: callMs(70_000), lagMs: 0 })
    const effects = cases.at(-1)?.effects ?? []
    expect(effects).toMatchObject([{ by: 'ana', action: 'own' }])
    expect(effects[0]?.before).toBeLessThan(effects[0]?.after ?? -1)
    await store.flush()
    expect((await room.desk.list({ limit: 1 }))[0]?.effects).toEqual(effects)
  })

  it('wakes what was snoozed', async () => {
    alert()
    await room.desk.act('outcome-1', { type: 'snooze', until: wallMs(STARTED_AT + 60_000) }, USER)
    clock.advance(59_000)
    expect(cases).toHaveLength(2)
    clock.advance(6000)
    expect(cases.at(-1)).toMatchObject({ snoozedUntil: null, history: [{}, {}, { action: 'woken' }] })
  })

  it('brings a supervisor’s line to the agent as a card, whatever the budget says', () => {
    const told: Outcome[] = []
    bus.subscribe('outcome', (outcome) => told.push(outcome))
    for (const topic of ['call', 'transcript'] as const) bus.publish(topic, buildStart())
    for (const text of ['Offer a call back.', 'I am listening in.']) room.desk.whisper('call-1', text, USER)
    expect(told).toMatchObject([
      {
        kind: 'prompt',
        rule: 'whisper@1',
        agentId: 'agent-7',
        text: 'Offer a call back.',
        state: 'confirmed',
      },
      { text: 'I am listening in.', state: 'confirmed' },
    ])
    expect(lines.join('')).not.toContain('Offer')
    expect(() => room.desk.whisper('call-2', 'x', USER)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    bus.publish('transcript', buildEnd())
    expect(() => room.desk.whisper('call-1', 'x', USER)).toThrow()
  })
})
