import type { Channel } from '../../../server/contracts/contact.ts'
import type { Change, Issue } from '../../../server/contracts/issue.ts'
import type {
  AffectedContact,
  CodeDraft,
  CodeEntry,
  IssueAction,
  IssueDetail,
  IssueMap,
  IssueSettings,
  IssueSettingsReport,
} from '../../../server/contracts/issue-desk.ts'
import {
  isAffected,
  isChange,
  isCodeDraft,
  isCodeEntry,
  isIssue,
  isIssueDetail,
  isIssueMap,
  isSettingsReport,
} from './issue-forms.ts'
import type { Plain } from './plain.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { isList } from './shape.ts'

/** What a person does to an issue, as this side makes it. */
export type SentAction = Plain<IssueAction>

/** A change as somebody posts it; without `at` it is now. */
export interface NewChange {
  readonly kind: Change['kind']
  readonly title: string
  readonly channel: Channel | null
  readonly at?: number
}

/** The newest issues that the list holds, closed ones among them. */
const MOST_ISSUES = 200
const MOST_AFFECTED = 1000

/** The server's API of issues. Every method throws as `Requests` does. */
export class IssuesApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  async list(): Promise<readonly Issue[]> {
    return this.#requests.json(`/v1/issues?limit=${MOST_ISSUES}`, (value) => isList(value, isIssue))
  }

  async detail(issueId: string): Promise<IssueDetail> {
    return this.#requests.json(pathOf(issueId), isIssueDetail)
  }

  /** With a revision it is refused (`ISSUE_CHANGED`) once somebody else has changed the issue. */
  async act(issueId: string, action: SentAction, revision: number): Promise<Issue> {
    const body = { action, revision }
    return this.#requests.json(`${pathOf(issueId)}/actions`, isIssue, { method: 'POST', body })
  }

  async affected(issueId: string): Promise<readonly AffectedContact[]> {
    const path = `${pathOf(issueId)}/affected?limit=${MOST_AFFECTED}`
    return this.#requests.json(path, (value) => isList(value, isAffected))
  }

  async map(hours: number): Promise<IssueMap> {
    return this.#requests.json(`/v1/issues/map?hours=${hours}`, isIssueMap)
  }

  async codes(): Promise<readonly CodeEntry[]> {
    return this.#requests.json('/v1/codes', (value) => isList(value, isCodeEntry))
  }

  async draftCode(issueId: string): Promise<CodeDraft> {
    return this.#requests.json(`${pathOf(issueId)}/code`, isCodeDraft)
  }

  async saveCode({ issueId, ...draft }: CodeDraft): Promise<CodeEntry> {
    return this.#requests.json(`${pathOf(issueId)}/code`, isCodeEntry, { method: 'POST', body: draft })
  }

  async changes(since: number): Promise<readonly Change[]> {
    return this.#requests.json(`/v1/changes?since=${Math.floor(since)}`, (value) => isList(value, isChange))
  }

  async addChange(change: NewChange): Promise<Change> {
    return this.#requests.json('/v1/changes', isChange, { method: 'POST', body: change })
  }

  async settings(): Promise<IssueSettingsReport> {
    return this.#requests.json('/v1/issues/settings', isSettingsReport)
  }

  async saveSettings(settings: IssueSettings): Promise<IssueSettingsReport> {
    return this.#requests.json('/v1/issues/settings', isSettingsReport, { method: 'PUT', body: settings })
  }
}

/** Where the list of those to call back is as a file. */
export function affectedCsvPath(issueId: string): string {
  return `${pathOf(issueId)}/affected?format=csv&limit=5000`
}

function pathOf(issueId: string): string {
  return `/v1/issues/${encodeURIComponent(issueId)}`
}
