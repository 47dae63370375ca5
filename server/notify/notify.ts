import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { Store } from '../contracts/store.ts'
import type { NotifyDesk } from '../contracts/subscription.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { createNotifyDesk } from './notify-desk.ts'
import { createNotifyMetrics } from './notify-metrics.ts'
import { findAddresses, type FindAddresses } from './send/guarded-lookup.ts'
import { createMailer } from './send/mailer.ts'
import { AllowedPlaces } from './send/reachable.ts'
import { Sender } from './send/sender.ts'
import { createWebhookSender } from './send/webhook.ts'
import { Subscribers } from './subscribers.ts'

export interface NotifyOptions {
  readonly bus: Bus
  readonly store: Pick<Store, 'notify' | 'issues'>
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** In [0, 1); spreads the attempts of many queues. */
  readonly random: () => number
  /** Private networks (`10.2.0.0/16`) and hosts that may be sent to, and those that may be sent to unencrypted. */
  readonly privatePlaces: readonly string[]
  /** Where people reach this server's pages, without a slash at the end; null: messages have no links. */
  readonly publicUrl: string | null
  /** Null: no mails. */
  readonly smtp: { readonly url: string; readonly from: string } | null
  /** How names are looked up; the system's way by default. */
  readonly find?: FindAddresses
  /** How long an attempt may take, in milliseconds. */
  readonly timeoutMs?: number
}

export interface Notify {
  readonly desk: NotifyDesk
  /** Goes on with what waits from before, tells what changed meanwhile, and listens to the topics `issue` and `notice`. */
  start(): Promise<void>
  /** Ends the attempts under way, at the deadline at the latest. What waits is sent after the next start. */
  stop(deadlineMs: number): Promise<void>
}

const TIMEOUT_MS = 10_000

/** Tells those outside the console: webhooks and mails. */
export function createNotify(options: NotifyOptions): Notify {
  const { bus, store, registry, clock } = options
  const places = new AllowedPlaces(options.privatePlaces)
  const { find = findAddresses, timeoutMs = TIMEOUT_MS, publicUrl } = options
  const mailer = options.smtp === null ? null : createMailer({ ...options.smtp, timeoutMs })
  const webhooks = createWebhookSender({ places, clock, timeoutMs, find })
  const sender = new Sender({ webhooks, mailer, publicUrl, clock })
  const metrics = createNotifyMetrics(registry, async () => {
    const totals = await store.notify.listTotals()
    return {
      waiting: totals.reduce((sum, { waiting }) => sum + waiting, 0),
      deadLetters: totals.reduce((sum, { deadLetters }) => sum + deadLetters, 0),
    }
  })
  const subscribers = new Subscribers(store.issues, { ...options, store: store.notify, sender, metrics })
  const desk = createNotifyDesk({
    store: store.notify,
    subscribers,
    sender,
    metrics,
    clock,
    places,
    find,
    sendsMails: mailer !== null,
  })
  let unsubscribe: readonly Unsubscribe[] | null = null
  return {
    desk,
    async start() {
      await subscribers.load()
      unsubscribe ??= [
        bus.subscribe('issue', (issue) => subscribers.observe(issue)),
        bus.subscribe('notice', (notice) => subscribers.observeNotice(notice)),
      ]
    },
    async stop(deadlineMs) {
      for (const end of unsubscribe ?? []) end()
      unsubscribe = null
      await subscribers.stop(deadlineMs)
      mailer?.close()
    },
  }
}
