import { randomUUID } from 'node:crypto'
import { AppError } from '../../contracts/errors.ts'
import type {
  AffectedContact,
  CodeDraft,
  CodeEntry,
  IssueAction,
  IssueDesk,
  IssueDetail,
  IssueMap,
  IssueQuery,
  IssueSettings,
  IssueSettingsReport,
  IssueUser,
} from '../../contracts/issue-desk.ts'
import type { Change, Issue } from '../../contracts/issue.ts'
import type { Store } from '../../contracts/store.ts'
import { type WallMs, wallMs } from '../../contracts/time.ts'
import type { VolumeNotice } from '../../contracts/volume-notice.ts'
import type { Dossier } from '../book/dossier.ts'
import { seriesOf, seriesStart } from '../book/series.ts'
import { personOf } from '../contacts/person.ts'
import type { CodeKeeper } from '../codes/code-keeper.ts'
import { contactsOf } from '../history/restore.ts'
import type { IssueEngine } from '../issue-engine.ts'
import type { IssueShell } from '../issue-shell.ts'
import { draftOf, writeDraft } from './code-drafts.ts'
import { checkSettings } from './check-settings.ts'
import { mapOf, toEntry, UncodedWords } from './issue-map.ts'
import { settingsInWords } from './settings-words.ts'

export interface IssueDeskOptions {
  readonly engine: IssueEngine
  readonly shell: IssueShell
  readonly store: Store
  readonly codes: CodeKeeper
  readonly rulesDir: string
}

const HOUR_MS = 3_600_000
/** Contacts from before the onset that a chart is made of. */
const MOST_BEFORE = 10_000

/** The desk of the digital team: what the engine knows, what is kept, and what people do to issues. */
export class Desk implements IssueDesk {
  readonly #options: IssueDeskOptions
  readonly #uncoded = new UncodedWords()

  constructor(options: IssueDeskOptions) {
    this.#options = options
  }

  list(query: IssueQuery): Promise<readonly Issue[]> {
    return this.#options.store.issues.listIssues(query)
  }

  async detail(issueId: string): Promise<IssueDetail> {
    const { engine, shell, store } = this.#options
    const dossier = await this.#dossierOf(issueId)
    const { now } = shell
    const { onsetAt, code } = dossier.issue
    const since = wallMs(seriesStart(onsetAt, now))
    const before = wallMs(onsetAt - HOUR_MS)
    const earlier =
      code === null ? [] : await store.issues.listContacts({ since, before, code, limit: MOST_BEFORE })
    const visits = [
      ...earlier.map((contact) => ({ person: personOf(contact), at: contact.at })),
      ...dossier.hits.visits(),
    ]
    const series = seriesOf(visits, {
      onsetAt,
      now,
      heardOn: dossier.facts.heardOn,
      tally: engine.book.tally,
      usualShare: (at) => engine.book.usualShare(dossier, at),
    })
    return { issue: dossier.issue, series }
  }

  async act(issueId: string, action: IssueAction, { by }: IssueUser, revision?: number): Promise<Issue> {
    const { engine, shell, store } = this.#options
    await this.#dossierOf(issueId)
    const issue = engine.book.act(issueId, action, { by, now: shell.now, newTaskId: randomUUID(), revision })
    shell.tell(issue)
    await store.flush()
    return issue
  }

  async affected(issueId: string, limit: number): Promise<readonly AffectedContact[]> {
    const { issue, hits } = await this.#dossierOf(issueId)
    const until = issue.history.findLast(({ action }) => action === 'fixed')?.at ?? Infinity
    return hits.newest(until, limit).map(toAffected)
  }

  async map(hours: number): Promise<IssueMap> {
    const { engine, codes, shell } = this.#options
    return mapOf({ engine, frame: codes.frame, hours, now: shell.now, uncoded: this.#uncoded })
  }

  async codes(): Promise<readonly CodeEntry[]> {
    return this.#options.codes.frame.codes.map(toEntry)
  }

  async draftCode(issueId: string): Promise<CodeDraft> {
    const { engine, codes } = this.#options
    return draftOf(await this.#dossierOf(issueId), engine.book.recent, codes)
  }

  async saveCode(draft: CodeDraft, { by }: IssueUser): Promise<CodeEntry> {
    const { engine, shell, codes, rulesDir } = this.#options
    const { issue } = await this.#dossierOf(draft.issueId)
    const entry = await writeDraft(rulesDir, draft, codes)
    engine.book.note(issue.issueId, { by, at: shell.now, action: 'made-a-code', note: entry.id })
    shell.follow({ notices: [], opened: [] }, shell.now)
    return entry
  }

  async addChange(change: Change): Promise<Change> {
    const { engine, store } = this.#options
    if (await store.issues.saveChange(change)) {
      engine.book.addChange(change)
      return change
    }
    const kept = await store.issues.listChanges(wallMs(0))
    return kept.find(({ changeId }) => changeId === change.changeId) ?? change
  }

  changes(since: WallMs): Promise<readonly Change[]> {
    return this.#options.store.issues.listChanges(since)
  }

  async notices(): Promise<readonly VolumeNotice[]> {
    return this.#options.shell.notices
  }

  async settings(): Promise<IssueSettingsReport> {
    const { engine, store, codes } = this.#options
    const saved = await store.issues.loadSettings()
    const { book, detector } = engine
    const { codeFalseAlarmsPerWeek, phraseFalseAlarmsPerWeek, handlingSeconds, costPerHour } = book.settings
    const settings = { codeFalseAlarmsPerWeek, phraseFalseAlarmsPerWeek, handlingSeconds, costPerHour }
    const inWords = settingsInWords({
      settings,
      codes: codes.frame.codes.length,
      days: detector.historyDays,
      newFeeds: detector.feeds.flatMap(({ sourceId, isKnown }) => (isKnown ? [] : [sourceId])),
    })
    return { settings, inWords, changedAt: saved?.at ?? null, changedBy: saved?.by ?? null }
  }

  async saveSettings(settings: IssueSettings, { by }: IssueUser): Promise<IssueSettingsReport> {
    const { engine, store, shell } = this.#options
    checkSettings(settings)
    await store.issues.saveSettings(settings, by, shell.now)
    engine.changeSettings({ ...engine.book.settings, ...settings })
    return this.settings()
  }

  /** The issue with its contacts, also when it was closed long ago. */
  async #dossierOf(issueId: string): Promise<Dossier> {
    const { engine, store, codes } = this.#options
    const known = engine.book.get(issueId)
    if (known !== undefined) return known
    const issue = await store.issues.getIssue(issueId)
    if (issue === null) throw new AppError('NOT_FOUND', 'There is no issue of this id.')
    const contacts = await contactsOf({ issue }, { store: store.issues, codes: () => codes.frame.codes })
    // Somebody else may have asked for it meanwhile.
    const meanwhile = engine.book.get(issueId)
    if (meanwhile !== undefined) return meanwhile
    const dossier = engine.book.adopt(issue)
    engine.book.fill(issueId, contacts)
    return dossier
  }
}

function toAffected(hit: AffectedContact): AffectedContact {
  const { contactId, channel, step, at, callId, atMs, queue } = hit
  return { contactId, channel, step, at, callId, atMs, queue }
}
