import { incidentAt } from './coded-detector.ts'
import { type CodedStream } from './coded-stream.ts'
import { type Alert } from './score.ts'
import { TICKS_PER_DAY } from './volume-model.ts'

/** How alarming the last hour of one code is, once a tick; whatever number, the higher the more. */
interface Reading {
  readonly tick: number
  readonly code: number
  readonly score: number
}

/** A detector that looks at the last hour's count of each code, and learns from the hours. */
export interface HourScorer {
  readonly name: string
  /** Scores one code's last hour; called at the end of each tick, also when the count is 0. */
  score(code: number, count: number, tick: number): number
}

/** Quiet for so long, and the next alert of a code is a new one. */
const QUIET_TICKS = 12
const FIT_DAYS = 14

/** The alerts of a scorer on the test days, at the threshold that the days before them allow for each budget. */
export function runBaseline(
  stream: CodedStream,
  scorer: HourScorer,
  budgets: readonly number[],
): ReadonlyMap<number, readonly Alert[]> {
  const testTick = stream.plan.testDay * TICKS_PER_DAY
  const readings = readAll(stream, scorer, testTick - FIT_DAYS * TICKS_PER_DAY)
  const fitting = readings.filter(({ tick }) => tick < testTick)
  const testing = readings.filter(({ tick }) => tick >= testTick)
  return new Map(
    budgets.map((budget) => {
      const threshold = fitThreshold(fitting, budget * FIT_DAYS)
      const alerts = alertsAt(testing, threshold).map(({ tick, code }) => ({
        ...{ at: tick + 1, incident: incidentAt(stream.incidents, code, tick + 1) },
      }))
      return [budget, alerts]
    }),
  )
}

function readAll({ plan, ticks }: CodedStream, scorer: HourScorer, fromTick: number): readonly Reading[] {
  const hour = new Float64Array(plan.codes)
  const readings: Reading[] = []
  ticks.forEach(({ contacts, tick }) => {
    for (const { code } of contacts) hour[code] = (hour[code] ?? 0) + 1
    for (const { code } of ticks[tick - 12]?.contacts ?? []) hour[code] = (hour[code] ?? 0) - 1
    for (let code = 0; code < plan.codes; code += 1) {
      const count = hour[code] ?? 0
      const score = scorer.score(code, count, tick)
      if (tick >= fromTick && score > 0 && count > 1) readings.push({ tick, code, score })
    }
  })
  return readings
}

/** The first reading above the threshold after an hour without one. */
function alertsAt(readings: readonly Reading[], threshold: number): readonly Reading[] {
  const last = new Map<number, number>()
  return readings.filter(({ tick, code, score }) => {
    if (score <= threshold) return false
    const isNew = tick - (last.get(code) ?? -Infinity) > QUIET_TICKS
    last.set(code, tick)
    return isNew
  })
}

/** The lowest threshold with at most so many alerts, to a thousandth of the highest score. */
function fitThreshold(readings: readonly Reading[], alerts: number): number {
  let low = 0
  let high = readings.reduce((most, { score }) => Math.max(most, score), 0)
  for (let halving = 0; halving < 16; halving += 1) {
    const middle = (low + high) / 2
    if (alertsAt(readings, middle).length > alerts) low = middle
    else high = middle
  }
  return high
}

/** The plainest: how many in the last hour. */
export function hourCount(): HourScorer {
  return { name: 'count of 60 min', score: (_code, count) => count }
}

/**
 * SigniTrend's significance (Schubert, Weiler, Kriegel, 2014): how many moving deviations the last hour lies above
 * its moving mean, both with a half-life of a week and a bias of one contact.
 */
export function signiTrend(codes: number): HourScorer {
  const mean = new Float64Array(codes)
  const variance = new Float64Array(codes)
  const alpha = 1 - 0.5 ** (1 / (7 * TICKS_PER_DAY))
  const bias = 1
  return {
    name: 'SigniTrend z',
    score: (code, count) => {
      const average = mean[code] ?? 0
      const z = (count - Math.max(average, bias)) / (Math.sqrt(variance[code] ?? 0) + bias)
      const apart = count - average
      mean[code] = average + alpha * apart
      variance[code] = (1 - alpha) * ((variance[code] ?? 0) + alpha * apart * apart)
      return z
    },
  }
}

/**
 * The published forecast of Sentry for errors that escalate: two weeks of hourly counts give a ceiling, made anew
 * each day here; the score is the last hour in ceilings.
 */
export function sentryForecast(codes: number): HourScorer {
  const HOURS = 14 * 24
  const history = new Float64Array(codes * HOURS)
  const ceilings = new Float64Array(codes).fill(Infinity)
  return {
    name: 'Sentry forecast',
    score: (code, count, tick) => {
      if (tick % 12 === 11) {
        const hour = (tick - 11) / 12
        history[code * HOURS + (hour % HOURS)] = count
        if (hour % 24 === 23)
          ceilings[code] = ceilingOf(history.subarray(code * HOURS, (code + 1) * HOURS), hour)
      }
      return count / (ceilings[code] ?? Infinity)
    },
  }
}

function ceilingOf(hours: Float64Array, latest: number): number {
  const known = Math.min(hours.length, latest + 1)
  const at = (back: number): number => hours[(latest - back + 2 * hours.length) % hours.length] ?? 0
  const week = Array.from({ length: Math.min(168, known) }, (_, back) => at(back))
  const most = Math.max(1, ...week)
  if (known < 168) return 10 * most
  const all = Array.from({ length: known }, (_, back) => at(back))
  const mean = meanOf(all)
  if (mean === 0) return 10
  const deviation = Math.sqrt(meanOf(all.map((value) => (value - mean) ** 2)))
  const burst = most * clip(5 * Math.exp((-0.65 * deviation) / mean), 2, 5)
  // The coming day's weekday, a week and two weeks ago.
  const sameDay = all.filter((_, back) => Math.floor((back + 1) / 24) % 7 === 6)
  const level = meanOf(sameDay) + mean * clip((mean + 5 * deviation) / mean, 5, 8)
  return Math.max(burst, level)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function clip(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
