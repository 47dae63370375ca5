import type { CallId } from '../contracts/call.ts'
import type { CallStateStore, KeptCall, KeptCallState } from '../contracts/store.ts'
import type { WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import { toKeptCall } from './rule-rows.ts'
import * as sql from './rule-sql.ts'

/** The rules' state of calls that are not over, in one SQLite file. */
export class SqliteCallStateStore implements CallStateStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async saveCallState({ callId, atMs, savedAt, state }: KeptCallState): Promise<void> {
    const values = [callId, atMs, savedAt, JSON.stringify(state)]
    await this.#connection.write(() => this.#connection.run(sql.SAVE_CALL_STATE, values))
  }

  async removeCallState(callId: CallId): Promise<void> {
    await this.#connection.write(() => this.#connection.run(sql.REMOVE_CALL_STATE, [callId]))
  }

  async takeCallStates(since: WallMs): Promise<readonly KeptCall[]> {
    const removed = this.#connection.write(() => this.#connection.run(sql.REMOVE_OLD_CALL_STATES, [since]))
    // The read commits the removal: nothing waits for a timer, which would not keep a starting process alive.
    const rows = this.#connection.read(sql.LIST_CALL_STATES, [])
    await removed
    return rows.map(toKeptCall)
  }
}
