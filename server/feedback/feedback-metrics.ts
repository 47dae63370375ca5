import { Counter, Gauge, type Registry } from '../platform/metrics.ts'

/** What the feedback room counts. */
export interface FeedbackMetrics {
  readonly items: Counter<'result'>
  readonly tooFast: Counter<'door'>
  readonly textsCut: Counter
  readonly handedOnAgain: Counter
}

export function createFeedbackMetrics(registry: Registry, waiting: () => number): FeedbackMetrics {
  const registers = [registry]
  new Gauge({
    name: 'earshot_feedback_waiting_items',
    help: 'Items that wait to be on disk.',
    registers,
    collect() {
      this.set(waiting())
    },
  })
  return {
    items: new Counter({
      name: 'earshot_feedback_items_total',
      help: 'Items of digital feedback: accepted, known from before, or refused for their form.',
      labelNames: ['result'],
      registers,
    }),
    tooFast: new Counter({
      name: 'earshot_feedback_too_fast_total',
      help: 'Requests that were stopped because their source, or their address, sends more than it may.',
      labelNames: ['door'],
      registers,
    }),
    textsCut: new Counter({
      name: 'earshot_feedback_texts_cut_total',
      help: 'Items of which a text was longer than is kept.',
      registers,
    }),
    handedOnAgain: new Counter({
      name: 'earshot_feedback_handed_on_again_total',
      help: 'Items that an earlier run kept and had not handed on for sure, handed on at the start.',
      registers,
    }),
  }
}
