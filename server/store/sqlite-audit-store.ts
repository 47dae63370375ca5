import { z } from 'zod'
import { ROLES } from '../contracts/access.ts'
import type { AuditEntry, AuditQuery } from '../contracts/audit.ts'
import type { AuditStore } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import { checkLimit } from './page.ts'
import { decode } from './rows.ts'

const auditRow = z.object({
  at: z.number().transform(wallMs),
  done_by: z.string(),
  role: z.enum(ROLES),
  action: z.string(),
  about: z.string(),
})

/** Who looked at what and who changed what, in one SQLite file. Entries are only added, and forgotten by age. */
export class SqliteAuditStore implements AuditStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async addAudit({ at, by, role, action, about }: AuditEntry): Promise<void> {
    await this.#connection.write(() =>
      this.#connection.run('INSERT INTO audit (at, done_by, role, action, about) VALUES (?, ?, ?, ?, ?)', [
        ...[at, by, role, action, about],
      ]),
    )
  }

  async listAudit({ by, about, before, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    checkLimit(limit)
    const conditions = [
      ['done_by = ?', by],
      ['about = ?', about],
      ['at < ?', before],
    ] as const
    const asked = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]))
    const where = asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => sql).join(' AND ')}`
    const statement = `SELECT * FROM audit ${where} ORDER BY at DESC, entry_id DESC LIMIT ?`
    return this.#connection.read(statement, [...asked.map(({ value }) => value), limit]).map(toEntry)
  }

  async forgetAudit(before: WallMs): Promise<void> {
    await this.#connection.write(() => this.#connection.run('DELETE FROM audit WHERE at < ?', [before]))
  }
}

function toEntry(row: unknown): AuditEntry {
  const { at, done_by: by, role, action, about } = decode(auditRow, row, 'audit')
  return { at, by, role, action, about }
}
