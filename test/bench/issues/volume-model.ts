import type { Chance } from './chance.ts'

/** A Monday, so that days 5 and 6 of each week are its weekend. */
export const FIRST_DAY_MS = Date.UTC(2024, 0, 1)
export const DAY_MS = 86_400_000
export const HOUR_MS = 3_600_000
export const TICK_MS = 300_000
export const TICKS_PER_DAY = 288

/** How busy each hour of a day is: two peaks and a quiet night, mean 1. */
const PROFILE = normalised(
  Array.from({ length: 24 }, (_, hour) => 0.12 + bump(hour, 10.5, 2.2) + 0.85 * bump(hour, 15.5, 2.6)),
)
const WEEKEND = 0.42
const DAY_NOISE = 0.12

interface Shock {
  readonly from: number
  readonly to: number
  readonly factor: number
}

/** The number of contacts a tick that one may expect: time of day, weekend, days that differ, and sudden shocks. */
export class VolumeModel {
  readonly #perTick: number
  readonly #days: readonly number[]
  readonly #shocks: readonly Shock[]

  constructor(chance: Chance, { days, perHour, shocks }: { days: number; perHour: number; shocks: number }) {
    this.#perTick = perHour / 12 / ((5 + 2 * WEEKEND) / 7)
    this.#days = Array.from({ length: days }, (_, day) => {
      return (day % 7 >= 5 ? WEEKEND : 1) * Math.exp(DAY_NOISE * chance.normal())
    })
    this.#shocks = Array.from({ length: shocks }, () => {
      const from = chance.below(days * TICKS_PER_DAY)
      return { from, to: from + Math.round(chance.between(24, 72)), factor: chance.between(1.5, 2.5) }
    })
  }

  /** Expected contacts in a tick, counted from the first day. */
  rate(tick: number): number {
    const day = this.#days[Math.floor(tick / TICKS_PER_DAY)] ?? 1
    const hour = Math.floor((tick % TICKS_PER_DAY) / 12)
    const shock = this.#shocks.find(({ from, to }) => tick >= from && tick < to)?.factor ?? 1
    return this.#perTick * (PROFILE[hour] ?? 1) * day * shock
  }
}

/** How much likelier a subject with an hour of its own is at each hour. */
export function ownHours(chance: Chance): readonly number[] {
  const peak = chance.between(0, 24)
  return normalised(
    Array.from({ length: 24 }, (_, hour) => {
      const apart = Math.min(Math.abs(hour - peak), 24 - Math.abs(hour - peak))
      return 0.4 + 2.5 * Math.exp(-(apart ** 2) / 18)
    }),
  )
}

function bump(hour: number, at: number, width: number): number {
  return Math.exp(-((hour + 0.5 - at) ** 2) / (2 * width ** 2))
}

function normalised(values: readonly number[]): readonly number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value / mean)
}
