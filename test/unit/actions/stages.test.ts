import { describe, expect, it } from 'vitest'
import { callMs } from '../../../server/contracts/time.ts'
import { holdReason } from '../../../server/actions/pipeline.ts'
import type { Candidate } from '../../../server/actions/stage.ts'
import { cooldown } from '../../../server/actions/stages/cooldown.ts'
import { oncePerCall } from '../../../server/actions/stages/once-per-call.ts'
import { route } from '../../../server/actions/stages/route.ts'
import { shadow } from '../../../server/actions/stages/shadow.ts'
import { buildMatch, type MatchChange } from '../../helpers/message-builders.ts'

function candidate(match: MatchChange, rest: Partial<Omit<Candidate, 'match'>> = {}): Candidate {
  return { match: buildMatch(match), agentId: 'agent-7', lastShownAtMs: null, ...rest }
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
