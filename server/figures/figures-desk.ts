import { AppError } from '../contracts/errors.ts'
import type {
  BehindQuery,
  BehindWhat,
  FiguresDesk,
  FiguresFilter,
  FiguresPoint,
  FiguresQuery,
  FiguresReport,
  FiguresStep,
  OutcomeBehind,
  RuleCountsReport,
} from '../contracts/figures.ts'
import type { FloorPlace } from '../contracts/floor.ts'
import type { CountableOutcome, DayTally } from '../contracts/kept-figures.ts'
import type { CountingPlace, FiguresStore } from '../contracts/store.ts'
import { wallMs } from '../contracts/time.ts'
import { firstDayOf, nextFirstDay } from '../platform/calendar-steps.ts'
import type { Clock } from '../platform/clock.ts'
import { letOthersRun } from '../platform/let-others-run.ts'
import type { LocalDay, LocalDays } from '../platform/local-days.ts'
import { isAskedFor } from './count/in-filter.ts'
import { isSeen } from './count/stretch-tally.ts'
import { Totals } from './count/totals.ts'
import { LONGEST_MS, type DayKeeper } from './day-keeper.ts'

/** Outcomes of a rule that are looked at for one question. */
const MOST_LOOKED_AT = 20_000
const PAGE = 250

export interface FiguresDeskOptions {
  readonly store: FiguresStore
  readonly days: LocalDays
  readonly keeper: DayKeeper
  readonly clock: Clock
  readonly timeZone: string
  /** By rule id. */
  readonly ruleTitles: () => ReadonlyMap<string, string>
  /** Resolves when today was counted a moment ago, or could not be in a moment. */
  readonly freshen: () => Promise<void>
}

/** Reads figures from the days that are kept and from today. */
export class KeptFiguresDesk implements FiguresDesk {
  readonly #options: FiguresDeskOptions

  constructor(options: FiguresDeskOptions) {
    this.#options = options
  }

  async report(query: FiguresQuery): Promise<FiguresReport> {
    const { keeper, clock, ruleTitles, timeZone, freshen } = this.#options
    await freshen()
    const days = this.#daysOf(query, query.step)
    const all = new Totals()
    const points = new Map<number, Totals>()
    const read = await this.#reader(query)
    for (const day of days) {
      const tallies = await read(day)
      if (tallies === null) continue
      const at = this.#stepOf(day, query.step)
      const point = points.get(at) ?? new Totals()
      points.set(at, point)
      for (const tally of tallies) {
        all.add(tally)
        point.add(tally)
      }
      await letOthersRun()
    }
    const due = new Set(keeper.due.map(({ from }) => from))
    const [first] = days
    return {
      step: query.step,
      timeZone,
      from: wallMs(first?.from ?? query.from),
      to: wallMs(Math.min(days.at(-1)?.to ?? query.to, clock.now())),
      all: all.figures(),
      points: [...points].map(([at, point]): FiguresPoint => ({ at: wallMs(at), ...point.figures() })),
      rules: all.honesty(ruleTitles()),
      places: await this.#placesOf(days, query),
      countedAt: keeper.today.countedAt,
      daysToCount: days.filter(({ from }) => due.has(from)).length,
    }
  }

