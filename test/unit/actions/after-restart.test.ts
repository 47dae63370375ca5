import { expect, test } from 'vitest'
import { AttentionBudget } from '../../../server/actions/attention-budget.ts'
import { CallOutcomes } from '../../../server/actions/call-outcomes.ts'
import type { EarlierOutcomes } from '../../../server/actions/outcome-book.ts'
import { outcomeIdOf } from '../../../server/actions/outcome-id.ts'
import type { Match } from '../../../server/contracts/match.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { buildMatch, buildOutcome, type MatchChange } from '../../helpers/message-builders.ts'

const NOW = wallMs(1_000_000)
const COOLDOWN_MS = 60_000

/** The call was `call-1` until 40 s; a rule had fired there at 30 s, 10 s before 0 of `call-1~2`. */
const TOLD = buildOutcome({
  outcomeId: outcomeIdOf('call-1', 'call-1:m1'),
  callId: 'call-1',
  rule: 'cancel-risk@1',
  atMs: callMs(30_000),
})
const EARLIER: EarlierOutcomes = [{ outcome: TOLD, atMs: callMs(-10_000) }]

function goingOn(): CallOutcomes {
  const limits = { perCall: 9, perAgentHour: 9, perRuleHour: 9 }
  return new CallOutcomes({
    agentId: 'agent-7',
    limits,
    budget: new AttentionBudget(),
    earlier: EARLIER,
    quiet: () => null,
    queueAttribute: 'queue',
  })
}

function match(change: MatchChange): Match {
  const built = buildMatch({ callId: 'call-1~2', ...change })
  return { ...built, action: { ...built.action, cooldownMs: COOLDOWN_MS } }
}

test.each(['retracted', 'confirmed'] as const)(
  'what fired before the restart is %s under its own id',
  (state) => {
    const call = goingOn()
    const settle = match({ matchId: 'call-1:m1', state, atMs: callMs(500) })
    expect(call.take(settle, NOW)).toMatchObject({
      type: 'publish',
      decided: [
        {
          outcome: {
            outcomeId: TOLD.outcomeId,
            callId: 'call-1',
            atMs: 30_000,
            state,
            evidence: TOLD.evidence,
          },
          reaches: false,
        },
      ],
    })
    expect(call.take(settle, NOW)).toEqual({ type: 'ignore', cause: 'repeated' })
  },
)

test.each([
  [49_999, 'held'],
  [50_000, 'shown'],
] as const)('a cooldown runs on through the restart: at %d ms it is %s', (atMs, state) => {
  const call = goingOn()
  const fired = match({ matchId: 'call-1~2:m2', state: 'fired', atMs: callMs(atMs) })
  expect(call.take(fired, NOW)).toMatchObject({ decided: [{ outcome: { state } }] })
})

test('once per call counts what was told before the restart, until it is withdrawn', () => {
  const once = (change: MatchChange): Match => {
    const built = match(change)
    return { ...built, action: { ...built.action, oncePerCall: true } }
  }
  const call = goingOn()
  const again = once({ matchId: 'call-1~2:m2', state: 'fired', atMs: callMs(200_000) })
  expect(call.take(again, NOW)).toMatchObject({
    decided: [{ outcome: { state: 'held', reason: 'once-per-call' } }],
  })
  call.take(once({ matchId: 'call-1:m1', state: 'retracted', atMs: callMs(200_000) }), NOW)
  const third = once({ matchId: 'call-1~2:m3', state: 'fired', atMs: callMs(210_000) })
  expect(call.take(third, NOW)).toMatchObject({ decided: [{ outcome: { state: 'shown' } }] })
})

test('a match that nobody has heard of is none of the earlier ones', () => {
  const unknown = match({ matchId: 'call-1:m9', state: 'retracted', atMs: callMs(500) })
  expect(goingOn().take(unknown, NOW)).toEqual({ type: 'ignore', cause: 'unknown-match' })
})
