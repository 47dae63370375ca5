import type { AlertCase } from '../../server/contracts/alert-case.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { STARTED_AT } from './message-builders.ts'

/** A case of one alert that nobody has looked at. */
export function buildCase(change: Partial<AlertCase> = {}): AlertCase {
  const at = wallMs(STARTED_AT + 5352)
  return {
    type: 'case',
    caseId: 'case-1',
    revision: 1,
    callId: 'call-1',
    group: null,
    agentId: 'agent-7',
    queue: 'billing',
    places: [{ site: null, team: null }],
    state: 'new',
    owner: null,
    title: 'Customer wants to cancel',
    severity: 'high',
    openedAt: at,
    updatedAt: at,
    snoozedUntil: null,
    snoozedUntilChange: false,
    timesReopened: 0,
    alerts: [
      {
        outcomeId: 'o-1',
        rule: 'cancel-risk@2',
        title: 'Customer wants to cancel',
        severity: 'high',
        state: 'shown',
        atMs: callMs(5300.5),
        at,
      },
    ],
    alertsInAll: 1,
    callEnded: false,
    history: [{ at, by: null, action: 'opened', note: null }],
    effects: [],
    ...change,
  }
}

/** A case of one rule in three calls, the first of them `call-1`. */
export function buildGroup(change: Partial<AlertCase> = {}): AlertCase {
  const at = (n: number) => wallMs(STARTED_AT + n * 10_000)
  const place = { site: null, team: 'north' }
  return buildCase({
    caseId: 'group-1',
    callId: null,
    group: {
      ruleId: 'long-hold',
      since: at(1),
      terms: { calls: 3, withinMs: 600_000 },
      calls: [1, 2, 3].map((n) => ({
        callId: `call-${n}`,
        agentId: `agent-${n}`,
        queue: n === 3 ? 'internet' : 'billing',
        place,
        outcomeId: `o-${n}`,
        at: at(n),
      })),
      callsInAll: 3,
    },
    agentId: null,
    queue: null,
    places: [place],
    title: 'Customer has been on hold for two minutes',
    severity: 'medium',
    alerts: [],
    alertsInAll: 0,
    ...change,
  })
}
