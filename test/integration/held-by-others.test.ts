import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createActions, type Actions } from '../../server/actions/actions.ts'
import { ATTENTION_HOUR_MS } from '../../server/actions/attention-budget.ts'
import { createAlerts, type AlertsRoom } from '../../server/alerts/alerts-room.ts'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import type { AlertCase } from '../../server/contracts/alert-case.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactExcerpt, redactKept } from '../../server/redaction/redact-words.ts'
import { createRules, type RulesRoom } from '../../server/rules/rules-room.ts'
import { parseCallScript } from '../../server/rules/testing/call-script.ts'
import { playScript } from '../../server/rules/testing/play-script.ts'
import { createRecorder, type Recorder } from '../../server/store/recorder.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { STARTED_AT, buildCall, buildMatch, buildStart } from '../helpers/message-builders.ts'
import { noRuleCounts } from '../helpers/no-rule-counts.ts'
import { placeByAttributes } from '../helpers/place-by-attributes.ts'
import { strictBus } from '../helpers/strict-bus.ts'

const SHIPPED = resolve(import.meta.dirname, '../../rules')
const PLENTY = { perCall: 100, perAgentHour: 100, perRuleHour: 100 }

let folder: string
let bus: MemoryBus
let clock: ManualClock
let store: Store
let alerts: AlertsRoom
let actions: Actions
let rules: RulesRoom
let recorder: Recorder
let cases: AlertCase[]
let outcomes: Outcome[]

/** The rooms between words and people, as the server joins them. */
async function start(limits = PLENTY): Promise<void> {
  bus = strictBus()
  const log = createLog({ level: 'silent' })
  const common = { bus, log, registry: new Registry(), clock }
  // The store and the files' watch wait in real time.
  store = openSqliteStore({ ...common, clock: systemClock, path: join(folder, 'store.sqlite') })
  recorder = createRecorder({ ...common, store, placeOf: placeByAttributes })
  alerts = createAlerts({
    ...common,
    store: store.cases,
    queueAttribute: 'queue',
    placeOf: placeByAttributes,
  })
  actions = createActions({
    ...{ ...common, redact: redactExcerpt, limits, quiet: () => null, queueAttribute: 'queue' },
    grouping: alerts.grouping,
    earlierPrompts: await store.listShownPrompts(wallMs(clock.now() - ATTENTION_HOUR_MS)),
  })
  rules = createRules({
    ...{ ...common, rulesDir: SHIPPED, store, keptCalls: [], mask: redactKept },
    countRules: noRuleCounts,
  })
  cases = []
  outcomes = []
  bus.subscribe('case', (each) => cases.push(each))
  bus.subscribe('outcome', (outcome) => outcomes.push(outcome))
  recorder.start()
  await alerts.start()
  actions.start()
}

async function stop(): Promise<void> {
  await rules.stop()
  actions.stop()
  alerts.stop()
  await recorder.stop()
  await store.close()
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-held-'))
  clock = new ManualClock(STARTED_AT)
  await start()
})

afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true })
})

/** Speaks a call from its start to its end. */
function speak(callId: string, text: string): void {
  const { script, faults } = parseCallScript(text)
  expect(faults).toEqual([])
  for (const message of playScript(callId, script, {
    agentId: `agent-of-${callId}`,
    attributes: { queue: 'web' },
  })) {
    bus.publish('transcript', message)
    bus.publish('call', message)
  }
}

const told = (): readonly string[] =>
  outcomes
    .filter(({ state }) => state !== 'confirmed')
    .map(({ rule, state, reason }) => `${rule.replace(/@.*/, '')} ${state} ${reason}`)

