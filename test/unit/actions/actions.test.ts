import { beforeEach, describe, expect, it } from 'vitest'
import { redactExcerpt } from '../../../server/redaction/redact-words.ts'
import { createActions, type Actions } from '../../../server/actions/actions.ts'
import type { MemoryBus } from '../../../server/bus/memory-bus.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { callMs } from '../../../server/contracts/time.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildEvidence,
  buildMatch,
  buildStart,
  buildUpdate,
  buildWords,
  type MatchChange,
} from '../../helpers/message-builders.ts'
import { strictBus } from '../../helpers/strict-bus.ts'

let bus: MemoryBus
let registry: Registry
let actions: Actions
let lines: string[]
let got: Outcome[]

beforeEach(() => {
  bus = strictBus()
  registry = new Registry()
  lines = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  actions = createActions({
    quiet: () => null,
    queueAttribute: 'queue',
    bus,
    log,
    registry,
    clock: new ManualClock(STARTED_AT + 5355),
    redact: redactExcerpt,
    limits: { perCall: 100, perAgentHour: 100, perRuleHour: 100 },
  })
  actions.start()
  got = []
  bus.subscribe('outcome', (outcome) => got.push(outcome))
})

/** Each match rests on words of its own. */
function match(change: MatchChange = {}): void {
  const shiftMs = 10_000 * ((change.matchId?.codePointAt(0) ?? 0) % 100)
  const built = buildMatch(change)
  const { startMs, endMs } = built.evidence
  const evidence = { ...built.evidence, startMs: callMs(startMs + shiftMs), endMs: callMs(endMs + shiftMs) }
  bus.publish('match', change.matchId === undefined ? built : { ...built, evidence })
}

function states(): readonly string[] {
  return got.map(({ state, reason }) => `${state} ${reason}`)
}

async function values(name: string): Promise<Record<string, number>> {
  const metric = (await registry.getSingleMetric(name)?.get())?.values ?? []
  return Object.fromEntries(metric.map(({ labels, value }) => [Object.values(labels).join(' '), value]))
}

