import type { SQLInputValue } from 'node:sqlite'
import type { CallChange } from '../contracts/audio.ts'
import type { CallId, CallInfo, EndReason } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import { NOWHERE, type FloorPlace } from '../contracts/floor.ts'
import type { LatencyMs, Outcome } from '../contracts/outcome.ts'
import type {
  CallQuery,
  CallRecord,
  CallStore,
  EarlierContactsQuery,
  OutcomeQuery,
  ShownPrompt,
  StoredCall,
  StoredEvent,
} from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import type { Utterance } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { CallCustomers } from './call-customers.ts'
import type { Connection } from './connection.ts'
import { toEvent, toEventBody } from './event-rows.ts'
import { selectPage } from './page.ts'
import { toCallId, toOutcome, toShownPrompt, toStoredCall, toUtterance } from './rows.ts'
import * as sql from './sql.ts'

export interface SqliteCallStoreOptions {
  readonly connection: Connection
  readonly clock: Clock
  /** The attribute that names the customer; null: none does. */
  readonly customerAttribute: string | null
}

/** Calls in one SQLite file. */
export class SqliteCallStore implements CallStore {
  readonly #connection: Connection
  readonly #clock: Clock
  readonly #customers: CallCustomers

  constructor({ connection, clock, customerAttribute }: SqliteCallStoreOptions) {
    this.#connection = connection
    this.#clock = clock
    this.#customers = new CallCustomers({ connection, attribute: customerAttribute })
  }

