import type { Channel, CodeId, HeardContact } from '../contracts/contact.ts'
import type { Change, Issue } from '../contracts/issue.ts'
import { type WallMs, wallMs } from '../contracts/time.ts'
import { personOf } from './contacts/person.ts'
import type { BookSettings, BookSources, CodeFacts } from './book/book-settings.ts'
import { IssueBook } from './book/issue-book.ts'
import { Tally } from './book/tally.ts'
import { IssueDetector } from './detect/issue-detector.ts'
import type { Detection, Notice } from './detect/issue.ts'
import type { DetectSettings } from './detect/settings.ts'
import { decodeState, encodeState } from './keep/kept-state.ts'

/** What the engine needs to know of the code frame. */
export interface EngineCode extends CodeFacts {
  readonly id: string
  readonly parent: string | null
}

export interface EngineOptions {
  readonly codes: () => readonly EngineCode[]
  readonly settings: BookSettings
  readonly timeZone: string
}

/** What a step brought besides changed issues. */
export interface EngineNews {
  readonly notices: readonly Notice[]
  /** Ids of issues that are new, or there again. */
  readonly opened: readonly string[]
}

const DAYS_A_WEEK = 7

interface IndexedCode {
  readonly code: EngineCode
  readonly within: readonly string[]
}

/**
 * Contacts in, issues out: the detection and the book of issues, on the times they are given. The same contacts with
 * the same times of arrival give the same issues.
 */
export class IssueEngine {
  readonly book: IssueBook
  /** Customers of codes with others below them: of all in the branch, each once on each channel. */
  readonly branches = new Tally()
  readonly #options: EngineOptions
  #detector: IssueDetector
  #indexed: { readonly codes: readonly EngineCode[]; readonly byId: ReadonlyMap<string, IndexedCode> } = {
    codes: [],
    byId: new Map(),
  }

  constructor(options: EngineOptions) {
    this.#options = options
    this.book = new IssueBook(options.settings, this.#sources())
    this.#detector = this.newDetector()
  }

  get detector(): IssueDetector {
    return this.#detector
  }

  /** It knows nothing yet, and has the codes and the settings of now. */
  newDetector(): IssueDetector {
    return new IssueDetector(this.#detectSettings())
  }

  /** Takes a contact that arrived at this time. What says that it was said later was said now. */
  take(contact: HeardContact, arrivedAt: WallMs): EngineNews {
    const heard = contact.at <= arrivedAt ? contact : { ...contact, at: arrivedAt }
    const detections = [...this.#detector.advanceTo(arrivedAt)]
    this.book.take(heard)
    this.countBranches(heard)
    detections.push(...this.#detector.observe(heard))
    return this.#follow(detections)
  }

  /** Closes what has ended by this time. */
  advanceTo(now: WallMs): EngineNews {
    const news = this.#follow(this.#detector.advanceTo(now))
    this.book.advance(now)
    this.branches.advance(now)
    return news
  }

  /** For what is counted without being taken, such as the past of a site. */
  countBranches(contact: HeardContact): void {
    if (contact.codes.length === 0) return
    const index = this.#index()
    const codes = contact.codes.flatMap((code) =>
      withAbove(code).filter((id) => (index.get(id)?.within.length ?? 0) > 1),
    )
    const authorKey = `${contact.channel} ${personOf(contact)}`
    if (codes.length > 0) this.branches.add({ ...contact, authorKey, codes })
  }

  /** The usual share of the contacts of a channel, or of all, that hit a code or one below it. */
  usualShare(code: CodeId, channel: Channel | null, at: WallMs): number {
    const within = this.#index().get(code)?.within ?? [code]
    return within.reduce((sum, id) => sum + this.#detector.usualShare(id, channel, at), 0)
  }

  /** The frame has changed. */
  announceCodes(): void {
    for (const code of this.#options.codes()) this.#detector.addCode(code)
  }

  changeSettings(settings: BookSettings): void {
    this.book.settings = settings
    this.#detector.recalibrate(budgetsOf(settings))
  }

  save(): Uint8Array {
    const book = this.book.save()
    return encodeState({ book, branches: this.branches.save(), detector: this.#detector.snapshot() })
  }

  /** Goes on from what was saved; false when it is of another form or damaged, and nothing is known then. */
  restore(bytes: Uint8Array, issues: readonly Issue[], changes: readonly Change[]): boolean {
    const kept = decodeState(bytes)
    if (kept === null) return false
    const detector = this.newDetector()
    try {
      detector.restore(kept.detector)
    } catch (thrown) {
      if (thrown instanceof RangeError) return false
      throw thrown
    }
    this.#detector = detector
    this.announceCodes()
    this.book.load(kept.book, issues, changes)
    if (kept.branches !== null) this.branches.load(kept.branches)
    return true
  }

  /** Goes on with a detector that has learned more. Its open alarms are given as they were last told. */
  adoptDetector(detector: IssueDetector, open: readonly Detection[]): EngineNews {
    this.#detector = detector
    this.announceCodes()
    for (const dossier of this.book.dossiers()) dossier.learn({ alarms: [] })
    return this.#follow(open)
  }

  #follow(detections: readonly Detection[]): EngineNews {
    const notices: Notice[] = []
    const opened: string[] = []
    for (const detection of detections) {
      if (detection.type === 'notice') notices.push(detection.notice)
      const dossier = this.book.detect(detection)
      if (dossier !== null) opened.push(dossier.issue.issueId)
    }
    return { notices, opened }
  }

  #sources(): BookSources {
    return {
      codeFacts: (id) => this.#index().get(id)?.code ?? null,
      // A code's issue counts what is below it as well.
      usualShare: (id, channel, at) => this.usualShare(id, channel, wallMs(at)),
    }
  }

  /** Each code with the ids of those below it and its own; made anew for another frame. */
  #index(): ReadonlyMap<string, IndexedCode> {
    const codes = this.#options.codes()
    if (this.#indexed.codes !== codes) this.#indexed = { codes, byId: indexOf(codes) }
    return this.#indexed.byId
  }

  #detectSettings(): Partial<DetectSettings> {
    const { codes, timeZone } = this.#options
    return {
      codes: codes().map(({ id, parent }) => ({ id, parent })),
      timeZone,
      ...budgetsOf(this.book.settings),
    }
  }
}

function budgetsOf(settings: BookSettings): Pick<DetectSettings, 'codeFalseAlarms' | 'phraseFalseAlarms'> {
  return {
    codeFalseAlarms: settings.codeFalseAlarmsPerWeek / DAYS_A_WEEK,
    phraseFalseAlarms: settings.phraseFalseAlarmsPerWeek / DAYS_A_WEEK,
  }
}

function indexOf(codes: readonly EngineCode[]): ReadonlyMap<string, IndexedCode> {
  const byId = new Map(codes.map((code) => [code.id, { code, within: [code.id] }]))
  for (const { id } of codes) for (const above of withAbove(id).slice(1)) byId.get(above)?.within.push(id)
  return byId
}

/** A code and those above it: those whose ids it begins with. */
function withAbove(id: CodeId): readonly CodeId[] {
  const ids = [id]
  for (let dot = id.lastIndexOf('.'); dot > 0; dot = id.lastIndexOf('.', dot - 1)) ids.push(id.slice(0, dot))
  return ids
}
