import type { FloorPlace } from '../contracts/floor.ts'
import type {
  CountableCall,
  CountableOutcome,
  CountedDay,
  DayTally,
  KnownPlace,
  PlaceDay,
  RuleTally,
} from '../contracts/kept-figures.ts'
import type { CountingPage, FiguresStore, RulePage } from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import {
  toCountableCall,
  toCountableOutcome,
  toCountedDay,
  toHour,
  toKnownPlace,
  toMoment,
  toPlaceId,
  toPlaceTally,
  toRuleTallies,
} from './figures-rows.ts'
import * as sql from './figures-sql.ts'

/** What figures are counted from, and what was counted, in one SQLite file. */
export class SqliteFiguresStore implements FiguresStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async listOutcomes({ from, to, after, limit }: CountingPage): Promise<readonly CountableOutcome[]> {
    const values = [after?.at ?? from, after?.id ?? '', to, limit]
    return this.#connection.read(sql.LIST_OUTCOMES, values).map(toCountableOutcome)
  }

  async listOutcomesOfRule(page: RulePage): Promise<readonly CountableOutcome[]> {
    const { ruleId, from, to, before, limit } = page
    const values = [before?.at ?? to, before?.id ?? '', from, limit, ruleId]
    return this.#connection.read(sql.LIST_OUTCOMES_OF_RULE, values).map(toCountableOutcome)
  }

  async listCalls({ from, to, after, limit }: CountingPage): Promise<readonly CountableCall[]> {
    const values = [after?.at ?? from, after?.id ?? '', to, limit]
    return this.#connection.read(sql.LIST_CALLS, values).map(toCountableCall)
  }

  async firstOutcomeAt(): Promise<WallMs | null> {
    return toMoment(this.#connection.read(sql.FIRST_OUTCOME, [])[0])
  }

  async listJudgedHours(since: WallMs): Promise<readonly WallMs[]> {
    return this.#connection.read(sql.JUDGED_HOURS, [since]).map(toHour)
  }

  async saveDay({ from, to, countedAt }: CountedDay, places: readonly PlaceDay[]): Promise<void> {
    await this.#connection.write(() => {
      this.#connection.run(sql.FORGET_DAY, [from])
      this.#connection.run(sql.SAVE_DAY, [from, to, countedAt])
      for (const place of places) this.#savePlace(from, place)
    })
  }

  async forgetDays(froms: readonly WallMs[]): Promise<void> {
    await this.#connection.write(() => {
      for (const from of froms) this.#connection.run(sql.FORGET_DAY, [from])
    })
  }

  async listDays(): Promise<readonly CountedDay[]> {
    return this.#connection.read(sql.LIST_DAYS, []).map(toCountedDay)
  }

  async listPlaces(): Promise<readonly KnownPlace[]> {
    return this.#connection.read(sql.LIST_PLACES, []).map(toKnownPlace)
  }

  async listPlacesOf(from: WallMs, to: WallMs): Promise<readonly number[]> {
    return this.#connection.read(sql.PLACES_OF_DAYS, [from, to]).map(toPlaceId)
  }

  async readDay(from: WallMs, placeIds: readonly number[]): Promise<DayTally> {
    const values = [from, JSON.stringify(placeIds)]
    return {
      places: this.#connection.read(sql.OF_PLACES, values).map(toPlaceTally),
      rules: toRuleTallies(
        this.#connection.read(sql.OF_RULES, values),
        this.#connection.read(sql.OF_HELD, values),
      ),
    }
  }

  async saveHeardUpTo(at: WallMs): Promise<void> {
    await this.#connection.write(() => this.#connection.run(sql.SAVE_HEARD, [at]))
  }

  async heardUpTo(): Promise<WallMs | null> {
    return toMoment(this.#connection.read(sql.LOAD_HEARD, [])[0])
  }

  #savePlace(from: WallMs, { place, callMs, agentMs, delays, rules }: PlaceDay): void {
    const { site, team } = place
    this.#connection.run(sql.SAVE_PLACE, [site, team])
    this.#connection.run(sql.SAVE_OF_PLACE, [from, site, team, callMs, agentMs, JSON.stringify(delays)])
    for (const rule of rules) this.#saveRule(from, place, rule)
  }

  #saveRule(from: WallMs, { site, team }: FloorPlace, rule: RuleTally): void {
    const { ruleId, prompts, promptsSeen, usedOfSeen, alerts, alertsSeen } = rule
    const { confirmed, retracted, used, notNow, wrong } = rule
    const shown = [prompts, promptsSeen, usedOfSeen, alerts, alertsSeen]
    const at = [from, site, team, ruleId]
    this.#connection.run(sql.SAVE_OF_RULE, [...at, ...shown, confirmed, retracted, used, notNow, wrong])
    for (const [reason, count] of Object.entries(rule.held)) {
      this.#connection.run(sql.SAVE_HELD, [...at, reason, count])
    }
  }
}
