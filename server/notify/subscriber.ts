import { randomUUID } from 'node:crypto'
import type { Issue } from '../contracts/issue.ts'
import type { KeptSubscription, NotifyMessage, NotifyTold } from '../contracts/notify.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { VolumeNotice } from '../contracts/volume-notice.ts'
import { traceOf } from '../platform/error-trace.ts'
import { Groups } from './core/groups.ts'
import { MANNERS, receiverOf } from './core/manner.ts'
import { merge } from './core/merge.ts'
import { Notices } from './core/notices.ts'
import { DeliveryWorker, type DeliveryWorkerOptions } from './delivery-worker.ts'

export type SubscriberOptions = Omit<DeliveryWorkerOptions, 'onEmpty'>

type DueMessage = Pick<NotifyMessage, 'groupKey' | 'entries' | 'notices'>

/** A receiver that has failed for this long gets merged messages, so that its queue does not grow with time. */
const MERGE_AFTER_MS = 60_000

/** More messages wait for nobody; a further one is a dead letter at once. */
const MOST_WAITING = 1_000

const AGAIN_AFTER_MS = 5_000
const DAY_MS = 86_400_000

/** One subscription at work: decides what it is told when, puts that into its queue, and has it sent. */
export class Subscriber {
  readonly #options: SubscriberOptions
  readonly #worker: DeliveryWorker
  #subscription: KeptSubscription
  #groups: Groups
  #notices: Notices
  #planning: Promise<void> | null = null
  #again = false
  #stopped = false
  #cancelTimer: (() => void) | null = null

  constructor(subscription: KeptSubscription, told: readonly NotifyTold[], options: SubscriberOptions) {
    this.#options = options
    this.#subscription = subscription
    this.#groups = groupsOf(subscription, told)
    this.#notices = noticesOf(subscription, told)
    this.#worker = new DeliveryWorker(subscription, { ...options, onEmpty: () => this.plan() })
  }

  get subscription(): KeptSubscription {
    return this.#subscription
  }

  get nextAttemptAt(): WallMs | null {
    return this.#worker.nextAttemptAt
  }

  /** Issues that its receiver knows as open. */
  get openIds(): readonly string[] {
    return this.#groups.openIds
  }

