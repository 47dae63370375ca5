import { z } from 'zod'
import type { Restoration, Silence } from '../contracts/attention.ts'
import type { AttentionStore } from '../contracts/store.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import type { Connection } from './connection.ts'
import { decode } from './rows.ts'

const wall = z.number().transform(wallMs)

const silenceRow = z.object({
  silence_id: z.string(),
  rule_id: z.string().nullable(),
  queue: z.string().nullable(),
  agent_id: z.string().nullable(),
  until: wall,
  reason: z.string(),
  silenced_by: z.string(),
  silenced_at: wall,
})

const restorationRow = z.object({ rule_id: z.string(), restored_by: z.string(), restored_at: wall })

/** Silences and restorations, in one SQLite file. */
export class SqliteAttentionStore implements AttentionStore {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async saveSilence({ silenceId, ruleId, queue, agentId, until, reason, by, at }: Silence): Promise<void> {
    const values = [silenceId, ruleId, queue, agentId, until, reason, by, at]
    await this.#connection.write(() =>
      this.#connection.run('INSERT OR REPLACE INTO silences VALUES (?, ?, ?, ?, ?, ?, ?, ?)', values),
    )
  }

  async removeSilence(silenceId: string): Promise<void> {
    await this.#connection.write(() =>
      this.#connection.run('DELETE FROM silences WHERE silence_id = ?', [silenceId]),
    )
  }

  async listSilences(now: WallMs): Promise<readonly Silence[]> {
    return this.#connection
      .read('SELECT * FROM silences WHERE until > ? ORDER BY until', [now])
      .map(toSilence)
  }

  async saveRestoration({ ruleId, by, at }: Restoration): Promise<void> {
    await this.#connection.write(() =>
      this.#connection.run('INSERT OR REPLACE INTO restorations VALUES (?, ?, ?)', [ruleId, by, at]),
    )
  }

  async listRestorations(since: WallMs): Promise<readonly Restoration[]> {
    const sql = 'SELECT * FROM restorations WHERE restored_at >= ? ORDER BY rule_id'
    return this.#connection.read(sql, [since]).map(toRestoration)
  }
}

function toSilence(row: unknown): Silence {
  const r = decode(silenceRow, row, 'silences')
  return {
    silenceId: r.silence_id,
    ruleId: r.rule_id,
    queue: r.queue,
    agentId: r.agent_id,
    until: r.until,
    reason: r.reason,
    by: r.silenced_by,
    at: r.silenced_at,
  }
}

function toRestoration(row: unknown): Restoration {
  const r = decode(restorationRow, row, 'restorations')
  return { ruleId: r.rule_id, by: r.restored_by, at: r.restored_at }
}
