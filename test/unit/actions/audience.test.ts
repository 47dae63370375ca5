import { describe, expect, it } from 'vitest'
import { AttentionBudget } from '../../../server/actions/attention-budget.ts'
import type { Audience } from '../../../server/actions/audience.ts'
import { CallOutcomes } from '../../../server/actions/call-outcomes.ts'
import type { FloorTemplate, FloorThreshold } from '../../../server/contracts/floor.ts'
import type { Match } from '../../../server/contracts/match.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { OPEN_THRESHOLD, openTemplate } from '../../../server/floor/inherit.ts'
import { buildEvidence, buildMatch, buildUpdate, type MatchChange } from '../../helpers/message-builders.ts'

const PLENTY = { perCall: 100, perAgentHour: 100, perRuleHour: 100 }
const OPEN = openTemplate(PLENTY)

function open(templateOf: Audience['templateOf']): CallOutcomes {
  const audience: Audience = {
    templateOf,
    folderOf: (ruleId) => (ruleId.startsWith('coach') ? 'coaching/voice' : null),
  }
  return new CallOutcomes({
    agentId: 'agent-7',
    attributes: { team: 'billing' },
    limits: PLENTY,
    audience,
    budget: new AttentionBudget(),
    quiet: () => null,
    queueAttribute: 'queue',
  })
}

function take(call: CallOutcomes, match: Match): string {
  const decision = call.take(match, wallMs(1))
  if (decision.type === 'ignore') return `ignored ${decision.cause}`
  return decision.decided.map(({ outcome: { state, reason } }) => `${state} ${reason}`).join()
}

function prompts(change: Partial<FloorThreshold>): CallOutcomes {
  return open(() => ({ ...OPEN, prompts: { ...OPEN_THRESHOLD, ...change } }))
}

function unsure(confidence: number | null, other: number | null): MatchChange {
  const { others: _, ...part } = buildEvidence({ confidence: other })
  return { evidence: buildEvidence({ confidence, others: [part] }) }
}

const HELD = 'held below-threshold'

describe('what the floor asks of a prompt', () => {
  const rule = { id: 'coach', severity: 'medium', priority: 50 } as const
  it.each<[string, Partial<FloorThreshold>, MatchChange, string]>([
    ['is nothing, where nobody says', {}, { rule }, 'shown matched'],
    ['is met by the severity itself', { lowestSeverity: 'medium' }, { rule }, 'shown matched'],
    ['is more serious', { lowestSeverity: 'high' }, { rule }, HELD],
    ['is met by the priority itself', { lowestPriority: 50 }, { rule }, 'shown matched'],
    ['is more important', { lowestPriority: 51 }, { rule }, HELD],
    [
      'is met by the confidence itself',
      { lowestConfidence: 0.6 },
      { rule, ...unsure(0.9, 0.6) },
      'shown matched',
    ],
    ['is surer in every part', { lowestConfidence: 0.61 }, { rule, ...unsure(0.9, 0.6) }, HELD],
    [
      'is no confidence that is not there',
      { lowestConfidence: 0.9 },
      { rule, ...unsure(null, null) },
      'shown matched',
    ],
    ['is another rule', { only: ['coaching-2/*', 'other'] }, { rule }, 'held not-for-team'],
    ['is this rule', { only: ['coach'] }, { rule }, 'shown matched'],
    ['is this folder', { only: ['coaching/*'] }, { rule }, 'shown matched'],
    ['is any rule but this folder', { except: ['coaching/*'] }, { rule }, 'held not-for-team'],
    ['is not what is named twice', { only: ['coach'], except: ['coach'] }, { rule }, 'held not-for-team'],
    ['is nothing at all', { only: [] }, { rule: { ...rule, priority: 100 } }, 'held not-for-team'],
    [
      'counts whom it is for before how much it matters',
      { except: ['*'], lowestPriority: 99 },
      { rule },
      'held not-for-team',
    ],
  ])('%s', (_what, threshold, change, told) => {
    expect(take(prompts(threshold), buildMatch(change))).toBe(told)
  })

  it('is not asked of people’s own lines', () => {
    for (const id of ['whisper', 'issue.web-1']) {
      const call = prompts({ only: [], lowestSeverity: 'critical', lowestPriority: 100 })
      expect(take(call, buildMatch({ rule: { id } }))).toBe('shown matched')
    }
    expect(take(prompts({ only: [] }), buildMatch({ rule: { id: 'whispered' } }))).toBe('held not-for-team')
  })

  it('is not asked of an alert, which has a threshold of its own', () => {
    const alert = buildMatch({ action: { kind: 'alert' } })
    expect(take(prompts({ only: [] }), alert)).toBe('shown matched')
    const call = open(() => ({ ...OPEN, alerts: { ...OPEN_THRESHOLD, lowestSeverity: 'critical' } }))
    expect(take(call, alert)).toBe(HELD)
  })

  it('comes before what the rule itself asks for', () => {
    const first = { ...buildMatch({ matchId: 'a' }), evidence: buildEvidence() }
    const call = prompts({ lowestPriority: 71 })
    expect(take(call, first)).toBe(HELD)
    const cooling = buildMatch({ matchId: 'b', action: { cooldownMs: 60_000, oncePerCall: true } })
    expect(take(call, cooling)).toBe(HELD)
  })
})

describe('words that turn out unsure', () => {
  const moving = buildMatch(unsure(null, null))
  const final = (confidence: number): Match => ({
    ...buildMatch(unsure(confidence, null)),
    state: 'confirmed',
  })

  it('take back what was shown on them', () => {
    const call = prompts({ lowestConfidence: 0.7 })
    expect([take(call, moving), take(call, final(0.69))]).toEqual([
      'shown matched',
      'retracted below-threshold',
    ])
    expect(take(call, final(0.69))).toBe('ignored repeated')
  })

  it('are no reason where they are sure enough', () => {
    const call = prompts({ lowestConfidence: 0.7 })
    expect([take(call, moving), take(call, final(0.7))]).toEqual([
      'shown matched',
      'confirmed confirmed-by-final',
    ])
  })
})

describe('a call that changes hands', () => {
  const template = (agentId: string | null, team: string | undefined): FloorTemplate => ({
    ...OPEN,
    prompts: { ...OPEN_THRESHOLD, only: agentId === 'agent-8' || team === 'sales' ? [] : null },
    limits: { ...PLENTY, perCall: agentId === 'agent-9' ? 1 : 100 },
  })
  const on = (matchId: string, startMs: number): Match => ({
    ...buildMatch({ matchId, rule: { priority: 89 } }),
    evidence: buildEvidence({ startMs: callMs(startMs), endMs: callMs(startMs + 500) }),
  })

  it('has the thresholds and the limits of whoever has it then', () => {
    const call = open(({ agentId, attributes }) => template(agentId, attributes['team']))
    expect(take(call, on('a', 1000))).toBe('shown matched')
    call.hear(buildUpdate({ agentId: 'agent-8' }), wallMs(1))
    expect(take(call, on('b', 2000))).toBe('held not-for-team')
    call.hear(buildUpdate({ agentId: 'agent-9' }), wallMs(1))
    expect(take(call, on('c', 3000))).toBe('held budget-spent')
    call.hear(buildUpdate({ agentId: 'agent-7', attributes: { team: 'sales' } }), wallMs(1))
    expect(take(call, on('d', 4000))).toBe('held not-for-team')
  })
})