  /** Takes in issues as they are now, and looks what is to be sent. */
  observe(issues: readonly Issue[]): void {
    const now = wallMs(this.#options.clock.now())
    for (const issue of issues) this.#groups.observe(issue, now)
    this.plan()
  }

  /** Takes in what the number of contacts and the feeds did; what is known changes nothing. */
  observeNotices(notices: readonly VolumeNotice[]): void {
    const now = wallMs(this.#options.clock.now())
    for (const notice of notices) this.#notices.observe(notice, now)
    this.plan()
  }

  /** The same subscription, changed; it has to be given the issues again. */
  async change(subscription: KeptSubscription, told: () => Promise<readonly NotifyTold[]>): Promise<void> {
    // What is being put into the queue is told first, or it would be told twice.
    await this.#planning
    const known = await told()
    this.#groups = groupsOf(subscription, known)
    this.#notices = noticesOf(subscription, known)
    this.#subscription = subscription
    this.#worker.subscription = subscription
  }

  /** Goes on with what waits. */
  wake(): void {
    this.#worker.wake()
  }

  plan(): void {
    if (this.#stopped) return
    this.#again = true
    // A moment later: many issues that change at once are looked at once.
    this.#planning ??= Promise.resolve()
      .then(() => this.#planAll())
      .finally(() => {
        this.#planning = null
        if (this.#again) this.plan()
      })
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true
    this.#again = false
    this.#cancelTimer?.()
    await this.#planning
    await this.#worker.stop(deadlineMs)
  }

  async #planAll(): Promise<void> {
    this.#again = false
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (this.#subscription.paused) return
    const { clock, log, metrics } = this.#options
    try {
      const nextAt = await this.#queueWhatIsDue()
      if (nextAt !== null) this.#planAfter(nextAt - clock.now())
    } catch (thrown) {
      // Nothing is lost: what was not queued is still due.
      metrics.fault()
      const { subscriptionId } = this.#subscription
      log.error({ subscriptionId, ...traceOf(thrown) }, 'Messages to a subscriber could not be queued.')
      this.#planAfter(AGAIN_AFTER_MS)
    }
  }

  /** Returns when to look again. */
  async #queueWhatIsDue(): Promise<WallMs | null> {
    const { store, clock } = this.#options
    const { subscriptionId } = this.#subscription
    const groups = this.#groups
    const notices = this.#notices
    const now = wallMs(clock.now())
    let busy = false
    const dueNotices = notices.due(now)
    for (const message of dueNotices) {
      await this.#queue({ ...message, entries: [] }, notices.toldBy(message, now), now)
    }
    const isDue = groups.due(now, false).length > 0
    if (isDue) {
      busy = (await store.nextDelivery(subscriptionId)) !== null
      for (const message of groups.due(now, busy)) {
        await this.#queue({ ...message, notices: [] }, groups.toldBy(message, now), now)
      }
    }
    if (isDue || dueNotices.length > 0) this.#worker.wake()
    const forgotten = groups.forget(now)
    if (forgotten.length > 0) await store.forgetTold(subscriptionId, forgotten)
    const times = [groups.nextAt(now, busy), notices.nextAt()].filter((at) => at !== null)
    return times.length === 0 ? null : wallMs(Math.min(...times))
  }

  async #queue(due: DueMessage, told: readonly NotifyTold[], now: WallMs): Promise<void> {
    const { store, metrics, log } = this.#options
    const { subscriptionId, target } = this.#subscription
    const made = { deliveryId: `msg_${randomUUID()}`, subscriptionId, createdAt: now, ...due }
    const merged = await this.#merge(made, now)
    await store.enqueue(merged?.message ?? made, told, merged?.replaces ?? null)
    this.#groups.tell(told)
    this.#notices.tell(told)
    metrics.message(receiverOf(target), merged === null ? 'queued' : 'merged')
    if (this.#worker.failingSince === null || merged !== null || !(await this.#isFull())) return
    await store.giveUp(made.deliveryId, now, `More than ${MOST_WAITING} messages wait for this receiver.`)
    metrics.message(receiverOf(target), 'dead')
    log.warn({ subscriptionId }, 'The queue of a subscriber is full.')
  }

  /** While a receiver has failed for long, a message takes the place of the one about the same group that waits. */
  async #merge(
    made: NotifyMessage,
    now: WallMs,
  ): Promise<{ readonly message: NotifyMessage; readonly replaces: string } | null> {
    const { failingSince } = this.#worker
    if (failingSince === null || now - failingSince < MERGE_AFTER_MS) return null
    const older = await this.#options.store.findUntried(made.subscriptionId, made.groupKey)
    const message = older === null ? null : merge(older, made)
    return older === null || message === null ? null : { message, replaces: older.deliveryId }
  }

  async #isFull(): Promise<boolean> {
    const totals = await this.#options.store.listTotals()
    const own = totals.find(({ subscriptionId }) => subscriptionId === this.#subscription.subscriptionId)
    return (own?.waiting ?? 0) > MOST_WAITING
  }

  #planAfter(ms: number): void {
    if (this.#stopped) return
    this.#cancelTimer = this.#options.clock.after(Math.min(Math.max(ms, 0), DAY_MS), () => this.plan())
  }
}

function groupsOf({ filter, pace, target }: KeptSubscription, told: readonly NotifyTold[]): Groups {
  return new Groups({ filter, pace, manner: MANNERS[receiverOf(target)], told })
}

function noticesOf(
  { noticesSince: since, pace, target }: KeptSubscription,
  told: readonly NotifyTold[],
): Notices {
  return new Notices({ since, pace, manner: MANNERS[receiverOf(target)], told })
}
