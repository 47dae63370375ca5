import type { Channel, JourneyStep } from '../../../server/contracts/contact.ts'
import type { Change, Issue, IssueState, KanoClass, NeedTier } from '../../../server/contracts/issue.ts'
import type { IssueActionType } from '../../../server/contracts/issue-desk.ts'
import type { NotifyPace, WebhookShape } from '../../../server/contracts/subscription.ts'

/** In the order in which tables and menus show them. */
export const CHANNELS: readonly Channel[] = [
  'call',
  'web',
  'app',
  'chat',
  'email',
  'ivr',
  'social',
  'survey',
  'shop-floor',
]

export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  call: 'Phone',
  web: 'Web',
  app: 'App',
  chat: 'Chat',
  email: 'E-mail',
  ivr: 'IVR',
  social: 'Social',
  survey: 'Survey',
  'shop-floor': 'Shop floor',
}

export const STEP_NAMES: Readonly<Record<JourneyStep, string>> = {
  'log-in': 'Log-in',
  search: 'Search',
  basket: 'Basket',
  payment: 'Payment',
  account: 'Account',
  other: 'Other step',
}

/** In the order of an issue's life. */
export const ISSUE_STATES: readonly IssueState[] = [
  'new',
  'acknowledged',
  'owned',
  'fix-announced',
  'fixed',
  'verified',
  'closed',
]

export const ISSUE_STATE_NAMES: Readonly<Record<IssueState, string>> = {
  new: 'New',
  acknowledged: 'Acknowledged',
  owned: 'Owned',
  'fix-announced': 'Fix announced',
  fixed: 'Fixed',
  verified: 'Verified',
  closed: 'Closed',
}

export const ISSUE_STATE_TEXTS: Readonly<Record<IssueState, string>> = {
  new: 'nobody has looked at it yet',
  acknowledged: 'somebody has seen it',
  owned: 'somebody works on it',
  'fix-announced': 'the floor has been told when it will be repaired',
  fixed: 'said to be repaired; contacts tell whether it is',
  verified: 'contacts are as few as usual again',
  closed: 'over',
}

export const NEED_NAMES: Readonly<Record<NeedTier, string>> = {
  pain: 'Pain',
  itch: 'Itch',
  delight: 'Delight',
}

export const NEED_TEXTS: Readonly<Record<NeedTier, string>> = {
  pain: 'Customers say that it is broken.',
  itch: 'Customers say that it could be easier.',
  delight: 'Customers say that they like it.',
}

export const KANO_NAMES: Readonly<Record<KanoClass, string>> = {
  'must-be': 'Must-be',
  'one-dimensional': 'One-dimensional',
  attractive: 'Attractive',
  indifferent: 'Indifferent',
}

export const KANO_TEXTS: Readonly<Record<KanoClass, string>> = {
  'must-be': 'Taken for granted: nobody praises it, its absence angers.',
  'one-dimensional': 'The more of it, the happier customers are.',
  attractive: 'Nobody asked for it; having it pleases.',
  indifferent: 'Customers do not mind either way.',
}

export const CHANGE_NAMES: Readonly<Record<Change['kind'], string>> = {
  deployment: 'Deployment',
  campaign: 'Campaign',
  configuration: 'Configuration',
  other: 'Other change',
}

export const ACTION_NAMES: Readonly<Record<IssueActionType, string>> = {
  acknowledge: 'Acknowledge',
  own: 'Take it',
  advise: 'Tell the floor',
  'withdraw-advice': 'Withdraw the line',
  fixed: 'It is fixed',
  close: 'Close',
  reopen: 'Reopen',
  silence: 'Silence',
  'add-task': 'Add a task',
  'finish-task': 'Finish the task',
  note: 'Add a note',
}

export const SHAPE_NAMES: Readonly<Record<WebhookShape, string>> = {
  cloudevents: 'CloudEvents (plain JSON)',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  pagerduty: 'PagerDuty',
  alertmanager: 'Alertmanager',
  jira: 'Jira',
}

export const GROUP_NAMES: Readonly<Record<NotifyPace['groupBy'][number], string>> = {
  code: 'code',
  channel: 'channel',
  unit: 'business unit',
  severity: 'severity',
}

/** Where it happens: `Web · Payment`; empty where nothing is known. */
export function placeWords({ channel, step }: Pick<Issue, 'channel' | 'step'>): string {
  return [channel === null ? '' : CHANNEL_NAMES[channel], step === null ? '' : STEP_NAMES[step]]
    .filter((part) => part !== '')
    .join(' · ')
}
