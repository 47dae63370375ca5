import type { HeardContact } from '../../contracts/contact.ts'
import { AppError } from '../../contracts/errors.ts'
import type { IssueAction } from '../../contracts/issue-desk.ts'
import type { Change, Issue } from '../../contracts/issue.ts'
import type { WallMs } from '../../contracts/time.ts'
import type { Detection, Issue as Alarm } from '../detect/issue.ts'
import { applyAction, NO_ADVICE, record, reopened, type ActionContext } from './apply-action.ts'
import type { BookSettings, BookSources } from './book-settings.ts'
import { Dossier, type DossierFacts } from './dossier.ts'
import { figuresOf, type Usual } from './figures.ts'
import { stepFix, verificationOf, watchFix } from './fix-watch.ts'
import { SearchedContact } from './membership.ts'
import { needOf } from './need.ts'
import { changesBefore, heardOnOf, issueIdOf, newIssue } from './new-issue.ts'
import { RecentContacts } from './recent-contacts.ts'
import { sameSubject } from './same-subject.ts'
import { severityOf, worst } from './severity.ts'
import { Tally, type TallyState } from './tally.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CHANGES_KEPT_MS = 7 * DAY_MS
/** Contacts that the detection names for an issue without a code; others are known by its words. */
const MOST_NAMED = 500

/** What the book knows beyond the issues themselves: plain data. */
export interface BookState {
  readonly facts: readonly (readonly [issueId: string, facts: DossierFacts])[]
  readonly tally: TallyState
}

/**
 * The life of every issue. Contacts, detections, people's actions, changes and the passing of time go in; `collect`
 * gives the issues that have changed. On the times it is given alone: the same input gives the same issues.
 */
export class IssueBook {
  settings: BookSettings
  readonly tally = new Tally()
  readonly recent = new RecentContacts()
  readonly #sources: BookSources
  readonly #dossiers = new Map<string, Dossier>()
  #changes: readonly Change[] = []

  constructor(settings: BookSettings, sources: BookSources) {
    this.settings = settings
    this.#sources = sources
  }

  get(issueId: string): Dossier | undefined {
    return this.#dossiers.get(issueId)
  }

  /** All that are not closed, and those that were closed lately. */
  *dossiers(): IterableIterator<Dossier> {
    yield* this.#dossiers.values()
  }