  async saveCall(call: CallInfo, place = NOWHERE): Promise<void> {
    const { callId, startedAt, agentId, language, source, attributes } = call
    const values = [callId, startedAt, agentId, language, source, JSON.stringify(attributes)]
    await this.#write(() => {
      this.#run(sql.SAVE_CALL, values)
      this.#move(callId, place)
      this.#customers.saveCall(call)
    })
  }

  async updateCall(callId: CallId, change: CallChange, place?: FloorPlace): Promise<void> {
    const attributes = change.attributes ?? {}
    const values = [change.agentId ?? null, JSON.stringify(attributes), callId]
    await this.#write(() => {
      this.#change(sql.UPDATE_CALL, values)
      if (place !== undefined) this.#move(callId, place)
      this.#customers.saveAttributes(callId, attributes)
    })
  }

  async endCall(
    callId: CallId,
    end: { endedAt: WallMs; durationMs: number; reason: EndReason },
  ): Promise<void> {
    const values = [end.endedAt, end.durationMs, end.reason, callId]
    await this.#write(() => this.#change(sql.END_CALL, values))
  }

  async saveUtterance(utterance: Utterance): Promise<void> {
    if (utterance.state !== 'final') throw new AppError('REQUEST_INVALID', 'utterance: expected a final.')
    const { callId, utteranceId, seq, party, startMs, endMs, text, words } = utterance
    const { atMs, capturedAt, heardAt, decodedAt, lagMs } = utterance
    const spoken = [callId, utteranceId, seq, party, startMs, endMs, text, JSON.stringify(words)]
    const values = [...spoken, atMs, capturedAt, heardAt, decodedAt, lagMs]
    await this.#write(() => this.#run(sql.SAVE_UTTERANCE, values))
  }

  async saveEvent(event: StoredEvent): Promise<void> {
    const values = [event.callId, event.seq, event.type, event.atMs, toEventBody(event)]
    await this.#write(() => this.#run(sql.SAVE_EVENT, values))
  }

  async saveOutcome(outcome: Outcome): Promise<void> {
    const { outcomeId, callId, agentId, kind, rule, title, text, severity, atMs, state, reason } = outcome
    const { because, evidence, latencyMs, createdAt, priority } = outcome
    const card = outcome.card === undefined ? null : JSON.stringify(outcome.card)
    const told = [outcomeId, callId, agentId, kind, rule, title, text, severity, priority, card]
    const values = [
      ...told,
      atMs,
      state,
      reason,
      because === undefined ? null : JSON.stringify(because),
      JSON.stringify(evidence),
      JSON.stringify(latencyMs),
      createdAt,
      ...[callId, callId],
    ]
    const recordedAt = this.#clock.now()
    await this.#write(() => {
      this.#run(sql.SAVE_OUTCOME, values)
      this.#run(sql.ADD_HISTORY, [outcomeId, state, reason, recordedAt, outcomeId, state])
    })
  }

  async addLatency(outcomeId: string, latency: LatencyMs): Promise<void> {
    const values = [JSON.stringify(latency), outcomeId]
    await this.#write(() => this.#run(sql.ADD_LATENCY, values))
  }

  async listCalls({ agentId, ...page }: CallQuery): Promise<readonly StoredCall[]> {
    const equal = { agent_id: agentId }
    return this.#page({ table: 'calls', newestBy: 'started_at', equal, ...page }).map(toStoredCall)
  }

  async findCall(callId: CallId): Promise<StoredCall | null> {
    const row = this.#read(sql.GET_CALL, [callId])[0]
    return row === undefined ? null : toStoredCall(row)
  }

  async getCall(callId: CallId): Promise<CallRecord | null> {
    const row = this.#read(sql.GET_CALL, [callId])[0]
    if (row === undefined) return null
    return {
      ...toStoredCall(row),
      utterances: this.#read(sql.GET_UTTERANCES, [callId]).map(toUtterance),
      events: this.#read(sql.GET_EVENTS, [callId]).map(toEvent),
      outcomes: this.#read(sql.GET_OUTCOMES, [callId]).map(toOutcome),
    }
  }

  async getOutcome(outcomeId: string): Promise<Outcome | null> {
    const row = this.#read(sql.GET_OUTCOME, [outcomeId])[0]
    return row === undefined ? null : toOutcome(row)
  }

  async listShownPrompts(since: WallMs): Promise<readonly ShownPrompt[]> {
    return this.#read(sql.LIST_SHOWN_PROMPTS, [since]).map(toShownPrompt)
  }

  async listOutcomes({ callId, agentId, kind, ...page }: OutcomeQuery): Promise<readonly Outcome[]> {
    const equal = { call_id: callId, agent_id: agentId, kind }
    return this.#page({ table: 'outcomes', newestBy: 'created_at', equal, ...page }).map(toOutcome)
  }

  async listCallIds(limit: number): Promise<readonly CallId[]> {
    return this.#read(sql.LIST_CALL_IDS, [limit]).map(toCallId)
  }

  /** To be called once, after opening. */
  addKeptCustomers(): Promise<void> {
    return this.#customers.addKept()
  }

  async earlierContacts(query: EarlierContactsQuery): Promise<readonly WallMs[]> {
    return this.#customers.earlierContacts(query)
  }

  async earlierCalls(callId: CallId, limit: number): Promise<readonly StoredCall[]> {
    return this.#customers.earlierCalls(callId, limit)
  }

  flush(): Promise<void> {
    return this.#connection.flush()
  }

  close(): Promise<void> {
    return this.#connection.close()
  }

  #write(run: () => void): Promise<void> {
    return this.#connection.write(run)
  }

  #run(statement: string, values: readonly SQLInputValue[]): number {
    return this.#connection.run(statement, values)
  }

  #move(callId: CallId, { site, team }: FloorPlace): void {
    if (this.#run(sql.MOVE_CALL, [site, team, callId, site, team]) === 0) return
    this.#run(sql.MOVE_OUTCOMES, [site, team, callId])
  }

  /** For statements that change the row of one call, which must be there. */
  #change(statement: string, values: readonly SQLInputValue[]): void {
    if (this.#run(statement, values) === 0) {
      throw new AppError('STORE_FAILED', 'The call to be changed was never saved.')
    }
  }

  #page(page: Parameters<typeof selectPage>[0]): readonly unknown[] {
    const { sql: statement, values } = selectPage(page)
    return this.#read(statement, values)
  }

  #read(statement: string, values: readonly SQLInputValue[]): readonly unknown[] {
    return this.#connection.read(statement, values)
  }
}
