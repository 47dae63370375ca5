import type { NotifyPace, NotifyTarget } from '../../contracts/subscription.ts'

/** What kind of receiver it is, for pace and metrics. */
export type Receiver = Extract<NotifyTarget, { type: 'webhook' }>['shape'] | 'email'

/** How a kind of receiver is told. */
export interface Manner {
  /** One message for each issue, not one for a group: the receiver keeps an entry of its own for each. */
  readonly separate: boolean
  /** Only that an issue was opened: another message would make another ticket. */
  readonly openingsOnly: boolean
}

const FOR_PEOPLE: Manner = { separate: false, openingsOnly: false }
const FOR_SYSTEMS: Manner = { separate: true, openingsOnly: false }

export const MANNERS: Readonly<Record<Receiver, Manner>> = {
  slack: FOR_PEOPLE,
  teams: FOR_PEOPLE,
  email: FOR_PEOPLE,
  alertmanager: FOR_PEOPLE,
  cloudevents: FOR_SYSTEMS,
  pagerduty: FOR_SYSTEMS,
  jira: { separate: true, openingsOnly: true },
}

/** Alertmanager's own defaults (`group_wait`, `group_interval`, `repeat_interval`); by code, so that groups are small. */
const USUAL: NotifyPace = {
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 4 * 3_600_000,
  groupBy: ['code'],
}

/** An Alertmanager groups by itself, and forgets an alert that nobody repeats. */
const FOR_ALERTMANAGER: NotifyPace = {
  groupWaitMs: 0,
  groupIntervalMs: 10_000,
  repeatIntervalMs: 60_000,
  groupBy: [],
}

export function receiverOf(target: NotifyTarget): Receiver {
  return target.type === 'email' ? 'email' : target.shape
}

export function paceOf(target: NotifyTarget, wanted: Partial<NotifyPace> | undefined): NotifyPace {
  return { ...(receiverOf(target) === 'alertmanager' ? FOR_ALERTMANAGER : USUAL), ...wanted }
}
