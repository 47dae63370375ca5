import type { NotifyEntry } from '../../contracts/notify.ts'
import { cut } from '../core/bound-issue.ts'
import { noticeSummary, noticeText, noticeTitle } from './notice-wording.ts'
import type { NoticeTelling, Telling } from './telling.ts'
import { factsOf, headline, quotesOf, summary } from './wording.ts'

export interface MailText {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const MOST_ISSUES = 20
const SUBJECT = 200

/** A mail as plain text and as simple HTML that says the same. */
export function mailText({ entries, linkTo }: Telling): MailText {
  const shown = entries.slice(0, MOST_ISSUES)
  const left = entries.length - shown.length
  const more = left === 0 ? [] : [`And ${left} more.`]
  const severity = entries[0]?.issue.severity ?? 'info'
  return {
    subject: cut(`[Earshot] ${severity}: ${summary(entries)}`, SUBJECT),
    text: [...shown.map((entry) => plain(entry, linkTo(entry.issue.issueId))), ...more].join('\n\n') + '\n',
    html: [
      '<!doctype html>',
      '<html lang="en"><body>',
      ...shown.map((entry) => html(entry, linkTo(entry.issue.issueId))),
      ...more.map((line) => `<p>${line}</p>`),
      '</body></html>',
    ].join('\n'),
  }
}

/** The same for notices. */
export function noticesMail({ notices, link }: NoticeTelling): MailText {
  return {
    subject: cut(`[Earshot] ${noticeSummary(notices)}`, SUBJECT),
    text:
      [
        ...notices.map((notice) => `${noticeTitle(notice)}\n  ${noticeText(notice)}`),
        ...(link === null ? [] : [link]),
      ].join('\n\n') + '\n',
    html: [
      '<!doctype html>',
      '<html lang="en"><body>',
      ...notices.map(
        (notice) => `<h2>${escape(noticeTitle(notice))}</h2>\n<p>${escape(noticeText(notice))}</p>`,
      ),
      ...(link === null ? [] : [`<p><a href="${escape(link)}">Open in Earshot</a></p>`]),
      '</body></html>',
    ].join('\n'),
  }
}

function plain(entry: NotifyEntry, link: string | null): string {
  const { issue } = entry
  return [
    headline(entry),
    ...factsOf(issue).map(({ name, value }) => `  ${name}: ${value}`),
    ...quotesOf(issue).map((quote) => `  ${quote}`),
    ...(link === null ? [] : [`  ${link}`]),
  ].join('\n')
}

function html(entry: NotifyEntry, link: string | null): string {
  const { issue } = entry
  return [
    `<h2>${escape(headline(entry))}</h2>`,
    '<ul>',
    ...factsOf(issue).map(({ name, value }) => `<li>${name}: ${escape(value)}</li>`),
    '</ul>',
    ...quotesOf(issue).map((quote) => `<blockquote>${escape(quote)}</blockquote>`),
    ...(link === null ? [] : [`<p><a href="${escape(link)}">Open in Earshot</a></p>`]),
  ].join('\n')
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
