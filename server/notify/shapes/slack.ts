import type { NotifyEntry } from '../../contracts/notify.ts'
import { cut } from '../core/bound-issue.ts'
import { noticeSummary, noticeText, noticeTitle } from './notice-wording.ts'
import { fitting, type NoticeTelling, type Telling } from './telling.ts'
import { factsOf, headline, quotesOf, summary } from './wording.ts'

/** Block Kit's limits (docs.slack.dev, "Blocks"): 50 blocks, 150 characters in a header, 3,000 in a section. */
const HEADER = 150
const SECTION = 3_000
const MOST_ISSUES = 10
const BYTES = 40_000
/** Lines about notices, of some 200 characters each, in a section. */
const MOST_LINES = 10

/** A message for a Slack incoming webhook: Block Kit, and text for notifications. */
export function slackBody({ entries, linkTo }: Telling): unknown {
  return fitting(entries, { most: MOST_ISSUES, bytes: BYTES }, (shown, left) => ({
    text: cut(escape(summary(entries)), SECTION),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(summary(entries), HEADER), emoji: false } },
      ...shown.flatMap((entry, index) => [
        ...(index === 0 ? [] : [{ type: 'divider' }]),
        ...blocksOf(entry, linkTo(entry.issue.issueId), shown.length === 1),
      ]),
      ...(left === 0 ? [] : [section(`And ${left} more.`)]),
    ],
  }))
}

/** The same for notices; fifty of them stay within every limit. */
export function slackNotices({ notices, link }: NoticeTelling): unknown {
  const summary = noticeSummary(notices)
  const more = link === null ? [] : [section(`<${escape(link)}|Open in Earshot>`)]
  const lines = notices.map((notice) => `*${noticeTitle(notice)}* ${noticeText(notice)}`)
  return {
    text: summary,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(summary, HEADER), emoji: false } },
      ...chunked(lines, MOST_LINES).map((some) => section(some.join('\n'))),
      ...more,
    ],
  }
}

function chunked<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
}

function blocksOf(entry: NotifyEntry, link: string | null, alone: boolean): readonly unknown[] {
  const { issue } = entry
  // Of one alone the header of the message has it.
  const title = alone ? [] : [`*${escape(headline(entry))}*`]
  const lines = factsOf(issue).map(({ name, value }) => `*${name}:* ${escape(value)}`)
  const more = link === null ? [] : [`<${escape(link)}|Open in Earshot>`]
  const quotes = quotesOf(issue).map((quote) => `>${escape(quote)}`)
  return [
    section([...title, ...more, ...lines].join('\n')),
    ...(quotes.length === 0 ? [] : [section(quotes.join('\n'))]),
  ]
}

function section(text: string): unknown {
  return { type: 'section', text: { type: 'mrkdwn', text: cut(text, SECTION) } }
}

/** The three characters that Slack gives a meaning to: a text can then neither call a channel nor make a link. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
