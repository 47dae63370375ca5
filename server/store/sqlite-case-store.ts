import type { SQLInputValue } from 'node:sqlite'
import type { AlertCase, CaseQuery } from '../contracts/alert-case.ts'
import type { CaseStore } from '../contracts/store.ts'
import { toCase } from './case-rows.ts'
import type { Connection } from './connection.ts'
import { checkLimit } from './page.ts'

const SAVE = `
  INSERT INTO cases (case_id, revision, call_id, state, opened_at, body) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (case_id) DO UPDATE SET revision = excluded.revision, state = excluded.state, body = excluded.body
  WHERE excluded.revision > cases.revision`

const GET = `SELECT body FROM cases WHERE case_id = ?`

/** What becomes of alerts, in one SQLite file. */
export class SqliteCaseStore implements CaseStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async saveCase(alertCase: AlertCase): Promise<void> {
    const { caseId, revision, callId, state, openedAt } = alertCase
    const values = [caseId, revision, callId, state, openedAt, JSON.stringify(alertCase)]
    await this.#connection.write(() => this.#connection.run(SAVE, values))
  }

  async listCases({ states, callId, before, limit }: CaseQuery): Promise<readonly AlertCase[]> {
    checkLimit(limit)
    const conditions: (readonly [string, SQLInputValue])[] = []
    if (states !== undefined && states.length > 0) {
      conditions.push(['state IN (SELECT value FROM json_each(?))', JSON.stringify(states)])
    }
    if (callId !== undefined) conditions.push(['call_id = ?', callId])
    if (before !== undefined) conditions.push(['opened_at < ?', before])
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
    const statement = `SELECT body FROM cases ${where} ORDER BY opened_at DESC, case_id LIMIT ?`
    const values = [...conditions.map(([, value]) => value), limit]
    return this.#connection.read(statement, values).map(toCase)
  }

  async getCase(caseId: string): Promise<AlertCase | null> {
    const row = this.#connection.read(GET, [caseId])[0]
    return row === undefined ? null : toCase(row)
  }
}
