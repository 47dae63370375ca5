import type { CodeId } from '../../contracts/contact.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { NotifyEntry, NotifyNews, NotifyTold } from '../../contracts/notify.ts'
import type { NotifyFilter, NotifyPace } from '../../contracts/subscription.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'
import { codesAbove, isFor, namesState, wantsState } from './filter.ts'
import type { Manner } from './manner.ts'
import { isOver, newsOf, standingOf } from './news.ts'
import { byGravity } from './severity-order.ts'

/** What is to be sent about one group now. */
export interface GroupMessage {
  readonly groupKey: string
  readonly entries: readonly NotifyEntry[]
}

interface GroupsOptions {
  readonly filter: NotifyFilter
  readonly pace: NotifyPace
  readonly manner: Manner
  /** What was told before a restart. */
  readonly told: readonly NotifyTold[]
}

interface Member {
  readonly issue: Issue
  readonly groupKey: string
  /** Since when there is something to tell; null: nothing is. */
  pendingSince: WallMs | null
}

/** A message tells of so many issues; the next one of the others. */
const MOST_ENTRIES = 50

/** How long it is remembered what was told of an issue that is over. */
const REMEMBER_MS = 7 * 24 * 3_600_000

/**
 * What one subscription is told when, as Alertmanager would: grouping, inhibition, repeats, silences and ends. It
 * works on the times that it is given. `due` changes nothing, so that what could not be queued stays due; `tell` says
 * that it was.
 */
export class Groups {
  readonly #filter: NotifyFilter
  readonly #pace: NotifyPace
  readonly #manner: Manner
  readonly #members = new Map<string, Member>()
  readonly #told: Map<string, NotifyTold>
  readonly #lastMessageAt = new Map<string, WallMs>()
  /** How many open issues there are of a code; what is above others inhibits them. */
  readonly #openCodes = new Map<CodeId, number>()

  constructor({ filter, pace, manner, told }: GroupsOptions) {
    this.#filter = filter
    this.#pace = pace
    this.#manner = manner
    this.#told = new Map(told.map((each) => [each.issueId, each]))
    for (const { groupKey, toldAt } of told) {
      this.#lastMessageAt.set(groupKey, wallMs(Math.max(toldAt, this.#lastMessageAt.get(groupKey) ?? 0)))
    }
  }

