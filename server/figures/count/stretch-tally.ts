import type { DelayName } from '../../contracts/figures.ts'
import type { FloorPlace } from '../../contracts/floor.ts'
import type { CountableCall, CountableOutcome, PlaceDay, RuleTally } from '../../contracts/kept-figures.ts'
import { LATENCY_STAGES, totalDelayMs, type LatencyMs, type OutcomeReason } from '../../contracts/outcome.ts'
import type { WallMs } from '../../contracts/time.ts'
import { DelaySketch } from './delay-sketch.ts'

type Counts = { -readonly [Key in keyof Omit<RuleTally, 'ruleId' | 'held'>]: number }

interface OfRule {
  readonly counts: Counts
  readonly held: Partial<Record<OutcomeReason, number>>
}

interface OfPlace {
  readonly place: FloorPlace
  callMs: number
  agentMs: number
  readonly delays: Map<DelayName, DelaySketch>
  readonly rules: Map<string, OfRule>
}

/** When calls without an end are live, and how long they have lasted. */
export interface LiveCalls {
  readonly now: WallMs
  /** Calls that began before are of an earlier process, which died in them. */
  readonly since: WallMs
}

const VERDICTS = { used: 'used', 'not-now': 'notNow', wrong: 'wrong' } as const

/** What happened in one stretch of time, counted by place and by rule. */
export class StretchTally {
  readonly #places = new Map<string, OfPlace>()
  #hasLiveCalls = false

  /** Whether counting again later gives more call time. */
  get hasLiveCalls(): boolean {
    return this.#hasLiveCalls
  }

  addOutcome(outcome: CountableOutcome): void {
    const place = this.#at(outcome.place)
    const { counts, held } = ofRule(place, outcome.ruleId)
    for (const { verdict } of outcome.verdicts) counts[VERDICTS[verdict]] += 1
    if (outcome.state === 'held') {
      held[outcome.reason] = (held[outcome.reason] ?? 0) + 1
      return
    }
    if (outcome.state === 'confirmed') counts.confirmed += 1
    if (outcome.state === 'retracted') counts.retracted += 1
    const seen = isSeen(outcome)
    if (outcome.kind === 'prompt') {
      counts.prompts += 1
      if (seen) counts.promptsSeen += 1
      if (seen && isUsedByAgent(outcome)) counts.usedOfSeen += 1
    } else {
      counts.alerts += 1
      if (seen) counts.alertsSeen += 1
    }
    addDelays(place, outcome.latencyMs)
  }

  addCall(call: CountableCall, live: LiveCalls): void {
    const isLive = call.durationMs === null && call.startedAt >= live.since
    if (isLive) this.#hasLiveCalls = true
    const lastedMs = call.durationMs ?? (isLive ? Math.max(0, live.now - call.startedAt) : call.spokenMs)
    const place = this.#at(call.place)
    place.callMs += lastedMs
    if (call.agentFromMs !== null) place.agentMs += Math.max(0, lastedMs - Math.max(0, call.agentFromMs))
  }

  /** All of it as it is kept. */
  places(): readonly PlaceDay[] {
    return [...this.#places.values()].map(({ place, callMs, agentMs, delays, rules }) => ({
      place,
      callMs,
      agentMs,
      delays: Object.fromEntries([...delays].map(([name, sketch]) => [name, sketch.parts])),
      rules: [...rules].map(([ruleId, { counts, held }]) => ({ ruleId, ...counts, held })),
    }))
  }

  #at(place: FloorPlace): OfPlace {
    const key = JSON.stringify([place.site, place.team])
    const known = this.#places.get(key)
    if (known !== undefined) return known
    const begun: OfPlace = { place, callMs: 0, agentMs: 0, delays: new Map(), rules: new Map() }
    this.#places.set(key, begun)
    return begun
  }
}

/** A browser said that it was painted. */
export function isSeen({ latencyMs }: Pick<CountableOutcome, 'latencyMs'>): boolean {
  return latencyMs.paint !== undefined
}

function isUsedByAgent({ verdicts }: CountableOutcome): boolean {
  return verdicts.some(({ verdict, role }) => role === 'agent' && verdict === 'used')
}

function ofRule({ rules }: OfPlace, ruleId: string): OfRule {
  const known = rules.get(ruleId)
  if (known !== undefined) return known
  const begun: OfRule = {
    counts: {
      prompts: 0,
      promptsSeen: 0,
      usedOfSeen: 0,
      alerts: 0,
      alertsSeen: 0,
      confirmed: 0,
      retracted: 0,
      used: 0,
      notNow: 0,
      wrong: 0,
    },
    held: {},
  }
  rules.set(ruleId, begun)
  return begun
}

function addDelays({ delays }: OfPlace, latencyMs: LatencyMs): void {
  const add = (name: DelayName, ms: number | null | undefined): void => {
    if (ms === undefined || ms === null) return
    const sketch = delays.get(name) ?? new DelaySketch()
    delays.set(name, sketch)
    sketch.add(ms)
  }
  for (const stage of LATENCY_STAGES) add(stage, latencyMs[stage])
  add('total', totalDelayMs(latencyMs))
}
