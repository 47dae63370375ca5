import type { QualityReport, ScoreCard } from '../../../server/contracts/quality.ts'
import { isQualityReport, isScoreCard } from './quality-forms.ts'
import { cardsQuery, type ListedCalls, type QualityPlace, reportQuery } from './quality-place.ts'
import { Requests, type ServerAddress } from './requests.ts'
import { isList } from './shape.ts'

/** Cards that are asked for at a time. */
export const CARDS_AT_A_TIME = 50

/** The server's API of quality. Every method throws as `Requests` does. */
export class QualityApi {
  readonly #requests: Requests

  constructor(address: ServerAddress) {
    this.#requests = new Requests(address)
  }

  async report(place: QualityPlace, now: number): Promise<QualityReport> {
    return this.#requests.json(`/v1/quality/report?${reportQuery(place, now)}`, isQualityReport)
  }

  /** Those after the card of `after`, or the first. */
  async cards(
    place: QualityPlace,
    calls: ListedCalls,
    { now, after }: { readonly now: number; readonly after: string | null },
  ): Promise<readonly ScoreCard[]> {
    const query = cardsQuery(place, calls, now)
    query.set('limit', String(CARDS_AT_A_TIME))
    if (after !== null) query.set('after', after)
    return this.#requests.json(`/v1/quality/cards?${query}`, (value) => isList(value, isScoreCard))
  }

  async card(callId: string): Promise<ScoreCard> {
    return this.#requests.json(`/v1/quality/cards/${encodeURIComponent(callId)}`, isScoreCard)
  }
}

/** Where the figures that are shown are as a file. */
export function reportCsvPath(place: QualityPlace, now: number): string {
  return `/v1/quality/report?${reportQuery(place, now)}&format=csv`
}

/** Where the cards of the calls that are listed are as a file. */
export function cardsCsvPath(place: QualityPlace, calls: ListedCalls, now: number): string {
  return `/v1/quality/cards?${cardsQuery(place, calls, now)}&format=csv`
}