describe('createActions', () => {
  it('shows what fired, with everything a person needs', () => {
    bus.publish('call', buildStart())
    match()
    expect(got).toEqual([
      {
        type: 'outcome',
        outcomeId: expect.stringMatching(/^[\w-]{22}$/),
        kind: 'prompt',
        callId: 'call-1',
        agentId: 'agent-7',
        rule: 'cancel-risk@2',
        title: 'Customer wants to cancel',
        text: 'Offer the loyalty discount.',
        severity: 'high',
        priority: 70,
        atMs: 5300,
        state: 'shown',
        reason: 'matched',
        evidence: buildEvidence(),
        latencyMs: { network: 12, settle: 360, recognise: 38, rules: 1, actions: 4 },
        createdAt: STARTED_AT + 5355,
      },
    ])
  })

  it('confirms what was shown, with the words of the final', () => {
    bus.publish('call', buildStart())
    match()
    const evidence = buildEvidence({ confidence: 0.99 })
    match({ state: 'confirmed', evidence, atMs: 9000 })
    const [shown, confirmed] = got
    expect(confirmed).toEqual({ ...shown, state: 'confirmed', reason: 'confirmed-by-final', evidence })
  })

  it('withdraws what was shown, to the agent who saw it', () => {
    bus.publish('call', buildStart())
    match()
    bus.publish('call', buildUpdate({ agentId: 'agent-8' }))
    match({ state: 'retracted', atMs: 9000 })
    const [shown, retracted] = got
    expect(retracted).toEqual({ ...shown, state: 'retracted', reason: 'not-in-final' })
  })

  it('settles an outcome once', async () => {
    bus.publish('call', buildStart())
    match()
    match()
    match({ state: 'confirmed' })
    match({ state: 'confirmed' })
    match({ state: 'retracted' })
    expect(states()).toEqual(['shown matched', 'confirmed confirmed-by-final'])
    expect(await values('earshot_actions_matches_ignored_total')).toEqual({ repeated: 3 })
  })

  it('takes a match that fires and is confirmed in one', () => {
    bus.publish('call', buildStart())
    match({ state: 'confirmed' })
    expect(states()).toEqual(['confirmed confirmed-by-final'])
  })

  it('leaves a held outcome held', async () => {
    bus.publish('call', buildStart())
    match({ rule: { status: 'shadow' } })
    match({ rule: { status: 'shadow' }, state: 'confirmed' })
    match({ rule: { status: 'shadow' }, state: 'retracted' })
    expect(states()).toEqual(['held rule-in-shadow'])
    expect(await values('earshot_actions_matches_ignored_total')).toEqual({ held: 2 })
  })

  describe('with a cooldown', () => {
    const action = { cooldownMs: 30_000 }

    beforeEach(() => bus.publish('call', buildStart()))

    it('holds the same rule until it has passed in call time', () => {
      match({ matchId: 'a', action, atMs: 5000 })
      match({ matchId: 'b', action, atMs: 34_999 })
      match({ matchId: 'c', action, atMs: 35_000 })
      expect(states()).toEqual(['shown matched', 'held cooldown', 'shown matched'])
    })

    it('counts from what was confirmed as from what is shown', () => {
      match({ matchId: 'a', action, atMs: 5000 })
      match({ matchId: 'a', action, atMs: 9000, state: 'confirmed' })
      match({ matchId: 'b', action, atMs: 10_000 })
      expect(states().at(-1)).toBe('held cooldown')
    })

    it('is not used up by what was withdrawn: the real one right after is shown', () => {
      match({ matchId: 'a', action, atMs: 5000 })
      match({ matchId: 'a', action, atMs: 6000, state: 'retracted' })
      match({ matchId: 'b', action, atMs: 6000 })
      expect(states()).toEqual(['shown matched', 'retracted not-in-final', 'shown matched'])
    })

    it('falls back to the one before when the latest is withdrawn', () => {
      match({ matchId: 'a', action: { cooldownMs: 10_000 }, atMs: 5000 })
      match({ matchId: 'b', action: { cooldownMs: 10_000 }, atMs: 15_000 })
      match({ matchId: 'b', action: { cooldownMs: 10_000 }, atMs: 16_000, state: 'retracted' })
      match({ matchId: 'c', action, atMs: 17_000 })
      expect(states().at(-1)).toBe('held cooldown')
    })

    it('is not used up by what was held', () => {
      match({ matchId: 'a', action, atMs: 5000, rule: { status: 'shadow' } })
      match({ matchId: 'b', action, atMs: 6000 })
      expect(states()).toEqual(['held rule-in-shadow', 'shown matched'])
    })

    it('holds neither another rule nor another call', () => {
      bus.publish('call', buildStart(buildCall({ callId: 'call-2' })))
      match({ matchId: 'a', action, atMs: 5000 })
      match({ matchId: 'b', action, atMs: 5000, rule: { id: 'other' } })
      match({ matchId: 'c', action, atMs: 5000, callId: 'call-2' })
      expect(states()).toEqual(['shown matched', 'shown matched', 'shown matched'])
    })
  })

  it('holds prompts until somebody says which agent is on the call', () => {
    bus.publish('call', buildStart(buildCall({ agentId: null })))
    match({ matchId: 'a' })
    match({ matchId: 'b', action: { kind: 'alert' } })
    bus.publish('call', buildUpdate({ onHold: true }))
    match({ matchId: 'c' })
    bus.publish('call', buildUpdate({ agentId: 'agent-9' }))
    match({ matchId: 'd' })
    expect(states()).toEqual(['held no-agent', 'shown matched', 'held no-agent', 'shown matched'])
    expect(got.map(({ agentId }) => agentId)).toEqual([null, null, null, 'agent-9'])
  })

  it('withdraws what a call leaves open when it ends', () => {
    bus.publish('call', buildStart())
    match()
    bus.publish('call', buildEnd())
    match({ state: 'retracted' })
    expect(states()).toEqual(['shown matched', 'retracted not-in-final'])
  })

  it('forgets calls that ended, and counts matches of calls that it does not know', async () => {
    for (let n = 0; n < 1000; n += 1) {
      bus.publish('call', buildStart(buildCall({ callId: `call-${n}` })))
      match({ callId: `call-${n}` })
      bus.publish('call', buildEnd(`call-${n}`))
    }
    expect(await values('earshot_actions_calls')).toEqual({ '': 64 })
    match({ callId: 'call-1', state: 'retracted' })
    match({ callId: 'nobody' })
    expect(got).toHaveLength(1000)
    expect(await values('earshot_actions_matches_ignored_total')).toEqual({ 'unknown-call': 2 })
  })

  it('starts anew when a call id comes again', () => {
    bus.publish('call', buildStart())
    match()
    bus.publish('call', buildEnd())
    bus.publish('call', buildStart(buildCall({ agentId: null })))
    match()
    expect(states()).toEqual(['shown matched', 'held no-agent'])
  })

  it('counts outcomes, and measures the stages of each that reached somebody once', async () => {
    bus.publish('call', buildStart())
    match({ matchId: 'a' })
    match({ matchId: 'a', state: 'confirmed' })
    match({ matchId: 'b', state: 'confirmed' })
    match({ matchId: 'c', rule: { status: 'shadow' } })
    expect(await values('earshot_actions_outcomes_total')).toEqual({
      'prompt shown matched cancel-risk': 1,
      'prompt confirmed confirmed-by-final cancel-risk': 2,
      'prompt held rule-in-shadow cancel-risk': 1,
    })
    const text = await registry.getSingleMetricAsString('earshot_latency_stage_ms')
    for (const stage of ['network', 'settle', 'recognise', 'rules', 'actions']) {
      expect(text).toContain(`earshot_latency_stage_ms_count{stage="${stage}"} 2`)
    }
  })

  it('masks the numbers in every part of the evidence', () => {
    bus.publish('call', buildStart())
    const part = { ...buildEvidence(), words: buildWords('four two four two') }
    match({ evidence: { ...part, others: [part] } })
    const { evidence } = got[0] ?? {}
    for (const { words } of [evidence, ...(evidence?.others ?? [])].flatMap((each) => each ?? [])) {
      expect(words.map(({ text }) => text)).toEqual(['•', '•', '•', '•'])
    }
    expect(evidence?.others).toHaveLength(1)
  })

  it('logs the decision and nothing that was said', () => {
    bus.publish('call', buildStart())
    match()
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('"reason":"matched"')
    expect(lines[0]).not.toMatch(/contract|loyalty/)
  })

  it('does nothing after stop', () => {
    bus.publish('call', buildStart())
    actions.stop()
    match()
    expect(got).toEqual([])
  })
})
