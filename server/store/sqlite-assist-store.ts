import type { CallLabel, KeptWrapUp } from '../contracts/assist.ts'
import type { CallId } from '../contracts/call.ts'
import type { AssistStore } from '../contracts/store.ts'
import { toLabel, toWrapUp } from './assist-rows.ts'
import type { Connection } from './connection.ts'

const SAVE_LABEL = `
  INSERT INTO call_labels (label_id, call_id, at, body) VALUES (?, ?, ?, ?)
  ON CONFLICT (label_id) DO UPDATE SET body = excluded.body`

const LIST_LABELS = `SELECT body FROM call_labels WHERE call_id = ? ORDER BY at, label_id`

const SAVE_WRAP_UP = `
  INSERT INTO wrap_ups (call_id, body) VALUES (?, ?)
  ON CONFLICT (call_id) DO UPDATE SET body = excluded.body`

const GET_WRAP_UP = `SELECT body FROM wrap_ups WHERE call_id = ?`

/** What agents say of calls, in one SQLite file. */
export class SqliteAssistStore implements AssistStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async saveLabel(label: CallLabel): Promise<void> {
    const values = [label.labelId, label.callId, label.at, JSON.stringify(label)]
    await this.#connection.write(() => this.#connection.run(SAVE_LABEL, values))
  }

  async listLabels(callId: CallId): Promise<readonly CallLabel[]> {
    return this.#connection.read(LIST_LABELS, [callId]).map(toLabel)
  }

  async saveWrapUp(wrapUp: KeptWrapUp): Promise<void> {
    const values = [wrapUp.callId, JSON.stringify(wrapUp)]
    await this.#connection.write(() => this.#connection.run(SAVE_WRAP_UP, values))
  }

  async getWrapUp(callId: CallId): Promise<KeptWrapUp | null> {
    const row = this.#connection.read(GET_WRAP_UP, [callId])[0]
    return row === undefined ? null : toWrapUp(row)
  }
}
