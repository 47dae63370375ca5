import type {
  NotifyFilter,
  NotifyPace,
  NotifyTarget,
  SubscriptionDraft,
} from '../../../server/contracts/subscription.ts'
import type { Subscription, WebhookShape } from '../../../server/contracts/subscription.ts'
import { CHANNEL_NAMES, ISSUE_STATE_NAMES, SHAPE_NAMES } from '../design/issue-wording.ts'
import { SEVERITY_NAMES } from '../design/wording.ts'

/** Where messages go, without what is secret of an address: the host, or the people. */
export function targetWords(target: NotifyTarget): string {
  if (target.type === 'email') return `E-mail to ${target.to.join(', ')}`
  return `${SHAPE_NAMES[target.shape]} · ${hostOf(target.url)}`
}

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    // Expected while somebody types it.
    return 'no address yet'
  }
}

/** What a subscription is told of, in words. */
export function filterWords({ filter, notices }: Pick<Subscription, 'filter' | 'notices'>): string {
  const { codes = [], channels = [], units = [], minSeverity, states = [] } = filter
  const parts = [
    codes.length === 0 ? '' : codes.join(', '),
    channels.map((channel) => CHANNEL_NAMES[channel]).join(', '),
    units.join(', '),
    minSeverity === undefined || minSeverity === 'info' ? '' : `${SEVERITY_NAMES[minSeverity]} and up`,
    states.map((state) => ISSUE_STATE_NAMES[state]).join(', '),
  ].filter((part) => part !== '')
  const issues = parts.length === 0 ? 'Every issue' : parts.join(' · ')
  return notices ? `${issues} · contacts and feeds` : issues
}

/** Values of the fields of a form, as they are typed. */
export interface SubscriptionFields {
  readonly name: string
  readonly type: NotifyTarget['type']
  readonly shape: WebhookShape
  readonly url: string
  /** Addresses, one a line or with commas between them. */
  readonly to: string
  readonly codes: string
  readonly units: string
  readonly channels: NonNullable<NotifyFilter['channels']>
  readonly states: NonNullable<NotifyFilter['states']>
  readonly minSeverity: NonNullable<NotifyFilter['minSeverity']>
  readonly groupWaitSeconds: number | null
  readonly groupIntervalSeconds: number | null
  readonly repeatMinutes: number | null
  readonly groupBy: NotifyPace['groupBy']
  readonly notices: boolean
  readonly paused: boolean
  /** Empty: kept, or made. */
  readonly secret: string
}

export const NEW_FIELDS: SubscriptionFields = {
  name: '',
  type: 'webhook',
  shape: 'slack',
  url: '',
  to: '',
  codes: '',
  units: '',
  channels: [],
  states: [],
  minSeverity: 'info',
  groupWaitSeconds: null,
  groupIntervalSeconds: null,
  repeatMinutes: null,
  groupBy: [],
  notices: false,
  paused: false,
  secret: '',
}

export function fieldsOf({ name, target, filter, pace, notices, paused }: Subscription): SubscriptionFields {
  return {
    name,
    type: target.type,
    shape: target.type === 'webhook' ? target.shape : 'slack',
    url: target.type === 'webhook' ? target.url : '',
    to: target.type === 'email' ? target.to.join('\n') : '',
    codes: (filter.codes ?? []).join('\n'),
    units: (filter.units ?? []).join('\n'),
    channels: filter.channels ?? [],
    states: filter.states ?? [],
    minSeverity: filter.minSeverity ?? 'info',
    groupWaitSeconds: pace.groupWaitMs / 1000,
    groupIntervalSeconds: pace.groupIntervalMs / 1000,
    repeatMinutes: pace.repeatIntervalMs / 60_000,
    groupBy: pace.groupBy,
    notices,
    paused,
    secret: '',
  }
}

/** What is sent of them: only what was chosen, so that the server's own defaults hold for the rest. */
export function draftOf(fields: SubscriptionFields, subscriptionId: string | null): SubscriptionDraft {
  const pace = paceOf(fields)
  return {
    ...(subscriptionId === null ? {} : { subscriptionId }),
    name: fields.name.trim(),
    target: targetOf(fields),
    filter: filterOf(fields),
    ...(Object.keys(pace).length === 0 ? {} : { pace }),
    notices: fields.notices,
    paused: fields.paused,
    ...(fields.secret === '' ? {} : { secret: fields.secret }),
  }
}

function targetOf({ type, shape, url, to }: SubscriptionFields): NotifyTarget {
  return type === 'email' ? { type, to: listOf(to) } : { type, shape, url: url.trim() }
}

function filterOf(fields: SubscriptionFields): NotifyFilter {
  const { channels, states, minSeverity } = fields
  const codes = listOf(fields.codes)
  const units = listOf(fields.units)
  return {
    ...(codes.length === 0 ? {} : { codes }),
    ...(units.length === 0 ? {} : { units }),
    ...(channels.length === 0 ? {} : { channels }),
    ...(states.length === 0 ? {} : { states }),
    ...(minSeverity === 'info' ? {} : { minSeverity }),
  }
}

function paceOf(fields: SubscriptionFields): Partial<NotifyPace> {
  const { groupWaitSeconds, groupIntervalSeconds, repeatMinutes, groupBy } = fields
  return {
    ...(groupWaitSeconds === null ? {} : { groupWaitMs: Math.round(groupWaitSeconds * 1000) }),
    ...(groupIntervalSeconds === null ? {} : { groupIntervalMs: Math.round(groupIntervalSeconds * 1000) }),
    ...(repeatMinutes === null ? {} : { repeatIntervalMs: Math.round(repeatMinutes * 60_000) }),
    ...(groupBy.length === 0 ? {} : { groupBy }),
  }
}

function listOf(text: string): readonly string[] {
  return text
    .split(/[\s,;]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
