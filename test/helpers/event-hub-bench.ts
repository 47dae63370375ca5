import type { Principal, Role } from '../../server/contracts/access.ts'
import type { CallStore } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { DeliveryLatency } from '../../server/delivery/events/delivery-latency.ts'
import { EventHub, type Attachment, type ReaderRequest } from '../../server/delivery/events/event-hub.ts'
import { LatencyWriter } from '../../server/delivery/events/latency-writer.ts'
import { DEFAULT_LIMITS, type DeliveryLimits } from '../../server/delivery/limits.ts'
import { createDeliveryMetrics } from '../../server/delivery/metrics.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { ManualClock } from './manual-clock.ts'
import { metricValue } from './metric-value.ts'
import { STARTED_AT } from './message-builders.ts'
import { RecordingTransport } from './recording-transport.ts'
import { placeByAttributes } from './place-by-attributes.ts'

type Stages = Parameters<CallStore['addLatency']>[1]

export const AGENT_7 = principalOf('agent', 'agent-7')
export const AGENT_8 = principalOf('agent', 'agent-8')
export const SUPERVISOR = principalOf('supervisor')

export function principalOf(role: Role, agentId: string | null = null): Principal {
  return { subject: agentId ?? role, role, agentId, expiresAt: wallMs(STARTED_AT + 3_600_000) }
}

type Joining = Partial<Omit<ReaderRequest, 'transport' | 'principal'>> & { flowing?: boolean }

export interface HubBench {
  readonly hub: EventHub
  readonly clock: ManualClock
  readonly writer: LatencyWriter
  /** What the store was given. */
  readonly stored: readonly { readonly outcomeId: string; readonly stages: Stages }[]
  /** A reader that joins now. */
  readonly join: (
    principal: Principal,
    options?: Joining,
  ) => Attachment & { readonly transport: RecordingTransport }
  /** Observations of one stage so far: how many and their sum. */
  readonly stage: (name: string) => Promise<{ readonly count: number; readonly sum: number }>
  /** The value of a counter or gauge with these labels. */
  readonly counted: (name: string, labels: Record<string, string>) => Promise<number>
}

/** The hub alone, with a clock that stands still and readers whose network is played by the test. */
export function setUpHub(limits: Partial<DeliveryLimits> = {}): HubBench {
  const clock = new ManualClock(STARTED_AT)
  const registry = new Registry()
  const metrics = createDeliveryMetrics(registry)
  const stored: HubBench['stored'][number][] = []
  const store = {
    addLatency: async (outcomeId: string, stages: Stages) => void stored.push({ outcomeId, stages }),
  }
  const writer = new LatencyWriter({ store, clock, log: createLog({ level: 'silent' }), metrics })
  const latency = new DeliveryLatency({ metrics, writer })
  const hub = new EventHub({
    ...{ clock, metrics, latency },
    limits: { ...DEFAULT_LIMITS, ...limits },
    callAttributes: { queue: 'queue' },
    placeOf: placeByAttributes,
  })
  hub.start()
  writer.start()

  const join: HubBench['join'] = (principal, { flowing = true, ...request } = {}) => {
    const transport = new RecordingTransport({ flowing })
    const attachment = hub.attach({ principal, transport, onlyCallId: null, after: null, ...request })
    return { ...attachment, transport }
  }
  const stage: HubBench['stage'] = async (name) => {
    const found = (await registry.getMetricsAsJSON()).find(
      (metric) => metric.name === 'earshot_latency_stage_ms',
    )
    const values = found?.values.filter((value) => value.labels['stage' as never] === name) ?? []
    const valueOf = (suffix: string) =>
      values.find(
        (value) => 'metricName' in value && value.metricName === `earshot_latency_stage_ms_${suffix}`,
      )?.value ?? 0
    return { count: valueOf('count'), sum: valueOf('sum') }
  }
  const counted: HubBench['counted'] = (name, labels) => metricValue(registry, name, labels)
  return { hub, clock, writer, stored, join, stage, counted }
}
