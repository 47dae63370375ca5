import type { Severity } from '../../contracts/match.ts'
import type { NotifyEntry } from '../../contracts/notify.ts'
import { isOver } from '../core/news.ts'
import { noticeSummary, noticeText, noticeTitle, severityOf } from './notice-wording.ts'
import { fitting, type NoticeTelling, type Telling } from './telling.ts'
import { factsOf, headline, quotesOf, summary } from './wording.ts'

/** Teams takes messages of 28 KB from a webhook (learn.microsoft.com, "Limits and specifications"). */
const BYTES = 27_000
const MOST_ISSUES = 8

const COLOURS: Readonly<Record<Severity, string>> = {
  info: 'Default',
  low: 'Default',
  medium: 'Warning',
  high: 'Attention',
  critical: 'Attention',
}

/** A message for the webhook of a Teams workflow: one Adaptive Card, schema 1.4. */
export function teamsBody({ entries, linkTo }: Telling): unknown {
  return fitting(entries, { most: MOST_ISSUES, bytes: BYTES }, (shown, left) =>
    card(summary(entries), [
      ...shown.map((entry, index) => container(entry, linkTo(entry.issue.issueId), index > 0)),
      ...(left === 0 ? [] : [textBlock(`And ${left} more.`)]),
    ]),
  )
}

/** The same for notices; fifty of them stay within the limit. */
export function teamsNotices({ notices, link }: NoticeTelling): unknown {
  return card(
    noticeSummary(notices),
    notices.map((notice, index) => ({
      type: 'Container',
      separator: index > 0,
      items: [
        {
          ...textBlock(escape(noticeTitle(notice))),
          size: 'Medium',
          weight: 'Bolder',
          color: COLOURS[severityOf(notice)],
        },
        textBlock(noticeText(notice)),
        ...(link === null || index < notices.length - 1 ? [] : [openIn(link)]),
      ],
    })),
  )
}

function card(summary: string, body: readonly unknown[]): unknown {
  return {
    type: 'message',
    summary,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body,
        },
      },
    ],
  }
}

function openIn(url: string): unknown {
  return { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: 'Open in Earshot', url }] }
}

function container(entry: NotifyEntry, link: string | null, separator: boolean): unknown {
  const { issue } = entry
  const color = isOver(issue) ? 'Good' : COLOURS[issue.severity]
  const facts = factsOf(issue).map(({ name, value }) => ({ title: name, value: escape(value) }))
  return {
    type: 'Container',
    separator,
    items: [
      { ...textBlock(escape(headline(entry))), size: 'Medium', weight: 'Bolder', color },
      { type: 'FactSet', facts },
      ...quotesOf(issue).map((quote) => ({ ...textBlock(escape(quote)), isSubtle: true })),
      ...(link === null ? [] : [openIn(link)]),
    ],
  }
}

function textBlock(text: string): Record<string, unknown> {
  return { type: 'TextBlock', text, wrap: true }
}

/** Cards read a part of Markdown: what somebody wrote must become neither a link nor bold. */
function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]]/g, '\\$&')
}