describe('the rules that are shipped', () => {
  beforeEach(() => rules.start())

  it('do not sell to somebody in danger, and say why', async () => {
    speak(
      'call-1',
      `00:02 customer hello i want to cancel my contract
       00:20 customer wait i smell gas in the kitchen
       00:40 customer and the other company has a better offer
       00:50 customer i want to cancel my contract
       01:00 end`,
    )
    expect(told()).toEqual(
      expect.arrayContaining(['cancellation-risk shown matched', 'life-in-danger shown matched']),
    )
    const held = outcomes.filter(({ reason }) => reason === 'inhibited')
    expect(held.map(({ rule }) => rule.replace(/@.*/, ''))).toContain('competitor-offer')
    const danger = outcomes.find(({ rule }) => rule.startsWith('life-in-danger'))
    for (const { because } of held) {
      expect(because).toEqual({
        ...{ type: 'outcome', outcomeId: danger?.outcomeId, rule: danger?.rule },
        title: 'Somebody may be in danger',
      })
    }
    await store.flush()
    const kept = await store.getCall('call-1')
    expect(kept?.outcomes.filter(({ reason }) => reason === 'inhibited')).toEqual(held)
  })

  it('tell supervisors of the same trouble in many calls as one, while each agent is told', async () => {
    for (const callId of ['a', 'b', 'c']) {
      speak(callId, `00:02 customer the payment page is frozen again\n00:10 end`)
      clock.advance(30_000)
    }
    const shown = outcomes.filter(({ rule, state }) => rule.startsWith('payment-page') && state === 'shown')
    expect(shown.map(({ agentId }) => agentId)).toEqual(['agent-of-a', 'agent-of-b', 'agent-of-c'])
    expect(cases).toMatchObject([
      {
        ...{
          callId: null,
          state: 'new',
          title: 'Customer has trouble with the payment page',
          severity: 'high',
        },
        group: { ruleId: 'payment-page-trouble', callsInAll: 3, since: STARTED_AT, terms: { calls: 3 } },
      },
    ])
    expect(cases[0]?.group?.calls.map(({ callId, queue }) => [callId, queue])).toEqual([
      ['a', 'web'],
      ['b', 'web'],
      ['c', 'web'],
    ])
  })
})

describe('a group of calls', () => {
  const action = { kind: 'alert', group: { calls: 3, withinMs: 600_000 }, cooldownMs: 0 } as const

  function alert(callId: string, state: 'fired' | 'retracted' = 'fired'): void {
    const call = buildCall({ callId, attributes: { queue: 'billing', team: `team-of-${callId}` } })
    if (state === 'fired')
      for (const topic of ['transcript', 'call'] as const) bus.publish(topic, buildStart(call))
    bus.publish('match', buildMatch({ callId, state, matchId: `m-${callId}`, action, rule: { id: 'holds' } }))
  }

  it('holds further alerts, grows, is acted on, and goes on over a restart', async () => {
    for (const callId of ['a', 'b', 'c', 'd']) alert(callId)
    expect(told()).toEqual([
      'holds shown matched',
      'holds shown matched',
      'holds held grouped',
      'holds held grouped',
    ])
    const group = cases.at(-1)
    if (group === undefined) throw new TypeError('there is a group')
    expect(outcomes.at(-1)?.because).toEqual({ type: 'group', caseId: group.caseId })
    // The two calls that came first have cases of their own.
    expect(cases.map(({ callId }) => callId)).toEqual(['a', 'b', null])
    expect(group.places.map(({ team }) => team)).toEqual(['team-of-a', 'team-of-b', 'team-of-c'])
    clock.advance(5000)
    expect(cases.at(-1)).toMatchObject({ caseId: group.caseId, revision: 2, group: { callsInAll: 4 } })

    await alerts.desk.act(group.caseId, { type: 'own' }, { by: 'ana' }, 1)
    alert('d', 'retracted')
    expect(told().at(-1)).toBe('holds held not-in-final')
    await store.flush()
    await stop()
    clock.advance(60_000)
    await start()
    alert('e')
    expect(told()).toEqual(['holds held grouped'])
    expect(cases.at(-1)).toMatchObject({
      state: 'owned',
      owner: 'ana',
      callEnded: false,
      group: { callsInAll: 4 },
    })
    expect(cases.at(-1)?.group?.calls.map(({ callId }) => callId)).toEqual(['a', 'b', 'c', 'e'])
    expect(await alerts.desk.list({ states: ['owned'], limit: 9 })).toMatchObject([{ caseId: group.caseId }])
  })
})

describe('the hour of an agent', () => {
  it('is not given again by a restart', async () => {
    const limits = { perCall: 100, perAgentHour: 2, perRuleHour: 100 }
    const prompt = (callId: string): void => {
      for (const topic of ['transcript', 'call'] as const)
        bus.publish(topic, buildStart(buildCall({ callId, agentId: 'agent-7' })))
      const rule = { id: `rule-of-${callId}` }
      bus.publish('match', { ...buildMatch({ callId, matchId: `m-${callId}`, rule }), atMs: callMs(5300) })
    }
    prompt('a')
    clock.advance(ATTENTION_HOUR_MS / 2)
    prompt('b')
    await store.flush()
    await stop()
    await start(limits)
    prompt('c')
    expect(told()).toEqual(['rule-of-c held budget-spent'])
    await stop()
    clock.advance(ATTENTION_HOUR_MS / 2)
    await start(limits)
    prompt('d')
    prompt('e')
    expect(told()).toEqual(['rule-of-d shown matched', 'rule-of-e held budget-spent'])
  })
})
