import { cut } from '../core/bound-issue.ts'
import { noticeText, noticeTitle } from './notice-wording.ts'
import { onlyNotice, type NoticeTelling, type Telling } from './telling.ts'
import { factsOf, quotesOf, titleOf } from './wording.ts'

const SUMMARY = 255

export interface JiraPlace {
  readonly project: string
  /** Name of the issue type, such as `Task`. */
  readonly issueType: string
}

/** A ticket for `POST /rest/api/3/issue` of Jira Cloud; its text is an Atlassian document. */
export function jiraBody({ entries, linkTo }: Telling, { project, issueType }: JiraPlace): unknown {
  const issue = entries[0]?.issue
  if (issue === undefined) throw new TypeError('a message without an issue')
  const link = linkTo(issue.issueId)
  const facts = factsOf(issue).map(({ name, value }) => item(`${name}: ${value}`))
  return {
    fields: {
      project: { key: project },
      issuetype: { name: issueType },
      summary: cut(titleOf(issue), SUMMARY),
      // A label has no spaces; by the second one a ticket is found again.
      labels: ['earshot', cut(`earshot-${issue.issueId.replaceAll(/\s+/g, '-')}`, SUMMARY)],
      description: {
        type: 'doc',
        version: 1,
        content: [
          { type: 'bulletList', content: facts },
          ...quotesOf(issue).map((quote) => ({ type: 'blockquote', content: [paragraph(quote)] })),
          ...(link === null ? [] : [paragraph('Open in Earshot', link)]),
        ],
      },
    },
  }
}

/** A ticket for something that somebody should look at. */
export function jiraNotice(telling: NoticeTelling, { project, issueType }: JiraPlace): unknown {
  const notice = onlyNotice(telling)
  const { link } = telling
  return {
    fields: {
      project: { key: project },
      issuetype: { name: issueType },
      summary: noticeTitle(notice),
      labels: ['earshot', `earshot-${notice.sourceId ?? 'contacts'}`],
      description: {
        type: 'doc',
        version: 1,
        content: [
          paragraph(noticeText(notice)),
          ...(link === null ? [] : [paragraph('Open in Earshot', link)]),
        ],
      },
    },
  }
}

function item(text: string): unknown {
  return { type: 'listItem', content: [paragraph(text)] }
}

function paragraph(text: string, href?: string): unknown {
  const marks = href === undefined ? {} : { marks: [{ type: 'link', attrs: { href } }] }
  return { type: 'paragraph', content: [{ type: 'text', text, ...marks }] }
}
