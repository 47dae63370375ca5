import { randomUUID } from 'node:crypto'
import type { NotifyMessage } from '../contracts/notify.ts'
import type { WallMs } from '../contracts/time.ts'

/** A message by which somebody sees that a subscription works. It says of itself that it is a test. */
export function testMessage(subscriptionId: string, at: WallMs): NotifyMessage {
  return {
    deliveryId: `msg_${randomUUID()}`,
    subscriptionId,
    groupKey: 'test',
    createdAt: at,
    notices: [],
    entries: [
      {
        news: 'opened',
        issue: {
          type: 'issue',
          issueId: 'test',
          revision: 1,
          code: null,
          title: 'Test message of Earshot: nothing is wrong',
          features: [],
          channel: null,
          step: null,
          unit: null,
          severity: 'info',
          state: 'new',
          owner: null,
          silencedUntil: null,
          openedAt: at,
          onsetAt: at,
          updatedAt: at,
          active: true,
          timesReopened: 0,
          counts: { contacts: 0, lastHour: 0, expectedLastHour: 0, byChannel: {}, byStep: {} },
          growthPerHour: 0,
          sentiment: null,
          extraCallsNextHour: 0,
          extraAgentsNextHour: 0,
          cost: null,
          need: 'pain',
          kano: 'must-be',
          queues: [],
          quotes: [],
          changesBefore: [],
          advice: null,
          tasks: [],
          verification: null,
          history: [],
        },
      },
    ],
  }
}
