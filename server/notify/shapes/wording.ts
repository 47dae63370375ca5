import { CHANNELS, type Channel, type JourneyStep } from '../../contracts/contact.ts'
import type { Issue, IssueState } from '../../contracts/issue.ts'
import type { NotifyEntry, NotifyNews } from '../../contracts/notify.ts'
import { cut } from '../core/bound-issue.ts'
import { isOver } from '../core/news.ts'

/** How an issue is put into words for people, the same in every shape. Plain text; each shape escapes it. */

const NEWS_WORDS: Readonly<Record<NotifyNews, string>> = {
  opened: 'New issue',
  reopened: 'Back again',
  changed: 'Update',
  over: 'Over',
  repeated: 'Still open',
}

const STATE_WORDS: Readonly<Record<IssueState, string>> = {
  new: 'new',
  acknowledged: 'acknowledged',
  owned: 'owned',
  'fix-announced': 'fix announced',
  fixed: 'fixed, not verified yet',
  verified: 'fixed, verified',
  closed: 'closed',
}

const CHANNEL_WORDS: Readonly<Record<Channel, string>> = {
  call: 'phone',
  web: 'web site',
  app: 'app',
  chat: 'chat',
  email: 'e-mail',
  ivr: 'IVR',
  social: 'social media',
  survey: 'survey',
  'shop-floor': 'shop floor',
}

const STEP_WORDS: Readonly<Record<JourneyStep, string>> = {
  'log-in': 'log-in',
  search: 'search',
  basket: 'basket',
  payment: 'payment',
  account: 'account',
  other: 'elsewhere',
}

export interface Fact {
  readonly name: string
  readonly value: string
}

/** "Back again: Payment page freezes". */
export function headline({ issue, news }: NotifyEntry): string {
  return `${news === null ? 'Still open' : NEWS_WORDS[news]}: ${titleOf(issue)}`
}

export function titleOf({ title }: Issue): string {
  return oneLine(title) || 'An issue without a title'
}

/** The headline of a whole message. */
export function summary(entries: readonly NotifyEntry[]): string {
  const [first] = entries
  if (first === undefined) return 'Earshot'
  return entries.length === 1 ? headline(first) : `${headline(first)}, and ${entries.length - 1} more`
}

/** What people need to decide whether it is theirs, most needed first. */
export function factsOf(issue: Issue): readonly Fact[] {
  const facts: Fact[] = [
    { name: 'Severity', value: issue.severity },
    { name: 'State', value: stateOf(issue) },
    { name: 'Contacts', value: contactsOf(issue) },
    { name: 'Where', value: whereOf(issue) },
    { name: 'Began', value: `about ${timeOf(issue.onsetAt)}` },
  ]
  if (!isOver(issue) && issue.extraCallsNextHour >= 1) {
    const agents = Math.round(issue.extraAgentsNextHour)
    facts.push({
      name: 'Expected',
      value: `${Math.round(issue.extraCallsNextHour)} extra calls in the next hour${agents === 0 ? '' : `, the work of ${agents} more agents`}`,
    })
  }
  if (issue.cost !== null) {
    facts.push({ name: 'Cost so far', value: `${Math.round(issue.cost.soFar)} ${issue.cost.currency}` })
  }
  if (issue.changesBefore.length > 0) {
    const titles = issue.changesBefore.slice(-3).map(({ title, at }) => `${oneLine(title)} (${timeOf(at)})`)
    facts.push({ name: 'Changed just before', value: titles.join(', ') })
  }
  if (issue.advice !== null) {
    const { text, by, fixExpectedAt } = issue.advice
    const fix = fixExpectedAt === null ? '' : ` Fix expected ${timeOf(fixExpectedAt)}.`
    facts.push({ name: 'Agents say', value: `${oneLine(text)} (${by})${fix}` })
  }
  return facts
}

/** What customers said, redacted where it came in. */
export function quotesOf(issue: Issue): readonly string[] {
  return issue.quotes
    .slice(0, 3)
    .map(({ text, channel }) => `“${cut(oneLine(text), 300)}” (${CHANNEL_WORDS[channel]})`)
}

/** "2026-11-27 09:12 UTC". */
export function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Without line breaks and other control characters, which would let a title forge what follows it. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
}

function stateOf(issue: Issue): string {
  const owner = issue.owner === null ? '' : `, ${issue.owner}`
  const calm = issue.active ? '' : '; contacts are as usual again'
  return `${STATE_WORDS[issue.state]}${owner}${calm}`
}

function contactsOf({ counts }: Issue): string {
  const usual = Math.round(counts.expectedLastHour * 10) / 10
  return `${counts.lastHour} in the last hour (usual: ${usual}), ${counts.contacts} in all`
}

function whereOf({ channel, step, code, counts }: Issue): string {
  const heardOn = CHANNELS.filter((each) => (counts.byChannel[each] ?? 0) > 0)
  const channels = channel === null ? heardOn : [channel]
  const parts = [
    channels.map((each) => CHANNEL_WORDS[each]).join(', '),
    step === null ? '' : STEP_WORDS[step],
    code ?? 'no code yet',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}
