import { Counter, DELAY_BUCKETS_MS, Gauge, Histogram, type Registry } from '../platform/metrics.ts'
import type { Receiver } from './core/manner.ts'

type MessageFate = 'queued' | 'merged' | 'delivered' | 'dead' | 'removed'

export interface NotifyMetrics {
  message(receiver: Receiver, fate: MessageFate, count?: number): void
  attempt(receiver: Receiver, result: 'delivered' | 'passing' | 'permanent', ms: number): void
  /** Something of the room itself failed, such as the store; it is tried again. */
  fault(): void
}

/** No label ever names a subscription or an address. */
export function createNotifyMetrics(
  registry: Registry,
  figures: () => Promise<{ readonly waiting: number; readonly deadLetters: number }>,
): NotifyMetrics {
  const messages = new Counter({
    name: 'earshot_notify_messages_total',
    help: 'Messages to subscribers, by kind of receiver and what became of them.',
    labelNames: ['receiver', 'fate'],
    registers: [registry],
  })
  const attempts = new Histogram({
    name: 'earshot_notify_attempt_ms',
    help: 'Duration of attempts to send, in milliseconds, by kind of receiver and result.',
    labelNames: ['receiver', 'result'],
    buckets: DELAY_BUCKETS_MS,
    registers: [registry],
  })
  const faults = new Counter({
    name: 'earshot_notify_faults_total',
    help: 'Failures of the room itself, such as of the store; what was under way is tried again.',
    registers: [registry],
  })
  new Gauge({
    name: 'earshot_notify_messages',
    help: 'Messages that wait to be sent, and dead letters that are kept.',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      try {
        const { waiting, deadLetters } = await figures()
        this.set({ kind: 'waiting' }, waiting)
        this.set({ kind: 'dead' }, deadLetters)
      } catch {
        // A store that cannot be read takes no other metric with it; these stay as they were.
        faults.inc()
      }
    },
  })
  return {
    message: (receiver, fate, count = 1) => messages.inc({ receiver, fate }, count),
    attempt: (receiver, result, ms) => attempts.observe({ receiver, result }, ms),
    fault: () => faults.inc(),
  }
}
