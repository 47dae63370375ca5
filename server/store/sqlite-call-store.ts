import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { CallChange } from '../contracts/audio.ts'
import type { CallId, CallInfo, EndReason } from '../contracts/call.ts'
import { AppError } from '../contracts/errors.ts'
import type { LatencyMs, Outcome } from '../contracts/outcome.ts'
import type { CallQuery, CallRecord, CallStore, OutcomeQuery, StoredCall } from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import type { Utterance } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { selectPage } from './page.ts'
import { toCallId, toOutcome, toStoredCall, toUtterance } from './rows.ts'
import * as sql from './sql.ts'
import { Statements } from './statements.ts'
import type { WriteQueue } from './write-queue.ts'

interface SqliteCallStoreOptions {
  readonly database: DatabaseSync
  readonly queue: WriteQueue
  readonly clock: Clock
}

/** Calls in one SQLite file. Writes wait for the next commit; a read commits them first, so it sees them. */
export class SqliteCallStore implements CallStore {
  readonly #database: DatabaseSync
  readonly #queue: WriteQueue
  readonly #clock: Clock
  readonly #statements: Statements
  #closed = false

  constructor({ database, queue, clock }: SqliteCallStoreOptions) {
    this.#database = database
    this.#queue = queue
    this.#clock = clock
    this.#statements = new Statements(database)
  }

  async saveCall(call: CallInfo): Promise<void> {
    const { callId, startedAt, agentId, language, source, attributes } = call
    const values = [callId, startedAt, agentId, language, source, JSON.stringify(attributes)]
    await this.#write(() => this.#run(sql.SAVE_CALL, values))
  }

  async updateCall(callId: CallId, change: CallChange): Promise<void> {
    const values = [change.agentId ?? null, JSON.stringify(change.attributes ?? {}), callId]
    await this.#write(() => this.#change(sql.UPDATE_CALL, values))
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

  async saveOutcome(outcome: Outcome): Promise<void> {
    const { outcomeId, callId, agentId, kind, rule, title, text, severity, atMs, state, reason } = outcome
    const { evidence, latencyMs, createdAt } = outcome
    const decided = [outcomeId, callId, agentId, kind, rule, title, text, severity, atMs, state, reason]
    const values = [...decided, JSON.stringify(evidence), JSON.stringify(latencyMs), createdAt]
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

  async listCalls({ agentId, before, limit }: CallQuery): Promise<readonly StoredCall[]> {
    const equal = { agent_id: agentId }
    return this.#page({ table: 'calls', newestBy: 'started_at', equal, before, limit }).map(toStoredCall)
  }

  async getCall(callId: CallId): Promise<CallRecord | null> {
    const row = this.#read(sql.GET_CALL, [callId])[0]
    if (row === undefined) return null
    return {
      ...toStoredCall(row),
      utterances: this.#read(sql.GET_UTTERANCES, [callId]).map(toUtterance),
      outcomes: this.#read(sql.GET_OUTCOMES, [callId]).map(toOutcome),
    }
  }

  async listOutcomes({ callId, agentId, kind, before, limit }: OutcomeQuery): Promise<readonly Outcome[]> {
    const equal = { call_id: callId, agent_id: agentId, kind }
    return this.#page({ table: 'outcomes', newestBy: 'created_at', equal, before, limit }).map(toOutcome)
  }

  async listCallIds(limit: number): Promise<readonly CallId[]> {
    return this.#read(sql.LIST_CALL_IDS, [limit]).map(toCallId)
  }

  async flush(): Promise<void> {
    this.#mustBeOpen()
    this.#queue.flush()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    try {
      this.#queue.close()
    } finally {
      this.#database.close()
    }
  }

  async #write(run: () => void): Promise<void> {
    this.#mustBeOpen()
    await this.#queue.add(run)
  }

  #run(statement: string, values: readonly SQLInputValue[]): number {
    return this.#statements.run(statement, values)
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
    this.#mustBeOpen()
    this.#queue.flush()
    return this.#statements.all(statement, values)
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new AppError('STORE_FAILED', 'The store is closed.')
  }
}
