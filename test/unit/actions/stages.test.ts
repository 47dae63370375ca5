import { describe, expect, it } from 'vitest'
import { callMs } from '../../../server/contracts/time.ts'
import { holdReason } from '../../../server/actions/pipeline.ts'
import type { Candidate } from '../../../server/actions/stage.ts'
import { agentSpeaking } from '../../../server/actions/stages/agent-speaking.ts'
import { attention } from '../../../server/actions/stages/attention.ts'
import { cooldown } from '../../../server/actions/stages/cooldown.ts'
import { group } from '../../../server/actions/stages/group.ts'
import { holdsBack, inhibit } from '../../../server/actions/stages/inhibit.ts'
import { oncePerCall } from '../../../server/actions/stages/once-per-call.ts'
import { route } from '../../../server/actions/stages/route.ts'
import { sameWords } from '../../../server/actions/stages/same-words.ts'
import { shadow } from '../../../server/actions/stages/shadow.ts'
import { buildMatch, buildOutcome, type MatchChange } from '../../helpers/message-builders.ts'

function candidate(match: MatchChange, rest: Partial<Omit<Candidate, 'match'>> = {}): Candidate {
  return {
    match: buildMatch(match),
    agentId: 'agent-7',
    lastShownAtMs: null,
    quietReason: null,
    reach: null,
    inhibitor: null,
    groupCaseId: null,
    sameWordsPriority: null,
    spent: { inCall: 0, inHour: 0, ofRuleInHour: 0 },
    limits: { perCall: 10, perAgentHour: 100, perRuleHour: 5 },
    agentSpeaks: false,
    ...rest,
  }
}

describe('shadow', () => {
  it.each([
    ['live', null],
    ['shadow', 'rule-in-shadow'],
    ['draft', 'rule-in-shadow'],
    ['retired', 'rule-in-shadow'],
  ] as const)('a rule in status %s: %s', (status, reason) => {
    expect(shadow(candidate({ rule: { status } }))).toBe(reason)
  })
})

describe('once in a call', () => {
  it.each([
    { lastMs: null, once: true, reason: null },
    { lastMs: 5000, once: true, reason: 'once-per-call' },
    { lastMs: 5000, once: false, reason: null },
  ])('last shown at $lastMs ms, once: $once: $reason', ({ lastMs, once, reason }) => {
    const lastShownAtMs = lastMs === null ? null : callMs(lastMs)
    const subject = candidate({ atMs: 10_000_000, action: { oncePerCall: once } }, { lastShownAtMs })
    expect(oncePerCall(subject)).toBe(reason)
  })
})

describe('inhibit', () => {
  it.each([
    [null, null],
    [buildOutcome(), 'inhibited'],
  ])('held by %s', (inhibitor, reason) => {
    expect(inhibit(candidate({}, { inhibitor }))).toBe(reason)
  })

  it.each([
    { by: undefined, shown: 'danger', atMs: 5000, holds: false },
    { by: 'danger', forMs: null, shown: 'other', atMs: 5000, holds: false },
    { by: 'danger', forMs: null, shown: 'danger', atMs: 0, holds: true },
    { by: 'danger', forMs: 5000, shown: 'danger', atMs: 5001, holds: true },
    { by: 'danger', forMs: 5000, shown: 'danger', atMs: 5000, holds: false },
    // The other party's audio may lag behind.
    { by: 'danger', forMs: 5000, shown: 'danger', atMs: 11_000, holds: true },
  ])('a match at 10000 ms that $by holds for $forMs ms, $shown shown at $atMs ms: $holds', (row) => {
    const { by, forMs = null, shown, atMs, holds } = row
    const inhibitedBy = by === undefined ? undefined : [{ ruleId: by, forMs }]
    const match = buildMatch({ atMs: 10_000, action: { inhibitedBy } })
    expect(holdsBack({ ruleId: shown, atMs: callMs(atMs) }, match)).toBe(holds)
  })
})

describe('group', () => {
  it.each([
    ['alert', 'high', null, null],
    ['alert', 'high', 'group-1', 'grouped'],
    ['alert', 'critical', 'group-1', null],
    ['prompt', 'high', 'group-1', null],
  ] as const)('a %s of severity %s in the group %s: %s', (kind, severity, groupCaseId, reason) => {
    expect(group(candidate({ action: { kind }, rule: { severity } }, { groupCaseId }))).toBe(reason)
  })
})

