import type {
  DelayFigures,
  DelayName,
  HonestFigures,
  RuleCounts,
  RuleHonesty,
} from '../../contracts/figures.ts'
import type { DayTally, PlaceTally, RuleTally } from '../../contracts/kept-figures.ts'
import { LATENCY_STAGES, type LatencyStage } from '../../contracts/outcome.ts'
import { wilsonInterval } from '../../platform/wilson.ts'
import { DelaySketch } from './delay-sketch.ts'

const HOUR_MS = 3_600_000

/** 95 %, both bounds. */
const Z = 1.96

/** Sums tallies up, of any number of places and days, and reads figures from the sums. */
export class Totals {
  readonly #rules = new Map<string, RuleTally>()
  readonly #delays = new Map<DelayName, DelaySketch>()
  #callMs = 0
  #agentMs = 0

  get callMs(): number {
    return this.#callMs
  }

  add({ places, rules }: DayTally): void {
    for (const place of places) this.#addPlace(place)
    for (const rule of rules) this.#rules.set(rule.ruleId, sum(this.#rules.get(rule.ruleId), rule))
  }

  figures(): HonestFigures {
    const all = [...this.#rules.values()].reduce<RuleTally | undefined>(sum, undefined) ?? NOTHING
    const { prompts, promptsSeen, usedOfSeen, alerts, alertsSeen, retracted, used, notNow, wrong } = all
    const agentHours = this.#agentMs / HOUR_MS
    return {
      agentHours,
      prompts,
      promptsPerAgentHour: share(prompts, agentHours),
      seen: promptsSeen,
      usedOfSeen,
      seenToUsed: share(usedOfSeen, promptsSeen),
      alerts,
      alertsSeen,
      used,
      notNow,
      wrong,
      wrongShare: share(wrong, used + notNow + wrong),
      retracted,
      retractedShare: share(retracted, prompts + alerts),
      held: heldOf(all),
      wordToPainted: this.#delay('total'),
      stages: this.#stages(),
    }
  }

  /** Rules with what they did, those shown most often first. */
  honesty(titles: ReadonlyMap<string, string>): readonly RuleHonesty[] {
    const all = [...this.#rules.values()].map((tally) => honestyOf(tally, titles.get(tally.ruleId)))
    return all.toSorted(
      (one, other) => other.shown - one.shown || other.fired - one.fired || byId(one, other),
    )
  }

  /** The same for those who write them, by id. */
  counts(): readonly RuleCounts[] {
    return [...this.#rules.values()].map(countsOf).toSorted(byId)
  }

  #addPlace({ callMs, agentMs, delays }: PlaceTally): void {
    this.#callMs += callMs
    this.#agentMs += agentMs
    for (const name of DELAYS) {
      const parts = delays[name]
      if (parts === undefined) continue
      const sketch = this.#delays.get(name) ?? new DelaySketch()
      this.#delays.set(name, sketch)
      sketch.merge(parts)
    }
  }

  #delay(name: DelayName): DelayFigures {
    const sketch = this.#delays.get(name) ?? new DelaySketch()
    const read = (part: number): number | null => {
      const ms = sketch.percentile(part)
      return ms === null ? null : Math.round(ms * 10) / 10
    }
    return { n: sketch.n, p50: read(0.5), p95: read(0.95), p99: read(0.99) }
  }

  #stages(): Readonly<Record<LatencyStage, DelayFigures>> {
    return {
      network: this.#delay('network'),
      settle: this.#delay('settle'),
      recognise: this.#delay('recognise'),
      rules: this.#delay('rules'),
      actions: this.#delay('actions'),
      wait: this.#delay('wait'),
      deliver: this.#delay('deliver'),
      paint: this.#delay('paint'),
    }
  }
}

const DELAYS: readonly DelayName[] = [...LATENCY_STAGES, 'total']

const NOTHING: RuleTally = {
  ruleId: '',
  prompts: 0,
  promptsSeen: 0,
  usedOfSeen: 0,
  alerts: 0,
  alertsSeen: 0,
  held: {},
  confirmed: 0,
  retracted: 0,
  used: 0,
  notNow: 0,
  wrong: 0,
}

function sum(before: RuleTally | undefined, more: RuleTally): RuleTally {
  if (before === undefined) return more
  return {
    ruleId: more.ruleId,
    prompts: before.prompts + more.prompts,
    promptsSeen: before.promptsSeen + more.promptsSeen,
    usedOfSeen: before.usedOfSeen + more.usedOfSeen,
    alerts: before.alerts + more.alerts,
    alertsSeen: before.alertsSeen + more.alertsSeen,
    held: sumHeld(before.held, more.held),
    confirmed: before.confirmed + more.confirmed,
    retracted: before.retracted + more.retracted,
    used: before.used + more.used,
    notNow: before.notNow + more.notNow,
    wrong: before.wrong + more.wrong,
  }
}

function sumHeld(before: RuleTally['held'], more: RuleTally['held']): RuleTally['held'] {
  const counts = new Map(Object.entries(before))
  for (const [reason, count] of Object.entries(more)) counts.set(reason, (counts.get(reason) ?? 0) + count)
  return Object.fromEntries(counts)
}

function heldOf({ held }: Pick<RuleTally, 'held'>): number {
  return Object.values(held).reduce((all, count) => all + count, 0)
}

function honestyOf(tally: RuleTally, title: string | undefined): RuleHonesty {
  const { ruleId, retracted, used, notNow, wrong } = tally
  const shown = tally.prompts + tally.alerts
  const held = heldOf(tally)
  return {
    ruleId,
    title: title ?? ruleId,
    fired: shown + held,
    shown,
    held,
    retracted,
    seen: tally.promptsSeen + tally.alertsSeen,
    used,
    notNow,
    wrong,
    precision: share(used, used + wrong),
    precisionRange: used + wrong === 0 ? null : wilsonInterval(used, used + wrong, Z),
  }
}

function countsOf(tally: RuleTally): RuleCounts {
  const { ruleId, held, confirmed, retracted, used, notNow, wrong } = tally
  const fired = tally.prompts + tally.alerts + heldOf(tally)
  const seen = tally.promptsSeen + tally.alertsSeen
  return { ruleId, fired, held, confirmed, retracted, seen, used, notNow, wrong }
}

/** Null where there is nothing of which it could be a part. */
function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function byId(one: { readonly ruleId: string }, other: { readonly ruleId: string }): number {
  return one.ruleId < other.ruleId ? -1 : 1
}