  /** Issues that were told and are not over, as far as the receiver knows. */
  get openIds(): readonly string[] {
    return [...this.#told.values()].filter(({ over }) => !over).map(({ issueId }) => issueId)
  }

  /** Takes in an issue as it is now; an older revision than the known one changes nothing. */
  observe(issue: Issue, now: WallMs): void {
    const known = this.#members.get(issue.issueId)
    if (known !== undefined && issue.revision <= known.issue.revision) return
    if (known !== undefined) this.#countOpen(known.issue, -1)
    if (!this.#concerns(issue)) {
      this.#members.delete(issue.issueId)
      return
    }
    const groupKey = known?.groupKey ?? this.#told.get(issue.issueId)?.groupKey ?? this.#keyOf(issue)
    const member = { issue, groupKey, pendingSince: known?.pendingSince ?? null }
    this.#members.set(issue.issueId, member)
    this.#countOpen(issue, 1)
    this.#mark(member, now)
  }

  /** What is to be sent now. `busy`: the receiver has not got all of it yet, so nothing is repeated to it. */
  due(now: WallMs, busy: boolean): readonly GroupMessage[] {
    for (const member of this.#members.values()) this.#mark(member, now)
    return [...this.#byGroup()].flatMap(([groupKey, members]) => {
      const dueAt = this.#dueAt(groupKey, members, busy)
      return dueAt !== null && dueAt <= now ? [{ groupKey, entries: this.#entries(members, now, busy) }] : []
    })
  }

  /** When `due` is worth asking next; null: not before something is observed. */
  nextAt(now: WallMs, busy: boolean): WallMs | null {
    const times = [...this.#byGroup()].map(([groupKey, members]) => this.#dueAt(groupKey, members, busy))
    for (const { issue } of this.#members.values()) {
      if (issue.silencedUntil !== null && issue.silencedUntil > now) times.push(issue.silencedUntil)
    }
    const known = times.filter((at) => at !== null)
    return known.length === 0 ? null : wallMs(Math.min(...known))
  }

  /** What the receiver knows once the message is sent. */
  toldBy({ groupKey, entries }: GroupMessage, now: WallMs): readonly NotifyTold[] {
    return entries.map(({ issue }) => ({
      issueId: issue.issueId,
      groupKey,
      standing: standingOf(issue, this.#manner),
      over: isOver(issue),
      toldAt: now,
    }))
  }

  tell(told: readonly NotifyTold[]): void {
    for (const each of told) {
      this.#told.set(each.issueId, each)
      this.#lastMessageAt.set(each.groupKey, each.toldAt)
      const member = this.#members.get(each.issueId)
      if (member === undefined) continue
      member.pendingSince = null
      if (each.over && isOver(member.issue)) this.#members.delete(each.issueId)
    }
  }

  /** Forgets what was told long ago of issues that are over; returns their ids. */
  forget(now: WallMs): readonly string[] {
    const old = [...this.#told.values()].filter(
      ({ issueId, toldAt }) => toldAt + REMEMBER_MS <= now && !this.#members.has(issueId),
    )
    for (const { issueId } of old) this.#told.delete(issueId)
    const groups = new Set([...this.#members.values()].map(({ groupKey }) => groupKey))
    for (const [groupKey, at] of this.#lastMessageAt) {
      if (!groups.has(groupKey) && at + this.#pace.groupIntervalMs <= now)
        this.#lastMessageAt.delete(groupKey)
    }
    return old.map(({ issueId }) => issueId)
  }

  /** Whether there is, or may be, something to tell of it. */
  #concerns(issue: Issue): boolean {
    const told = this.#told.get(issue.issueId)
    const over = isOver(issue)
    if (over && (told?.over === true || this.#manner.openingsOnly)) return false
    // What was told stays the receiver's until its end: it must hear of that, whatever else has changed.
    if (told?.over === false) return issue.state !== 'closed' || wantsState(this.#filter, 'closed')
    // An end that nobody was told the beginning of is only for those who ask for it by name.
    return isFor(this.#filter, issue) && (!over || namesState(this.#filter, issue.state))
  }

  /** A group whose issues lack a label is a group of its own, as in Alertmanager. */
  #keyOf(issue: Issue): string {
    if (this.#manner.separate) return issue.issueId
    return JSON.stringify(this.#pace.groupBy.map((label) => issue[label]))
  }

  /** Notes whether there is something to tell, and since when. */
  #mark(member: Member, now: WallMs): void {
    if (this.#newsOf(member, now) === null) member.pendingSince = null
    else member.pendingSince ??= now
  }

  #newsOf({ issue }: Member, now: WallMs): NotifyNews | null {
    if (this.#isMuted(issue, now) || !wantsState(this.#filter, issue.state)) return null
    return newsOf(issue, this.#told.get(issue.issueId), this.#manner)
  }

  /** Silenced until a time; or inhibited by an open issue of a code above it, which this receiver is told of. */
  #isMuted(issue: Issue, now: WallMs): boolean {
    const { silencedUntil, code } = issue
    if (silencedUntil !== null && silencedUntil > now) return true
    // The end of what was told is passed on: somebody may be working on it.
    return code !== null && !isOver(issue) && codesAbove(code).some((above) => this.#openCodes.has(above))
  }

  #countOpen(issue: Issue, change: 1 | -1): void {
    const { code } = issue
    if (code === null || isOver(issue)) return
    const count = (this.#openCodes.get(code) ?? 0) + change
    if (count === 0) this.#openCodes.delete(code)
    else this.#openCodes.set(code, count)
  }

  #byGroup(): ReadonlyMap<string, readonly Member[]> {
    return Map.groupBy(this.#members.values(), ({ groupKey }) => groupKey)
  }

  #dueAt(groupKey: string, members: readonly Member[], busy: boolean): WallMs | null {
    const { groupWaitMs, groupIntervalMs } = this.#pace
    const pending = members.flatMap(({ pendingSince }) => (pendingSince === null ? [] : [pendingSince]))
    const times = pending.map((since) => since + groupWaitMs)
    if (!busy) times.push(...members.flatMap((member) => this.#repeatAt(member) ?? []))
    if (times.length === 0) return null
    const last = this.#lastMessageAt.get(groupKey)
    return wallMs(Math.max(Math.min(...times), last === undefined ? 0 : last + groupIntervalMs))
  }

  #repeatAt({ issue, pendingSince }: Member): number | null {
    const { repeatIntervalMs } = this.#pace
    const told = this.#told.get(issue.issueId)
    if (repeatIntervalMs === 0 || this.#manner.openingsOnly || pendingSince !== null) return null
    if (told === undefined || told.over || isOver(issue) || !wantsState(this.#filter, issue.state))
      return null
    const at = Math.max(told.toldAt + repeatIntervalMs, issue.silencedUntil ?? 0)
    return this.#isMuted(issue, wallMs(at)) ? null : at
  }

  /** The whole of the group as it is now, less what is muted; of a very large one first what is new. */
  #entries(members: readonly Member[], now: WallMs, busy: boolean): readonly NotifyEntry[] {
    const entries = members
      .flatMap((member) => {
        const news = this.#newsOf(member, now)
        const shown = news !== null || this.#isPartOfPicture(member, now)
        const repeatAt = busy ? null : this.#repeatAt(member)
        const repeated = repeatAt !== null && repeatAt <= now ? ('repeated' as const) : null
        return shown ? [{ issue: member.issue, news: news ?? repeated }] : []
      })
      .toSorted((a, b) => byGravity(a.issue, b.issue))
    if (entries.length <= MOST_ENTRIES) return entries
    const first = entries.toSorted((a, b) => Number(b.news !== null) - Number(a.news !== null))
    const kept = new Set(first.slice(0, MOST_ENTRIES))
    return entries.filter((entry) => kept.has(entry))
  }

  #isPartOfPicture({ issue }: Member, now: WallMs): boolean {
    const told = this.#told.get(issue.issueId)
    return (
      told !== undefined &&
      !told.over &&
      !isOver(issue) &&
      !this.#isMuted(issue, now) &&
      wantsState(this.#filter, issue.state)
    )
  }
}
