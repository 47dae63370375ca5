import type { BehindWhat, FiguresReport, OutcomeBehind } from '../../../server/contracts/figures.ts'
import { isFiguresReport, isOutcomeBehind } from './figures-forms.ts'
import { figuresQuery, type FiguresPlace } from './figures-place.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { isList } from './shape.ts'

/** Outcomes that a drawer shows. */
const MOST_BEHIND = 100

/** The server's API of figures. Every method throws as `Requests` does. */
export class FiguresApi {
  readonly #requests: Requests
  readonly #now: () => number

  constructor(address: ServerAddress, now: () => number) {
    this.#requests = new Requests(address)
    this.#now = now
  }

  async report(place: FiguresPlace): Promise<FiguresReport> {
    return this.#requests.json(`/v1/figures?${this.#query(place)}`, isFiguresReport)
  }

  async behind(
    ruleId: string,
    { what, place }: { readonly what: BehindWhat; readonly place: FiguresPlace },
  ): Promise<readonly OutcomeBehind[]> {
    const query = figuresQuery(place, this.#now())
    query.delete('step')
    query.set('what', what)
    query.set('limit', String(MOST_BEHIND))
    const path = `/v1/figures/rules/${encodeURIComponent(ruleId)}?${query.toString()}`
    return this.#requests.json(path, (value) => isList(value, isOutcomeBehind))
  }

  /** Where a table can be saved from, for a spreadsheet. */
  csvLink(place: FiguresPlace, table: 'points' | 'rules'): string {
    return `/v1/figures?${this.#query(place)}&format=csv&table=${table}`
  }

  #query(place: FiguresPlace): string {
    return figuresQuery(place, this.#now()).toString()
  }
}