  take(contact: HeardContact): void {
    this.tally.add(contact)
    const searched = this.recent.add(contact)
    for (const dossier of this.#dossiers.values()) if (dossier.isOpen) dossier.take(searched)
  }

  /** Remembers what was said in the last hours before a restart, oldest first; all else of it is known. */
  remember(contacts: readonly HeardContact[]): void {
    for (const contact of contacts) this.recent.add(contact)
  }

  /** Takes contacts of one issue that were heard before the book knew of it. */
  fill(issueId: string, contacts: readonly HeardContact[]): void {
    const dossier = this.#dossiers.get(issueId)
    for (const contact of contacts) dossier?.take(new SearchedContact(contact))
  }

  /** Issues that it brings, or brings back. */
  detect(detection: Detection): Dossier | null {
    if (detection.type === 'cleared') this.#clear(detection)
    if (detection.type !== 'opened' && detection.type !== 'updated') return null
    return this.#alarm(detection.issue, detection.at)
  }

  /** @throws AppError `NOT_FOUND`, `ISSUE_ACTION_REFUSED`, `ISSUE_CHANGED`. */
  act(issueId: string, action: IssueAction, context: ActionContext): Issue {
    const dossier = this.#dossiers.get(issueId)
    if (dossier === undefined) throw new AppError('NOT_FOUND', 'There is no issue of this id.')
    if (context.revision !== undefined && context.revision < dossier.changedAtRevision) {
      throw new AppError('ISSUE_CHANGED', `It is at revision ${String(dossier.issue.revision)} now.`)
    }
    dossier.change(applyAction(dossier.issue, action, context))
    if (action.type === 'fixed') this.#beginFix(dossier, context.now)
    else if (dossier.issue.state !== 'fixed' && dossier.facts.fix !== null) dossier.learn({ fix: null })
    return this.#tell(dossier, context.now)
  }

  /** Writes into an issue's history what was done beside it. */
  note(
    issueId: string,
    entry: { readonly by: string; readonly at: WallMs; readonly action: string; readonly note: string },
  ): void {
    const dossier = this.#dossiers.get(issueId)
    dossier?.change(record(dossier.issue, { ...entry, from: dossier.issue.state }))
  }

  /** A change that was posted late still explains an issue that is known already. */
  addChange(change: Change): void {
    this.#changes = [...this.#changes, change]
    for (const dossier of this.#dossiers.values()) {
      const found = changesBefore(dossier.issue, this.#changes, this.settings.changesBeforeMs)
      if (!found.some(({ changeId }) => changeId === change.changeId)) continue
      dossier.issue = { ...dossier.issue, changesBefore: found }
      dossier.isDirty = true
    }
  }

  /** Once a minute: measures fixes, ends what is over, forgets what is old. */
  advance(now: WallMs): void {
    this.tally.advance(now)
    this.recent.advance(now)
    this.#changes = this.#changes.filter(({ at }) => at >= now - CHANGES_KEPT_MS)
    for (const [issueId, dossier] of this.#dossiers) {
      if (!dossier.isOpen) {
        const isForgotten = now - dossier.issue.updatedAt >= this.settings.reopenWithinMs
        if (isForgotten && dossier.facts.alarms.length === 0) this.#dossiers.delete(issueId)
        continue
      }
      dossier.isDirty = true
      if (dossier.issue.state === 'fixed') this.#measureFix(dossier, now)
      this.#closeWhatIsOver(dossier, now)
    }
  }

  /** Issues that have changed since they were last told: all, or only those that nobody should wait for. */
  collect(now: WallMs, which: 'all' | 'urgent'): readonly Issue[] {
    const changed: Issue[] = []
    for (const dossier of this.#dossiers.values()) {
      if (!dossier.isDirty || (which === 'urgent' && !dossier.isUrgent)) continue
      const { told, isUrgent } = dossier
      const issue = this.#tell(dossier, now)
      if (told === null || isUrgent || !isSame(told, issue)) changed.push(issue)
      else this.#untell(dossier, told)
    }
    return changed
  }

  /** Takes up an issue that is kept: as it is, people were told of it. */
  adopt(issue: Issue, facts: Partial<DossierFacts> = {}): Dossier {
    const heardOn = heardOnOf(issue.issueId)
    const known = { alarms: [], heardOn, evidence: 1, phraseShare: 0, named: [], fix: null, ...facts }
    const dossier = new Dossier(issue, known)
    dossier.told = issue
    this.#dossiers.set(issue.issueId, dossier)
    return dossier
  }

  save(): BookState {
    const facts = [...this.#dossiers].map(([issueId, dossier]) => [issueId, dossier.facts] as const)
    return { facts, tally: this.tally.save() }
  }

  load(state: BookState, issues: readonly Issue[], changes: readonly Change[]): void {
    this.tally.load(state.tally)
    this.begin(issues, changes, new Map(state.facts))
  }

  /** Takes up kept issues of which nothing else is known. */
  begin(
    issues: readonly Issue[],
    changes: readonly Change[],
    facts: ReadonlyMap<string, DossierFacts> = new Map(),
  ): void {
    this.#changes = changes
    for (const issue of issues) this.adopt(issue, facts.get(issue.issueId))
  }

  /** What is usual for an issue now. */
  usual(dossier: Dossier, now: number): Usual {
    return {
      perHour: this.usualShare(dossier, now) * this.tally.lastHour(now, dossier.facts.heardOn),
      volume: this.tally.lastHour(now, null),
      calls: this.tally.lastHour(now, 'call'),
    }
  }

  /** The usual share of the contacts where it is heard that are about it. */
  usualShare({ issue, facts }: Dossier, at: number): number {
    return issue.code === null ? facts.phraseShare : this.#sources.usualShare(issue.code, facts.heardOn, at)
  }

  #alarm(alarm: Alarm, at: WallMs): Dossier | null {
    const known = this.#dossierOfAlarm(alarm.id)
    if (known !== undefined) {
      this.#update(known, alarm)
      return null
    }
    if (alarm.held !== null) return null
    const same =
      this.#dossiers.get(issueIdOf(alarm.id)) ??
      [...this.#dossiers.values()].findLast((dossier) => sameSubject(dossier, alarm))
    const dossier = same ?? this.#open(alarm)
    if (same !== undefined) this.#attach(same, alarm, at)
    this.#update(dossier, alarm)
    for (const searched of this.recent.all()) dossier.take(searched)
    return dossier
  }

  #open(alarm: Alarm): Dossier {
    const issue = newIssue(alarm, this.#sources)
    const facts = {
      alarms: [alarm.id],
      heardOn: alarm.kind === 'code-on-channel' ? alarm.channel : null,
      evidence: alarm.severity,
      phraseShare: 0,
      named: [],
      fix: null,
    }
    const dossier = new Dossier(issue, facts)
    const found = changesBefore(issue, this.#changes, this.settings.changesBeforeMs)
    dossier.change({ ...issue, changesBefore: found })
    this.#dossiers.set(issue.issueId, dossier)
    return dossier
  }

  /** Another alarm of an issue that is known. It brings back what was over, unless it is from before that. */
  #attach(dossier: Dossier, alarm: Alarm, at: WallMs): void {
    const { issue, facts } = dossier
    const isWider = facts.heardOn !== null && alarm.kind !== 'code-on-channel'
    dossier.learn({ alarms: [...facts.alarms, alarm.id], heardOn: isWider ? null : facts.heardOn })
    const isOver = issue.state === 'closed' || issue.state === 'fixed' || issue.state === 'verified'
    const changedAt = issue.history.findLast(({ to }) => to !== null)?.at ?? 0
    if (isOver && at > changedAt) this.#reopen(dossier, at, 'came-back')
  }

  #update(dossier: Dossier, alarm: Alarm): void {
    const { facts } = dossier
    dossier.learn({ evidence: Math.max(facts.evidence, alarm.severity) })
    dossier.isDirty = true
    if (alarm.code !== null) return
    const volume = Math.max(1, this.tally.lastHour(alarm.openedAt, null))
    const named = [...new Set([...alarm.contactIds, ...facts.named])].slice(0, MOST_NAMED)
    dossier.learn({ phraseShare: alarm.expectedPerHour / volume, named })
    for (const searched of this.recent.all()) {
      if (named.includes(searched.contact.id)) dossier.take(searched)
    }
  }

  #clear({ issueId: alarmId, reason, at }: Extract<Detection, { readonly type: 'cleared' }>): void {
    const dossier = this.#dossierOfAlarm(alarmId)
    if (dossier === undefined) return
    dossier.learn({ alarms: dossier.facts.alarms.filter((one) => one !== alarmId) })
    // What words did in the last day is their usual share from now on; that of a code the detection knows.
    if (reason === 'usual-now' && dossier.issue.code === null) {
      const { contacts } = this.tally.coverage(at, DAY_MS / HOUR_MS)
      dossier.learn({ phraseShare: dossier.hits.between(at - DAY_MS, at) / Math.max(1, contacts) })
    }
    dossier.isDirty = true
  }

  #dossierOfAlarm(alarmId: string): Dossier | undefined {
    for (const dossier of this.#dossiers.values()) {
      if (dossier.facts.alarms.includes(alarmId)) return dossier
    }
    return undefined
  }

