import { AppError } from '../../server/contracts/errors.ts'
import type { Change, Issue, IssueState } from '../../server/contracts/issue.ts'
import type {
  AffectedContact,
  CodeDraft,
  CodeEntry,
  IssueAction,
  IssueActionType,
  IssueDesk,
  IssueDetail,
  IssueMap,
  IssueQuery,
  IssueSettings,
  IssueSettingsReport,
  IssueUser,
} from '../../server/contracts/issue-desk.ts'
import { wallMs, type WallMs } from '../../server/contracts/time.ts'
import type { VolumeNotice } from '../../server/contracts/volume-notice.ts'
import { STARTED_AT } from './message-builders.ts'

/** The state that an action leads to, for those that these tests move issues with. */
const LEADS_TO: Readonly<Partial<Record<IssueActionType, IssueState>>> = {
  acknowledge: 'acknowledged',
  own: 'owned',
  fixed: 'fixed',
  close: 'closed',
  reopen: 'new',
}

const FIRST_SETTINGS: IssueSettings = {
  codeFalseAlarmsPerWeek: 2,
  phraseFalseAlarmsPerWeek: 2,
  handlingSeconds: 360,
  costPerHour: null,
}

/** A desk over a few issues in memory, for tests of what delivery makes of it; the issues room has the real one. */
export class MemoryIssueDesk implements IssueDesk {
  readonly #issues: Map<string, Issue>
  readonly #changes = new Map<string, Change>()
  readonly #codes: CodeEntry[] = []
  readonly #hit: readonly AffectedContact[]
  readonly #notices: readonly VolumeNotice[]
  readonly #publish: (issue: Issue) => void
  #report: IssueSettingsReport = {
    settings: FIRST_SETTINGS,
    inWords: ['About two false alarms a week.'],
    changedAt: null,
    changedBy: null,
  }
  /** What the latest list was asked for. */
  asked: IssueQuery | null = null

  constructor(
    options: {
      readonly issues?: readonly Issue[]
      readonly affected?: readonly AffectedContact[]
      readonly notices?: readonly VolumeNotice[]
      readonly publish?: (issue: Issue) => void
    } = {},
  ) {
    this.#issues = new Map((options.issues ?? []).map((issue) => [issue.issueId, issue]))
    this.#hit = options.affected ?? []
    this.#notices = options.notices ?? []
    this.#publish = options.publish ?? (() => undefined)
  }

  async list(query: IssueQuery): Promise<readonly Issue[]> {
    this.asked = query
    const { states = [], channel, active, before = Infinity, limit } = query
    return [...this.#issues.values()]
      .filter((issue) => states.length === 0 || states.includes(issue.state))
      .filter((issue) => channel === undefined || issue.channel === channel)
      .filter((issue) => active === undefined || issue.active === active)
      .filter((issue) => issue.openedAt < before)
      .sort((a, b) => b.openedAt - a.openedAt)
      .slice(0, limit)
  }

  async detail(issueId: string): Promise<IssueDetail> {
    const issue = this.#get(issueId)
    return { issue, series: { startAt: issue.onsetAt, stepMs: 300_000, seen: [1, 3], expected: [0.1, 0.1] } }
  }

  async act(issueId: string, action: IssueAction, user: IssueUser, revision?: number): Promise<Issue> {
    const before = this.#get(issueId)
    if (revision !== undefined && revision !== before.revision) throw new AppError('ISSUE_CHANGED')
    const state = LEADS_TO[action.type] ?? before.state
    if (action.type === 'acknowledge' && before.state !== 'new') {
      throw new AppError('ISSUE_ACTION_REFUSED', `It is ${before.state}; only a new issue is acknowledged.`)
    }
    const entry = { at: before.updatedAt, by: user.by, action: action.type, from: before.state, to: state }
    const after: Issue = {
      ...before,
      revision: before.revision + 1,
      state,
      owner: action.type === 'own' ? action.owner : before.owner,
      history: [...before.history, { ...entry, note: null }],
    }
    this.#issues.set(issueId, after)
    this.#publish(after)
    return after
  }

  async affected(issueId: string, limit: number): Promise<readonly AffectedContact[]> {
    this.#get(issueId)
    return this.#hit.slice(0, limit)
  }

  async map(hours: number): Promise<IssueMap> {
    return {
      since: wallMs(STARTED_AT - hours * 3_600_000),
      codes: this.#codes,
      cells: [],
      coverage: { contacts: 10, coded: 4, uncodedWords: [{ words: 'gift card', share: 0.2 }] },
    }
  }

  async codes(): Promise<readonly CodeEntry[]> {
    return this.#codes
  }

  async addChange(change: Change): Promise<Change> {
    const kept = this.#changes.get(change.changeId) ?? change
    this.#changes.set(change.changeId, kept)
    return kept
  }

  async changes(since: WallMs): Promise<readonly Change[]> {
    return [...this.#changes.values()].filter(({ at }) => at >= since)
  }

  async draftCode(issueId: string): Promise<CodeDraft> {
    if (this.#get(issueId).code !== null) {
      throw new AppError('ISSUE_ACTION_REFUSED', 'The issue has a code already.')
    }
    const file = 'codes/new/gift-card.yaml'
    return { issueId, id: 'new.gift-card', file, text: 'id: new', testFile: file, testText: '' }
  }

  async saveCode({ issueId, id, text }: CodeDraft): Promise<CodeEntry> {
    this.#get(issueId)
    if (!text.startsWith('id:')) {
      const fault = { file: 'codes/a.yaml', line: 1, column: 1, check: 'form', message: 'expected an id' }
      throw new AppError('RULES_INVALID', null, { faults: [{ ...fault, severity: 'error' }] })
    }
    const entry: CodeEntry = { id, parent: null, title: id, channel: null, step: null, unit: null }
    this.#codes.push(entry)
    return entry
  }

  async notices(): Promise<readonly VolumeNotice[]> {
    return this.#notices
  }

  async settings(): Promise<IssueSettingsReport> {
    return this.#report
  }

  async saveSettings(settings: IssueSettings, user: IssueUser): Promise<IssueSettingsReport> {
    this.#report = { ...this.#report, settings, changedAt: wallMs(STARTED_AT), changedBy: user.by }
    return this.#report
  }

  #get(issueId: string): Issue {
    const issue = this.#issues.get(issueId)
    if (issue === undefined) throw new AppError('NOT_FOUND')
    return issue
  }
}
