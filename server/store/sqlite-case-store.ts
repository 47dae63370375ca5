import type { SQLInputValue } from 'node:sqlite'
import type { AlertCase, CaseQuery } from '../contracts/alert-case.ts'
import type { CaseStore } from '../contracts/store.ts'
import { toCase } from './case-rows.ts'
import type { Connection } from './connection.ts'
import { checkLimit, pickInScope } from './page.ts'

const SAVE = `
  INSERT INTO cases (case_id, revision, call_id, state, opened_at, body) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (case_id) DO UPDATE SET revision = excluded.revision, state = excluded.state, body = excluded.body
  WHERE excluded.revision > cases.revision`

const REMOVE_PLACES = `DELETE FROM case_places WHERE case_id = ?`

const SAVE_PLACE = `INSERT INTO case_places (case_id, site, team, opened_at) VALUES (?, ?, ?, ?)`

const NEWEST = `ORDER BY opened_at DESC, case_id LIMIT ?`

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
    await this.#connection.write(() => {
      if (this.#connection.run(SAVE, values) > 0) this.#savePlaces(alertCase)
    })
  }

  async listCases({ states, callId, scope, before, limit }: CaseQuery): Promise<readonly AlertCase[]> {
    checkLimit(limit)
    const conditions: (readonly [string, SQLInputValue])[] = []
    if (states !== undefined && states.length > 0) {
      conditions.push(['state IN (SELECT value FROM json_each(?))', JSON.stringify(states)])
    }
    if (callId !== undefined) conditions.push(['call_id = ?', callId])
    if (before !== undefined) conditions.push(['opened_at < ?', before])
    const parts = conditions.map(([sql]) => sql)
    const given = conditions.map(([, value]) => value)
    if (scope === undefined) {
      const where = parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`
      return this.#list(`SELECT body FROM cases ${where} ${NEWEST}`, [...given, limit])
    }
    const { sql, values } = pickInScope({
      scope,
      pick: (column) =>
        `SELECT case_id FROM case_places JOIN cases USING (case_id, opened_at)
         WHERE ${[`${column} = ?`, ...parts].join(' AND ')} ${NEWEST}`,
      values: [...given, limit],
    })
    return this.#list(`SELECT body FROM cases WHERE case_id IN (${sql}) ${NEWEST}`, [...values, limit])
  }

  async getCase(caseId: string): Promise<AlertCase | null> {
    const row = this.#connection.read(GET, [caseId])[0]
    return row === undefined ? null : toCase(row)
  }

  #list(statement: string, values: readonly SQLInputValue[]): readonly AlertCase[] {
    return this.#connection.read(statement, values).map(toCase)
  }

  #savePlaces({ caseId, places, openedAt }: AlertCase): void {
    this.#connection.run(REMOVE_PLACES, [caseId])
    for (const { site, team } of places) this.#connection.run(SAVE_PLACE, [caseId, site, team, openedAt])
  }
}