  #reopen(dossier: Dossier, at: WallMs, action: string): void {
    const { issue } = dossier
    const back = { ...issue, ...reopened(issue) }
    dossier.learn({ fix: null })
    dossier.change(record(back, { at, by: null, action, from: issue.state, note: null }))
  }

  #beginFix(dossier: Dossier, now: WallMs): void {
    const usual = this.usual(dossier, now)
    const lastHour = dossier.hits.between(now - HOUR_MS, now)
    const fix = watchFix(now, { lastHour, expected: usual.perHour, volumePerHour: usual.volume })
    dossier.learn({ fix })
    dossier.change({ ...dossier.issue, verification: verificationOf(fix) })
  }

  #measureFix(dossier: Dossier, now: WallMs): void {
    const { fix } = dossier.facts
    if (fix === null) {
      this.#beginFix(dossier, now)
      return
    }
    const usual = this.usual(dossier, now)
    // Whoever is heard of late counts as well.
    const count = Math.max(0, dossier.hits.between(fix.sinceAt - 1, now) - fix.contacts)
    const step = { now, count, usualPerHour: usual.perHour, volumePerHour: usual.volume }
    const watch = stepFix(fix, step)
    const verification = verificationOf(watch)
    dossier.learn({ fix: watch })
    dossier.issue = { ...dossier.issue, verification }
    if (verification.result === 'does-not-hold') {
      this.#reopen(dossier, now, 'fix-does-not-hold')
      dossier.change({ ...dossier.issue, verification })
    } else if (verification.result === 'holds') {
      const verified: Issue = { ...dossier.issue, state: 'verified' }
      dossier.change(record(verified, { at: now, by: null, action: 'fix-holds', from: 'fixed', note: null }))
    }
  }

  #closeWhatIsOver(dossier: Dossier, now: WallMs): void {
    const { issue } = dossier
    const { closeAfterMs, fadedAfterMs } = this.settings
    const since = issue.history.at(-1)?.at ?? issue.openedAt
    const isVerified = issue.state === 'verified'
    const isOver = isVerified || (!issue.active && issue.state !== 'fixed')
    if (!isOver || now - since < (isVerified ? closeAfterMs : fadedAfterMs)) return
    const closed: Issue = { ...issue, ...NO_ADVICE, state: 'closed' }
    const action = isVerified ? 'closed-as-verified' : 'closed-as-faded'
    dossier.change(record(closed, { at: now, by: null, action, from: issue.state, note: null }))
  }

  /** The issue with its figures as of now, under the next revision. */
  #tell(dossier: Dossier, now: WallMs): Issue {
    const { issue, hits, facts } = dossier
    const usual = this.usual(dossier, now)
    const code = issue.code === null ? null : this.#sources.codeFacts(issue.code)
    const figures = figuresOf(hits, now, usual, this.settings)
    const { need, kano } = needOf(hits.all(), code?.need ?? null)
    const { lastHour, expectedLastHour } = figures.counts
    const active =
      facts.alarms.length > 0 || lastHour > expectedLastHour + 2 * Math.sqrt(expectedLastHour) + 1
    const severity = severityOf({
      evidence: facts.evidence,
      lastHour,
      expected: expectedLastHour,
      growthPerHour: figures.growthPerHour,
      volume: usual.volume,
      need,
      code: code?.severity ?? null,
    })
    dossier.issue = {
      ...issue,
      ...figures,
      need,
      kano,
      active,
      severity: active && issue.revision > 0 ? worst(issue.severity, severity) : severity,
      quotes: dossier.quotes.best(),
      revision: issue.revision + 1,
      updatedAt: now,
    }
    if (dossier.isUrgent) dossier.changedAtRevision = dossier.issue.revision
    dossier.isDirty = false
    dossier.isUrgent = false
    dossier.told = dossier.issue
    return dossier.issue
  }

  /** There was nothing new to tell. */
  #untell(dossier: Dossier, told: Issue): void {
    dossier.issue = { ...dossier.issue, revision: told.revision, updatedAt: told.updatedAt }
    dossier.told = told
  }
}

/** Whether two copies show the same, whatever their numbers and times. */
function isSame(one: Issue, other: Issue): boolean {
  const shown = (issue: Issue): string => JSON.stringify({ ...issue, revision: 0, updatedAt: 0 })
  return shown(one) === shown(other)
}
