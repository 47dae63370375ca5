import type { QualityReport, ScoreCard } from '../../../server/contracts/quality.ts'
import type { Clock } from '../platform/clock.ts'
import { CARDS_AT_A_TIME, type QualityApi } from './quality-api.ts'
import { cardsQuery, type QualityPlace, reportQuery } from './quality-place.ts'
import { ApiError } from './requests.ts'

/** An answer that may not be there yet; what was shown before stands meanwhile. */
export interface Asked<T> {
  readonly value: T | null
  readonly state: 'asking' | 'there' | 'failed' | 'missing'
}

interface BenchOptions {
  readonly api: Pick<QualityApi, 'report' | 'cards' | 'card'>
  readonly clock: Clock
  readonly onChange: () => void
}

const NOTHING = { value: null, state: 'asking' } as const

/** What the page `/quality` shows: asks for what a place needs and was not asked before. Knows no element. */
export class QualityBench {
  readonly #options: BenchOptions
  #place: QualityPlace | null = null
  /** The time up to which is looked, the same for all questions of a place. */
  #now: number
  report: Asked<QualityReport> = NOTHING
  cards: Asked<readonly ScoreCard[]> = NOTHING
  card: Asked<ScoreCard> = NOTHING
  hasMore = false

  constructor(options: BenchOptions) {
    this.#options = options
    this.#now = options.clock.now()
  }

  get now(): number {
    return this.#now
  }

  show(place: QualityPlace): void {
    const before = this.#place
    this.#place = place
    if (before === null || keyOfReport(before) !== keyOfReport(place)) {
      this.#now = this.#options.clock.now()
      void this.#askReport(place)
    }
    if (place.calls !== null && (before === null || keyOfCards(before) !== keyOfCards(place))) {
      this.cards = NOTHING
      this.hasMore = false
      void this.#askCards(place, null)
    }
    if (place.callId !== null && place.callId !== before?.callId) {
      this.card = NOTHING
      void this.#askCard(place.callId)
    }
    this.#options.onChange()
  }

  /** Asks for everything once more. */
  again(): void {
    const place = this.#place
    this.#place = null
    if (place !== null) this.show(place)
  }

  more(): void {
    const place = this.#place
    const last = this.cards.value?.at(-1)
    if (place !== null && last !== undefined) void this.#askCards(place, last.callId)
  }

  async #askReport(place: QualityPlace): Promise<void> {
    this.report = { ...this.report, state: 'asking' }
    const answer = await asked(this.#options.api.report(place, this.#now))
    if (this.#place === null || keyOfReport(this.#place) !== keyOfReport(place)) return
    this.report = answer
    this.#options.onChange()
  }

  async #askCards(place: QualityPlace, after: string | null): Promise<void> {
    const { calls } = place
    if (calls === null) return
    const before = after === null ? [] : (this.cards.value ?? [])
    const answer = await asked(this.#options.api.cards(place, calls, { now: this.#now, after }))
    if (this.#place === null || keyOfCards(this.#place) !== keyOfCards(place)) return
    const found = answer.value ?? []
    this.cards = { value: [...before, ...found], state: answer.state }
    this.hasMore = found.length === CARDS_AT_A_TIME
    this.#options.onChange()
  }

  async #askCard(callId: string): Promise<void> {
    const listed = this.cards.value?.find((card) => card.callId === callId)
    const answer = listed === undefined ? await asked(this.#options.api.card(callId)) : there(listed)
    if (this.#place?.callId !== callId) return
    this.card = answer
    this.#options.onChange()
  }
}

function there<T>(value: T): Asked<T> {
  return { value, state: 'there' }
}

async function asked<T>(answer: Promise<T>): Promise<Asked<T>> {
  try {
    return there(await answer)
  } catch (thrown) {
    const isMissing = thrown instanceof ApiError && thrown.status === 404
    return { value: null, state: isMissing ? 'missing' : 'failed' }
  }
}

function keyOfReport(place: QualityPlace): string {
  return String(reportQuery(place, 0))
}

function keyOfCards(place: QualityPlace): string {
  return place.calls === null ? '' : String(cardsQuery(place, place.calls, 0))
}
