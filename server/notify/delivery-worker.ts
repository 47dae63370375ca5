import type { KeptSubscription, NotifyDelivery } from '../contracts/notify.ts'
import type { NotifyStore } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import { GIVE_UP_AFTER_ATTEMPTS, GIVE_UP_AFTER_MS, backoffMs } from './core/backoff.ts'
import { receiverOf } from './core/manner.ts'
import type { NotifyMetrics } from './notify-metrics.ts'
import type { Attempt } from './send/attempt.ts'
import type { Sender } from './send/sender.ts'

/** After a failure of the store. */
const AGAIN_AFTER_MS = 5_000

export interface DeliveryWorkerOptions {
  readonly store: NotifyStore
  readonly sender: Sender
  readonly clock: Clock
  readonly log: Log
  readonly metrics: NotifyMetrics
  /** In [0, 1). */
  readonly random: () => number
  /** Called when everything was sent or given up. */
  readonly onEmpty: () => void
}

/**
 * Sends what waits for one subscription, one message after the other: the next one only when this one was taken or
 * given up. The queue is in the store, so a restart goes on where this stopped, and a worker holds one message at a
 * time. At least once: a process that dies between sending and noting it sends again, under the same id.
 */
export class DeliveryWorker {
  readonly #options: DeliveryWorkerOptions
  readonly #abort = new AbortController()
  #subscription: KeptSubscription
  #running: Promise<void> | null = null
  #again = false
  #stopped = false
  #cancelTimer: (() => void) | null = null
  #nextAttemptAt: WallMs | null = null
  #failingSince: WallMs | null = null

  constructor(subscription: KeptSubscription, options: DeliveryWorkerOptions) {
    this.#subscription = subscription
    this.#options = options
  }

  /** Null: nothing is waited for. */
  get nextAttemptAt(): WallMs | null {
    return this.#nextAttemptAt
  }

  /** Since when the message at the head of the queue has failed; null: it has not. */
  get failingSince(): WallMs | null {
    return this.#failingSince
  }

  /** The same subscription, changed. */
  set subscription(subscription: KeptSubscription) {
    this.#subscription = subscription
    this.wake()
  }

  /** Looks at the queue now, also while a failed message waits for its time. */
  wake(): void {
    if (this.#stopped) return
    this.#again = true
    this.#running ??= this.#runAll().finally(() => {
      this.#running = null
      if (this.#again) this.wake()
    })
  }

  /** Waits for the attempt under way, not for the queue; ends it when the deadline passes. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true
    this.#again = false
    this.#stopTimer()
    const cancel = this.#options.clock.after(deadlineMs, () => this.#abort.abort())
    await this.#running
    cancel()
  }

  async #runAll(): Promise<void> {
    this.#again = false
    this.#stopTimer()
    try {
      while (await this.#sendNext());
    } catch (thrown) {
      const { log, metrics } = this.#options
      metrics.fault()
      const { subscriptionId } = this.#subscription
      log.error({ subscriptionId, ...traceOf(thrown) }, 'A queue of messages could not be worked on.')
      this.#wakeAfter(AGAIN_AFTER_MS)
    }
  }

  /** True: there may be another one to send now. */
  async #sendNext(): Promise<boolean> {
    const { store, clock } = this.#options
    const { subscriptionId, paused } = this.#subscription
    if (this.#stopped || paused) return false
    const next = await store.nextDelivery(subscriptionId)
    this.#failingSince = next?.firstTriedAt ?? null
    if (next === null) {
      this.#options.onEmpty()
      return false
    }
    const waitMs = (next.nextAttemptAt ?? 0) - clock.now()
    if (waitMs > 0) {
      this.#nextAttemptAt = next.nextAttemptAt
      this.#wakeAfter(waitMs)
      return false
    }
    return this.#attempt(next)
  }

  async #attempt(delivery: NotifyDelivery): Promise<boolean> {
    const { store, sender, clock, metrics } = this.#options
    const receiver = receiverOf(this.#subscription.target)
    const startedAt = clock.now()
    const attempt = await sender.send(this.#subscription, delivery, this.#abort.signal)
    // Cut off by the end of this process: that says nothing of the receiver.
    if (this.#abort.signal.aborted && !attempt.delivered) return false
    const now = wallMs(clock.now())
    const result = attempt.delivered ? 'delivered' : attempt.permanent ? 'permanent' : 'passing'
    metrics.attempt(receiver, result, now - startedAt)
    if (attempt.delivered) {
      await store.saveDelivered(delivery.deliveryId, now)
      metrics.message(receiver, 'delivered')
    } else {
      await this.#failed(delivery, attempt, now)
    }
    return !this.#stopped
  }

  async #failed(
    { deliveryId, attempts: before, firstTriedAt: first }: NotifyDelivery,
    { error, permanent, retryAfterMs }: Extract<Attempt, { delivered: false }>,
    now: WallMs,
  ): Promise<void> {
    const { store, log, metrics, random } = this.#options
    const { subscriptionId, target } = this.#subscription
    const attempts = before + 1
    const firstTriedAt = first ?? now
    const waitMs = backoffMs(attempts, random(), retryAfterMs)
    const tooLong = now + waitMs - firstTriedAt > GIVE_UP_AFTER_MS || attempts >= GIVE_UP_AFTER_ATTEMPTS
    const nextAttemptAt = wallMs(now + waitMs)
    await store.saveAttempt(deliveryId, { attempts, firstTriedAt, nextAttemptAt, error })
    if (permanent || tooLong) {
      await store.giveUp(deliveryId, now, error)
      metrics.message(receiverOf(target), 'dead')
      log.warn({ subscriptionId, deliveryId, attempts, error }, 'A message to a subscriber was given up.')
    } else if (attempts === 1) {
      log.info({ subscriptionId, deliveryId, error }, 'A message to a subscriber is tried again later.')
    }
  }

  #wakeAfter(ms: number): void {
    if (this.#stopped) return
    this.#cancelTimer = this.#options.clock.after(ms, () => this.wake())
  }

  #stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    this.#nextAttemptAt = null
  }
}
