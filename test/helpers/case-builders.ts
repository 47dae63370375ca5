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
    agentId: 'agent-7',
    queue: 'billing',
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
