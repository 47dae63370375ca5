import type { Channel } from '../../../server/contracts/contact.ts'
import type { Issue, IssueQuote, IssueState } from '../../../server/contracts/issue.ts'
import type { Severity } from '../../../server/contracts/match.ts'

/** `open`: all that are not closed. */
export type StateChoice = 'open' | 'all' | IssueState

export interface IssueFilter {
  /** Words that must all occur in what is known of the issue. */
  readonly text: string
  readonly state: StateChoice
  /** Null: any. */
  readonly channel: Channel | null
  /** The least severity; null: any. */
  readonly severity: Severity | null
}

export const EVERY_OPEN: IssueFilter = { text: '', state: 'open', channel: null, severity: null }

const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical']

/** Of two copies the one with the higher revision. */
export function newerIssue(one: Issue | undefined, other: Issue): Issue {
  return one !== undefined && one.revision >= other.revision ? one : other
}

/** The issues by id, each in its newest copy. */
export function mergeIssues(
  known: ReadonlyMap<string, Issue>,
  news: Iterable<Issue>,
): ReadonlyMap<string, Issue> {
  const merged = new Map(known)
  for (const issue of news) merged.set(issue.issueId, newerIssue(merged.get(issue.issueId), issue))
  return merged
}

/** What was said, each text once, with how many said the same. */
export function distinctQuotes({
  quotes,
}: Issue): readonly { readonly quote: IssueQuote; readonly count: number }[] {
  const byText = new Map<string, { quote: IssueQuote; count: number }>()
  for (const quote of quotes) {
    const known = byText.get(quote.text)
    if (known === undefined) byText.set(quote.text, { quote, count: 1 })
    else known.count += 1
  }
  return [...byText.values()]
}

/** Those that fit, the most urgent first. */
export function fittingIssues(issues: Iterable<Issue>, filter: IssueFilter): readonly Issue[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  return [...issues].filter((issue) => fits(issue, filter, words)).toSorted(byUrgency)
}

function fits(issue: Issue, filter: IssueFilter, words: readonly string[]): boolean {
  if (!fitsState(issue.state, filter.state)) return false
  if (filter.channel !== null && !channelsOf(issue).includes(filter.channel)) return false
  if (filter.severity !== null && rankOf(issue.severity) < rankOf(filter.severity)) return false
  const all = textOf(issue)
  return words.every((word) => all.includes(word))
}

function fitsState(state: IssueState, choice: StateChoice): boolean {
  if (choice === 'all') return true
  return choice === 'open' ? state !== 'closed' : state === choice
}

/** The issue's own channel and those that its contacts came by. */
export function channelsOf(issue: Issue): readonly Channel[] {
  const { byChannel } = issue.counts
  const counted = Object.entries(byChannel).flatMap(([channel, count]) => (count > 0 ? [channel] : []))
  return CHANNEL_ORDER.filter((channel) => channel === issue.channel || counted.includes(channel))
}

const CHANNEL_ORDER: readonly Channel[] = [
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

function textOf(issue: Issue): string {
  const { title, code, unit, owner, features, queues } = issue
  return [title, code, unit, owner, ...features, ...queues].join('\n').toLowerCase()
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity)
}

/** What waits for a person, what waits for contacts to show that it is repaired, what is over. */
function stageOf({ state }: Issue): number {
  if (state === 'closed') return 2
  return state === 'fixed' || state === 'verified' ? 1 : 0
}

/**
 * The most urgent first. By nothing that changes from minute to minute, so that no row moves under a reader
 * only because another customer called.
 */
function byUrgency(one: Issue, other: Issue): number {
  return (
    stageOf(one) - stageOf(other) ||
    Number(one.silencedUntil !== null) - Number(other.silencedUntil !== null) ||
    Number(other.active) - Number(one.active) ||
    rankOf(other.severity) - rankOf(one.severity) ||
    Number(other.state === 'new') - Number(one.state === 'new') ||
    other.openedAt - one.openedAt ||
    one.issueId.localeCompare(other.issueId)
  )
}

export interface IssueFigures {
  /** Not closed. */
  readonly open: number
  /** Nobody has looked at them yet. */
  readonly unseen: number
  /** Calls above what is usual that are expected in the next hour, of all open issues. */
  readonly extraCalls: number
  readonly extraAgents: number
}

export function issueFigures(issues: Iterable<Issue>): IssueFigures {
  let [open, unseen, extraCalls, extraAgents] = [0, 0, 0, 0]
  for (const issue of issues) {
    if (issue.state === 'closed') continue
    open += 1
    if (issue.state === 'new') unseen += 1
    extraCalls += Math.max(0, issue.extraCallsNextHour)
    extraAgents += Math.max(0, issue.extraAgentsNextHour)
  }
  return { open, unseen, extraCalls: Math.round(extraCalls), extraAgents }
}
