import type { Issue } from '../../contracts/issue.ts'
import type { Severity } from '../../contracts/match.ts'
import { cut } from '../core/bound-issue.ts'
import { isOver } from '../core/news.ts'
import { isTrouble } from '../core/notices.ts'
import { noticeText, noticeTitle, severityOf } from './notice-wording.ts'
import { onlyNotice, type NoticeTelling, type Telling } from './telling.ts'
import { factsOf, quotesOf, titleOf } from './wording.ts'

/** PagerDuty knows four severities (developer.pagerduty.com, "Send an alert event"). */
const SEVERITIES: Readonly<Record<Severity, 'critical' | 'error' | 'warning' | 'info'>> = {
  info: 'info',
  low: 'warning',
  medium: 'warning',
  high: 'error',
  critical: 'critical',
}

const SUMMARY = 1_024

/** An event of the Events API v2: the incident opens, is acknowledged and resolves with the issue. */
export function pagerdutyBody({ entries, linkTo }: Telling, routingKey: string): unknown {
  const issue = entries[0]?.issue
  if (issue === undefined) throw new TypeError('a message without an issue')
  const link = linkTo(issue.issueId)
  return {
    routing_key: routingKey,
    event_action: actionOf(issue),
    dedup_key: cut(`earshot-${issue.issueId}`, 255),
    client: 'Earshot',
    ...(link === null ? {} : { client_url: link, links: [{ href: link, text: 'Open in Earshot' }] }),
    payload: {
      summary: cut(titleOf(issue), SUMMARY),
      source: issue.channel ?? 'contact centre',
      severity: SEVERITIES[issue.severity],
      timestamp: new Date(issue.onsetAt).toISOString(),
      ...(issue.step === null ? {} : { component: issue.step }),
      ...(issue.unit === null ? {} : { group: issue.unit }),
      ...(issue.code === null ? {} : { class: issue.code }),
      custom_details: {
        ...Object.fromEntries(factsOf(issue).map(({ name, value }) => [name, value])),
        'Customers say': quotesOf(issue),
      },
    },
  }
}

/** One incident for each feed, which ends when it delivers again, and one for the number of contacts. */
export function pagerdutyNotice(telling: NoticeTelling, routingKey: string): unknown {
  const notice = onlyNotice(telling)
  const { link } = telling
  const { kind, sourceId, sinceAt } = notice
  return {
    routing_key: routingKey,
    event_action: isTrouble(kind) ? 'trigger' : 'resolve',
    dedup_key: sourceId === null ? 'earshot-contacts' : `earshot-feed-${sourceId}`,
    client: 'Earshot',
    ...(link === null ? {} : { client_url: link, links: [{ href: link, text: 'Open in Earshot' }] }),
    payload: {
      summary: noticeTitle(notice),
      source: sourceId ?? 'contact centre',
      severity: SEVERITIES[severityOf(notice)],
      timestamp: new Date(sinceAt).toISOString(),
      class: kind,
      custom_details: { Meaning: noticeText(notice) },
    },
  }
}

function actionOf(issue: Issue): 'trigger' | 'acknowledge' | 'resolve' {
  if (isOver(issue)) return 'resolve'
  return issue.state === 'new' ? 'trigger' : 'acknowledge'
}
