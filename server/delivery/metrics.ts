import { LATENCY_STAGES, type LatencyStage } from '../contracts/outcome.ts'
import { Counter, DELAY_BUCKETS_MS, Gauge, sharedHistogram, type Registry } from '../platform/metrics.ts'

export type PaintedResult = 'counted' | 'repeated' | 'replayed' | 'implausible' | 'unknown'

/** What delivery measures. Labels are low in number and never hold anything of a call. */
export interface DeliveryMetrics {
  readonly readers: Gauge<'transport' | 'role'>
  readonly readersRefused: Counter<'code'>
  readonly readersClosed: Counter<'reason'>
  readonly readerMessages: Counter<'result'>
  readonly events: Counter<'type'>
  readonly eventsSent: Counter
  readonly eventsDropped: Counter<'reason'>
  readonly liveCalls: Gauge
  readonly openIssues: Gauge
  readonly issuesLeftOut: Counter
  readonly openCases: Gauge
  readonly casesLeftOut: Counter
  readonly logBytes: Gauge
  readonly finalsLeftOut: Counter
  readonly painted: Counter<'result'>
  readonly latencyLost: Counter
  readonly httpErrors: Counter<'code'>
  readonly feedback: Counter<'rule' | 'verdict'>
  readonly issueActions: Counter<'action' | 'result'>
  stage(stage: LatencyStage | 'total', ms: number): void
}

export function createDeliveryMetrics(registry: Registry): DeliveryMetrics {
  const registers = [registry]
  const stages = sharedHistogram(registry, {
    name: 'earshot_latency_stage_ms',
    help: `Delay of outcomes by stage, in milliseconds: ${LATENCY_STAGES.join(', ')}; total is their sum.`,
    labelNames: ['stage'],
    buckets: DELAY_BUCKETS_MS,
  })
  return {
    ...readerMetrics(registry),
    ...issueMetrics(registry),
    events: new Counter({
      name: 'earshot_delivery_events_total',
      help: 'Events that entered the sequence, by type.',
      labelNames: ['type'],
      registers,
    }),
    liveCalls: new Gauge({
      name: 'earshot_delivery_live_calls',
      help: 'Calls held for consoles: live, or ended a moment ago.',
      registers,
    }),
    logBytes: new Gauge({
      name: 'earshot_delivery_event_log_bytes',
      help: 'Bytes of events held for readers that resume.',
      registers,
    }),
    finalsLeftOut: new Counter({
      name: 'earshot_delivery_finals_left_out_total',
      help: 'Finals no longer held for late readers because their call is very long; the store has them.',
      registers,
    }),
    latencyLost: new Counter({
      name: 'earshot_delivery_latency_lost_total',
      help: 'Measured delays that the store did not take.',
      registers,
    }),
    httpErrors: new Counter({
      name: 'earshot_delivery_http_errors_total',
      help: 'HTTP requests answered with an error, by code.',
      labelNames: ['code'],
      registers,
    }),
    feedback: new Counter({
      name: 'earshot_rules_feedback_total',
      help: 'What people said of outcomes, by rule and verdict; each time that somebody said something.',
      labelNames: ['rule', 'verdict'],
      registers,
    }),
    stage: (stage, ms) => stages.observe({ stage }, ms),
  }
}

function issueMetrics(registry: Registry) {
  const registers = [registry]
  return {
    openIssues: new Gauge({
      name: 'earshot_delivery_open_issues',
      help: 'Issues held for consoles: those that are not closed.',
      registers,
    }),
    issuesLeftOut: new Counter({
      name: 'earshot_delivery_issues_left_out_total',
      help: 'Open issues no longer held for late readers because there are too many; the desk has them.',
      registers,
    }),
    openCases: new Gauge({
      name: 'earshot_delivery_open_cases',
      help: 'Alert cases held for consoles: those that are not resolved.',
      registers,
    }),
    casesLeftOut: new Counter({
      name: 'earshot_delivery_cases_left_out_total',
      help: 'Open alert cases no longer held for late readers because there are too many; the store has them.',
      registers,
    }),
    issueActions: new Counter({
      name: 'earshot_issue_actions_total',
      help: 'What people did to issues, by the kind of action and how it ended: done, or an error code.',
      labelNames: ['action', 'result'],
      registers,
    }),
  } satisfies Partial<DeliveryMetrics>
}

function readerMetrics(registry: Registry) {
  const registers = [registry]
  return {
    readers: new Gauge({
      name: 'earshot_delivery_readers',
      help: 'Readers of events connected now.',
      labelNames: ['transport', 'role'],
      registers,
    }),
    readersRefused: new Counter({
      name: 'earshot_delivery_readers_refused_total',
      help: 'Readers of events that were refused, by error code.',
      labelNames: ['code'],
      registers,
    }),
    readersClosed: new Counter({
      name: 'earshot_delivery_readers_closed_total',
      help: 'Readers closed by this side: an error code, or `silent` when they no longer answered.',
      labelNames: ['reason'],
      registers,
    }),
    readerMessages: new Counter({
      name: 'earshot_delivery_reader_messages_total',
      help: 'Messages from readers: taken, flooded (too many a second), or an error code.',
      labelNames: ['result'],
      registers,
    }),
    eventsSent: new Counter({
      name: 'earshot_delivery_events_sent_total',
      help: 'Messages handed to sockets of readers.',
      registers,
    }),
    eventsDropped: new Counter({
      name: 'earshot_delivery_events_dropped_total',
      help: 'Events not sent to a slow reader: replaced by a newer one, or missed.',
      labelNames: ['reason'],
      registers,
    }),
    painted: new Counter({
      name: 'earshot_delivery_painted_total',
      help: 'Paints reported by browsers, by what became of the report.',
      labelNames: ['result'],
      registers,
    }),
  } satisfies Partial<DeliveryMetrics>
}