describe('cooldown', () => {
  it.each([
    { lastMs: null, cooldownMs: 60_000, reason: null },
    { lastMs: 5000, cooldownMs: 60_000, reason: 'cooldown' },
    { lastMs: 5000, cooldownMs: 5001, reason: 'cooldown' },
    { lastMs: 5000, cooldownMs: 5000, reason: null },
    { lastMs: 10_000, cooldownMs: 0, reason: null },
    // The other party's audio may lag behind.
    { lastMs: 11_000, cooldownMs: 1, reason: 'cooldown' },
  ])('last shown at $lastMs ms, $cooldownMs ms to wait, fired at 10000 ms: $reason', (row) => {
    const lastShownAtMs = row.lastMs === null ? null : callMs(row.lastMs)
    const subject = candidate({ atMs: 10_000, action: { cooldownMs: row.cooldownMs } }, { lastShownAtMs })
    expect(cooldown(subject)).toBe(row.reason)
  })
})

describe('route', () => {
  it.each([
    ['prompt', 'agent-7', null],
    ['prompt', null, 'no-agent'],
    ['alert', null, null],
  ] as const)('a %s with agent %s: %s', (kind, agentId, reason) => {
    expect(route(candidate({ action: { kind } }, { agentId }))).toBe(reason)
  })
})

describe('same words', () => {
  it.each([
    [null, 50, null],
    [50, 50, 'same-words'],
    [50, 51, null],
    [70, 50, 'same-words'],
  ])('a card of priority %s is open, a match of %s comes: %s', (sameWordsPriority, priority, reason) => {
    expect(sameWords(candidate({ rule: { priority } }, { sameWordsPriority }))).toBe(reason)
  })
})

describe('attention', () => {
  it.each([
    { priority: 70, spent: { inCall: 9, inHour: 99, ofRuleInHour: 4 }, reason: null },
    { priority: 70, spent: { inCall: 10, inHour: 0, ofRuleInHour: 0 }, reason: 'budget-spent' },
    { priority: 70, spent: { inCall: 0, inHour: 100, ofRuleInHour: 0 }, reason: 'budget-spent' },
    { priority: 70, spent: { inCall: 0, inHour: 0, ofRuleInHour: 5 }, reason: 'budget-spent' },
    { priority: 69, spent: { inCall: 7, inHour: 79, ofRuleInHour: 0 }, reason: null },
    { priority: 69, spent: { inCall: 8, inHour: 0, ofRuleInHour: 0 }, reason: 'budget-spent' },
    { priority: 49, spent: { inCall: 0, inHour: 60, ofRuleInHour: 0 }, reason: 'budget-spent' },
    { priority: 29, spent: { inCall: 4, inHour: 0, ofRuleInHour: 0 }, reason: 'budget-spent' },
    { priority: 90, spent: { inCall: 99, inHour: 999, ofRuleInHour: 99 }, reason: null },
    { priority: 89, spent: { inCall: 99, inHour: 0, ofRuleInHour: 0 }, reason: 'budget-spent' },
  ])('priority $priority after $spent: $reason', ({ priority, spent, reason }) => {
    expect(attention(candidate({ rule: { priority } }, { spent }))).toBe(reason)
  })

  it('is not asked for alerts, and lets one through where a share is less than one', () => {
    const spent = { inCall: 99, inHour: 999, ofRuleInHour: 99 }
    expect(attention(candidate({ action: { kind: 'alert' } }, { spent }))).toBeNull()
    const limits = { perCall: 1, perAgentHour: 1, perRuleHour: 1 }
    const first = { inCall: 0, inHour: 0, ofRuleInHour: 0 }
    expect(attention(candidate({ rule: { priority: 0 } }, { limits, spent: first }))).toBeNull()
  })
})

describe('agent speaking', () => {
  it.each([
    ['prompt', 89, 'agent-speaking'],
    ['prompt', 90, null],
    ['alert', 10, null],
  ] as const)('a %s of priority %s: %s', (kind, priority, reason) => {
    const subject = candidate({ action: { kind }, rule: { priority } }, { agentSpeaks: true })
    expect(agentSpeaking(subject)).toBe(reason)
  })
})

describe('holdReason', () => {
  const held = { lastShownAtMs: callMs(5000), agentId: null }

  it('names the first stage that holds', () => {
    const action = { cooldownMs: 60_000 }
    expect(holdReason(candidate({ rule: { status: 'shadow' }, action }, held))).toBe('rule-in-shadow')
    expect(holdReason(candidate({ action }, held))).toBe('cooldown')
    expect(holdReason(candidate({}, held))).toBe('no-agent')
    expect(holdReason(candidate({}))).toBeNull()
  })
})
