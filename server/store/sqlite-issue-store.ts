import type { HeardContact } from '../contracts/contact.ts'
import type { DigitalFeedback } from '../contracts/digital-feedback.ts'
import type { Change, Issue } from '../contracts/issue.ts'
import type { IssueQuery, IssueSettings } from '../contracts/issue-desk.ts'
import type { ContactQuery, IssueStore, KeptContact } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { NOTICES_KEPT_MS, type VolumeNotice } from '../contracts/volume-notice.ts'
import type { Clock } from '../platform/clock.ts'
import type { Connection } from './connection.ts'
import { cutTexts } from './cut-texts.ts'
import { selectContacts, selectIssues } from './issue-pages.ts'
import {
  toChange,
  toContact,
  toDetection,
  toDigitalFeedback,
  toIssue,
  toNotice,
  toSettings,
} from './issue-rows.ts'
import * as sql from './issue-sql.ts'

/** Rows that are forgotten in one write, so that millions hold up nobody. */
const FORGET_AT_ONCE = 1000

interface SqliteIssueStoreOptions {
  readonly connection: Connection
  readonly clock: Clock
}

/** What is known of issues, in one SQLite file. */
export class SqliteIssueStore implements IssueStore {
  readonly #connection: Connection
  readonly #clock: Clock

  constructor({ connection, clock }: SqliteIssueStoreOptions) {
    this.#connection = connection
    this.#clock = clock
  }

  async saveFeedback(items: readonly DigitalFeedback[]): Promise<readonly string[]> {
    const rows = items.map((item) => [item.sourceId, item.feedbackId, item.receivedAt, JSON.stringify(item)])
    // A commit that fails is tried again, and then counts anew.
    let fresh: readonly string[] = []
    await this.#connection.write(() => {
      fresh = items
        .filter((_, at) => this.#connection.run(sql.SAVE_FEEDBACK, rows[at] ?? []) > 0)
        .map(({ feedbackId }) => feedbackId)
    })
    return fresh
  }

  async listFeedbackToHandOn(limit: number): Promise<readonly DigitalFeedback[]> {
    return this.#connection.read(sql.LIST_FEEDBACK_TO_HAND_ON, [limit]).map(toDigitalFeedback)
  }

  async feedbackHandedOn(items: Parameters<IssueStore['feedbackHandedOn']>[0]): Promise<void> {
    await this.#connection.write(() => {
      for (const { sourceId, feedbackId } of items) {
        this.#connection.run(sql.HAND_ON_FEEDBACK, [sourceId, feedbackId])
      }
    })
  }

  async saveContact(contact: HeardContact, arrivedAt = wallMs(this.#clock.now())): Promise<void> {
    const { id, at, channel, step, authorKey, language, rating, sourceId, mood, callId, atMs, queue } =
      contact
    const codes = JSON.stringify(contact.codes)
    const texts = JSON.stringify(cutTexts(contact.texts))
    const about = [id, arrivedAt, at, channel, step, authorKey, language, codes, texts, rating]
    const values = [...about, sourceId, mood, callId, atMs, queue]
    await this.#connection.write(() => {
      this.#connection.run(sql.SAVE_CONTACT, values)
      if (contact.codes.length > 0) this.#connection.run(sql.SAVE_CONTACT_CODES, [codes, arrivedAt])
    })
  }

  async listContacts(query: ContactQuery): Promise<readonly KeptContact[]> {
    const { sql: statement, values } = selectContacts(query)
    return this.#connection.read(statement, values).map(toContact)
  }

  async forgetContacts(before: WallMs): Promise<number> {
    const values = [before, FORGET_AT_ONCE]
    let forgotten = 0
    for (let more = true; more;) {
      let contacts = 0
      let feedback = 0
      await this.#connection.write(() => {
        this.#connection.run(sql.FORGET_CONTACT_CODES, values)
        contacts = this.#connection.run(sql.FORGET_CONTACTS, values)
        feedback = this.#connection.run(sql.FORGET_FEEDBACK, values)
      })
      forgotten += contacts + feedback
      more = contacts === FORGET_AT_ONCE || feedback === FORGET_AT_ONCE
    }
    return forgotten
  }

  async saveIssue(issue: Issue): Promise<void> {
    const { issueId, revision, openedAt, state, channel, code, active } = issue
    const found = [issueId, revision, openedAt, state, channel, code, Number(active)]
    const values = [...found, JSON.stringify(issue)]
    await this.#connection.write(() => this.#connection.run(sql.SAVE_ISSUE, values))
  }

  async listIssues(query: IssueQuery): Promise<readonly Issue[]> {
    const { sql: statement, values } = selectIssues(query)
    return this.#connection.read(statement, values).map(toIssue)
  }

  async getIssue(issueId: string): Promise<Issue | null> {
    const row = this.#connection.read(sql.GET_ISSUE, [issueId])[0]
    return row === undefined ? null : toIssue(row)
  }

  async saveChange({ changeId, kind, title, channel, at }: Change): Promise<boolean> {
    let saved = false
    await this.#connection.write(() => {
      saved = this.#connection.run(sql.SAVE_CHANGE, [changeId, kind, title, channel, at]) > 0
    })
    return saved
  }

  async listChanges(since: WallMs): Promise<readonly Change[]> {
    return this.#connection.read(sql.LIST_CHANGES, [since]).map(toChange)
  }

  async saveDetection(state: Uint8Array, upTo: WallMs): Promise<void> {
    await this.#connection.write(() => this.#connection.run(sql.SAVE_DETECTION, [state, upTo]))
  }

  async loadDetection(): Promise<ReturnType<typeof toDetection> | null> {
    const row = this.#connection.read(sql.LOAD_DETECTION, [])[0]
    return row === undefined ? null : toDetection(row)
  }

  async saveNotice(notice: VolumeNotice): Promise<void> {
    const { noticeId, at } = notice
    await this.#connection.write(() => {
      this.#connection.run(sql.SAVE_NOTICE, [noticeId, at, JSON.stringify(notice)])
      this.#connection.run(sql.FORGET_NOTICES, [at - NOTICES_KEPT_MS])
    })
  }

  async listNotices(since: WallMs): Promise<readonly VolumeNotice[]> {
    return this.#connection.read(sql.LIST_NOTICES, [since]).map(toNotice)
  }

  async saveSettings(settings: IssueSettings, by: string, at: WallMs): Promise<void> {
    const values = [JSON.stringify(settings), by, at]
    await this.#connection.write(() => this.#connection.run(sql.SAVE_SETTINGS, values))
  }

  async loadSettings(): Promise<ReturnType<typeof toSettings> | null> {
    const row = this.#connection.read(sql.LOAD_SETTINGS, [])[0]
    return row === undefined ? null : toSettings(row)
  }
}
