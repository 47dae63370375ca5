import type { Issue } from '../contracts/issue.ts'
import type { KeptSubscription } from '../contracts/notify.ts'
import type { IssueStore } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { NOTICES_KEPT_MS, type VolumeNotice } from '../contracts/volume-notice.ts'
import { boundIssue } from './core/bound-issue.ts'
import { isOver } from './core/news.ts'
import { Subscriber, type SubscriberOptions } from './subscriber.ts'

/** How many issues are asked for at once. */
const PAGE = 500

/** Notices that are remembered for a subscription that could not be told yet. */
const MOST_NOTICES = 200

/** Everybody who is told, and the issues that are open now, for those who come later. */
export class Subscribers {
  readonly #issues: IssueStore
  readonly #options: SubscriberOptions
  readonly #all = new Map<string, Subscriber>()
  readonly #open = new Map<string, Issue>()
  /** Of the last 24 hours. */
  #notices: readonly VolumeNotice[] = []

  constructor(issues: IssueStore, options: SubscriberOptions) {
    this.#issues = issues
    this.#options = options
  }

  get size(): number {
    return this.#all.size
  }

  get(subscriptionId: string): Subscriber | null {
    return this.#all.get(subscriptionId) ?? null
  }

  async load(): Promise<void> {
    await this.#loadOpenIssues()
    this.#notices = await this.#issues.listNotices(this.#oldestNotice)
    for (const subscription of await this.#options.store.listSubscriptions()) await this.add(subscription)
  }

  observe(issue: Issue): void {
    const bounded = boundIssue(issue)
    if (isOver(issue)) this.#open.delete(issue.issueId)
    else this.#open.set(issue.issueId, bounded)
    for (const subscriber of this.#all.values()) subscriber.observe([bounded])
  }

  observeNotice(notice: VolumeNotice): void {
    const oldest = this.#oldestNotice
    this.#notices = [...this.#notices.filter(({ at }) => at >= oldest), notice].slice(-MOST_NOTICES)
    for (const subscriber of this.#all.values()) subscriber.observeNotices([notice])
  }

  /** A new one is told of what is open already. */
  async add(subscription: KeptSubscription): Promise<void> {
    const told = await this.#options.store.listTold(subscription.subscriptionId)
    const subscriber = new Subscriber(subscription, told, this.#options)
    this.#all.set(subscription.subscriptionId, subscriber)
    await this.#feed(subscriber)
    subscriber.wake()
  }

  async change(subscriber: Subscriber, subscription: KeptSubscription): Promise<void> {
    const { subscriptionId } = subscription
    await subscriber.change(subscription, () => this.#options.store.listTold(subscriptionId))
    await this.#feed(subscriber)
  }

  async remove(subscriber: Subscriber): Promise<void> {
    this.#all.delete(subscriber.subscription.subscriptionId)
    await subscriber.stop(0)
  }

  async stop(deadlineMs: number): Promise<void> {
    await Promise.all([...this.#all.values()].map((subscriber) => subscriber.stop(deadlineMs)))
  }

  /** What is open now, and what has ended since its receiver was told that it is open. */
  async #feed(subscriber: Subscriber): Promise<void> {
    const ended: Issue[] = []
    for (const issueId of subscriber.openIds) {
      if (this.#open.has(issueId)) continue
      const issue = await this.#issues.getIssue(issueId)
      if (issue !== null) ended.push(boundIssue(issue))
    }
    subscriber.observe([...this.#open.values(), ...ended])
    subscriber.observeNotices(this.#notices)
  }

  get #oldestNotice(): WallMs {
    return wallMs(this.#options.clock.now() - NOTICES_KEPT_MS)
  }

  async #loadOpenIssues(): Promise<void> {
    let before: WallMs | undefined
    for (;;) {
      const page = await this.#issues.listIssues({ active: true, before, limit: PAGE })
      for (const issue of page) if (!isOver(issue)) this.#open.set(issue.issueId, boundIssue(issue))
      before = page.at(-1)?.openedAt
      if (page.length < PAGE) return
    }
  }
}