  async behind(query: BehindQuery): Promise<readonly OutcomeBehind[]> {
    const { store } = this.#options
    const days = this.#daysOf(query, 'day')
    const stretch = {
      ruleId: query.ruleId,
      from: wallMs(days[0]?.from ?? query.from),
      to: wallMs(days.at(-1)?.to ?? query.to),
    }
    const found: CountableOutcome[] = []
    let before: CountingPlace | null = null
    for (let looked = 0; looked < MOST_LOOKED_AT && found.length < query.limit; looked += PAGE) {
      const page: readonly CountableOutcome[] = await store.listOutcomesOfRule({
        ...stretch,
        before,
        limit: PAGE,
      })
      found.push(...page.filter((outcome) => isAskedFor(outcome.place, query) && isWhat(outcome, query.what)))
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE) break
      before = { at: last.createdAt, id: last.outcomeId }
      await letOthersRun()
    }
    return found.slice(0, query.limit).map(toBehind)
  }

  async countRules(days: number): Promise<RuleCountsReport> {
    const { clock, days: calendar, freshen } = this.#options
    await freshen()
    const end = calendar.numberOf(clock.now()) + 1
    const totals = new Totals()
    const read = await this.#reader({})
    for (const day of calendar.list(end - days, end)) {
      for (const tally of (await read(day)) ?? []) totals.add(tally)
      await letOthersRun()
    }
    return { since: wallMs(calendar.startOf(end - days)), callMs: totals.callMs, rules: totals.counts() }
  }

  /** Whole days, or days of whole weeks; none that is still to come. */
  #daysOf({ from, to }: Pick<FiguresFilter, 'from' | 'to'>, step: FiguresStep): readonly LocalDay[] {
    const { days, clock } = this.#options
    if (to < from || to - from > LONGEST_MS) {
      throw new AppError('REQUEST_INVALID', 'to: expected a time at most 400 days after `from`.')
    }
    const last = firstDayOf(step, days.numberOf(Math.max(from, to - 1)))
    const end = Math.min(nextFirstDay(step, last), days.numberOf(clock.now()) + 1)
    return days.list(firstDayOf(step, days.numberOf(from)), end)
  }

  #stepOf(day: LocalDay, step: FiguresStep): number {
    const { days } = this.#options
    return days.startOf(firstDayOf(step, days.numberOf(day.from)))
  }

  /** Reads one day after the other, of the places that are asked for; null: nothing is counted of that day. */
  async #reader(
    filter: Pick<FiguresFilter, 'site' | 'team' | 'scope'>,
  ): Promise<(day: LocalDay) => Promise<readonly DayTally[] | null>> {
    const { keeper, store } = this.#options
    const places = await store.listPlaces()
    const asked = places.filter(({ place }) => isAskedFor(place, filter)).map(({ placeId }) => placeId)
    return async (day) => {
      if (keeper.kept.some(({ from }) => from === day.from)) {
        return [await store.readDay(wallMs(day.from), asked)]
      }
      return keeper.open(day.from)?.tallies((place) => isAskedFor(place, filter)) ?? null
    }
  }

  async #placesOf(
    days: readonly LocalDay[],
    { scope }: Pick<FiguresFilter, 'scope'>,
  ): Promise<readonly FloorPlace[]> {
    const { keeper, store } = this.#options
    const [first] = days
    const last = days.at(-1)
    if (first === undefined || last === undefined) return []
    const known = new Set(await store.listPlacesOf(wallMs(first.from), wallMs(last.to)))
    const kept = (await store.listPlaces()).filter(({ placeId }) => known.has(placeId))
    const all = kept.map(({ place }) => place)
    if (last.from === keeper.today.day.from) all.push(...keeper.today.places)
    const byName = new Map(all.map(({ site, team }) => [JSON.stringify([site, team]), { site, team }]))
    return [...byName.entries()]
      .filter(([, place]) => isAskedFor(place, { scope }))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, place]) => place)
  }
}

function isWhat(outcome: CountableOutcome, what: BehindWhat | undefined): boolean {
  const { state, verdicts } = outcome
  switch (what) {
    case undefined:
      return true
    case 'held':
    case 'retracted':
      return state === what
    case 'shown':
      return state !== 'held'
    case 'unseen':
      return state !== 'held' && !isSeen(outcome)
    case 'used':
    case 'not-now':
    case 'wrong':
      return verdicts.some(({ verdict }) => verdict === what)
  }
}

function toBehind(outcome: CountableOutcome): OutcomeBehind {
  const { outcomeId, callId, kind, state, reason, atMs, createdAt, verdicts } = outcome
  return {
    ...{ outcomeId, callId, kind, state, reason, atMs, createdAt },
    seen: isSeen(outcome),
    verdicts: verdicts.map(({ verdict }) => verdict),
  }
}
