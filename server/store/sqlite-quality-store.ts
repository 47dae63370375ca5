import type { CallId } from '../contracts/call.ts'
import type { ContactResolution, QualityItemFigures, ScoreCard } from '../contracts/quality.ts'
import type {
  QualityStore,
  ScoreCardPage,
  ScoreCounts,
  ScoreCountQuery,
  ScoredContact,
  StoredCall,
} from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import { selectCards, selectCounts, selectItems } from './quality-pages.ts'
import { toBody, toCounts, toForm, toItemFigures, toScoreCard, toScoredContact } from './quality-rows.ts'
import * as sql from './quality-sql.ts'
import { toStoredCall } from './rows.ts'
import type { Selection } from './where.ts'

/** Contacts of one customer that are looked at; whoever calls more often comes back by the newest of them. */
const MOST_CONTACTS = 500

/** Score cards in one SQLite file. */
export class SqliteQualityStore implements QualityStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async saveCard(
    card: ScoreCard,
    { day, legs }: { readonly day: number; readonly legs: readonly CallId[] },
  ): Promise<void> {
    const { callId, cardHash, scoredAt, startedAt, durationMs, score, failed, reason, items } = card
    const place = [card.site ?? '', card.team ?? '', card.agentId ?? '', card.queue ?? '']
    const results = JSON.stringify(items.map(({ itemId, result }) => [itemId, result]))
    const figures = [callId, cardHash, scoredAt, startedAt, day, durationMs, score, Number(failed)]
    const values = [...figures, reason, card.resolution, card.repeatedBy, ...place, results]
    await this.#connection.write(() => {
      this.#saveForm(card)
      this.#run(sql.SAVE_PLACE, place)
      for (const leg of [callId, ...legs]) this.#run(sql.REMOVE_CARD, [leg])
      this.#run(sql.SAVE_CARD, values)
      this.#run(sql.SAVE_MOMENTS, [callId, toBody(items)])
    })
  }

  async saveResolution(
    callId: CallId,
    resolution: ContactResolution,
    repeatedBy: CallId | null,
  ): Promise<void> {
    await this.#connection.write(() => this.#run(sql.SAVE_RESOLUTION, [resolution, repeatedBy, callId]))
  }

  async settleOpen(before: WallMs, limit: number): Promise<number> {
    let settled = 0
    await this.#connection.write(() => {
      settled = this.#run(sql.SETTLE_OPEN, [before, limit])
    })
    return settled
  }

  async getCard(callId: CallId): Promise<ScoreCard | null> {
    const row = this.#connection.read(sql.GET_CARD, [callId])[0]
    return row === undefined ? null : toScoreCard(row)
  }

  async listCards(page: ScoreCardPage): Promise<readonly ScoreCard[]> {
    return this.#select(selectCards(page)).map(toScoreCard)
  }

  async listContacts(callId: CallId, since: WallMs, before: WallMs): Promise<readonly ScoredContact[]> {
    const values = [callId, since, before, MOST_CONTACTS]
    return this.#connection.read(sql.LIST_CONTACTS, values).map(toScoredContact)
  }

  async listUnscored(since: WallMs, before: WallMs): Promise<readonly StoredCall[]> {
    return this.#connection.read(sql.LIST_UNSCORED, [since, before]).map(toStoredCall)
  }

  async countCards(query: ScoreCountQuery): Promise<readonly ScoreCounts[]> {
    return this.#select(selectCounts(query))
      .map(toCounts)
      .filter(({ calls }) => calls > 0)
  }

  async countItems(query: Omit<ScoreCountQuery, 'group' | 'itemId'>): Promise<readonly QualityItemFigures[]> {
    return this.#select(selectItems(query)).map(toItemFigures)
  }

  /** A state of the file that is new here says what its items are called from now on. */
  #saveForm({ cardHash, items }: ScoreCard): void {
    if (this.#run(sql.SAVE_FORM, [cardHash, toForm(items)]) === 0) return
    for (const { itemId, title, section, critical } of items) {
      this.#run(sql.SAVE_ITEM, [itemId, title, section, Number(critical)])
    }
  }

  #run(...args: Parameters<Connection['run']>): number {
    return this.#connection.run(...args)
  }

  #select({ sql: statement, values }: Selection): readonly unknown[] {
    return this.#connection.read(statement, values)
  }
}
