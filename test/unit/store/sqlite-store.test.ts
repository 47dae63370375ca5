import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CallStore } from '../../../server/contracts/store.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { LIST_EARLIER_CONTACTS } from '../../../server/store/customer-sql.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { STARTED_AT, buildCall, buildOutcome, buildUtterance } from '../../helpers/message-builders.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-sqlite-'))
  path = join(folder, 'earshot.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

function openStore(clock = new ManualClock(0)): CallStore {
  return openSqliteStore({ path, log: createLog({ level: 'silent' }), registry: new Registry(), clock })
}

function query(sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database.prepare(sql).all()
  database.close()
  return rows.map((row) => ({ ...row }))
}

describe('customers', () => {
  const openFor = (customerAttribute: string | null) =>
    openSqliteStore({
      path,
      log: createLog({ level: 'silent' }),
      registry: new Registry(),
      clock: new ManualClock(0),
      customerAttribute,
    })
  const asked = { value: 'c-7', since: wallMs(0), before: wallMs(Number.MAX_SAFE_INTEGER) }

  it('are known from calls of before their attribute was named, also when it is another one now', async () => {
    const before = openFor(null)
    const attributes = { account: 'c-7', 'crm."id"': 'c-7', empty: '' }
    void before.saveCall(buildCall({ attributes }))
    void before.saveCall(buildCall({ callId: 'call-2', attributes: { account: 'c-8' } }))
    await before.close()
    for (const attribute of ['account', 'crm."id"']) {
      const store = openFor(attribute)
      expect(await store.earlierContacts({ ...asked, attribute, except: 'now', limit: 5 })).toEqual([
        STARTED_AT,
      ])
      await store.close()
    }
  })

  it('are found by an index', () => {
    void openFor('account').close()
    const database = new DatabaseSync(path, { readOnly: true })
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${LIST_EARLIER_CONTACTS}`).all('a', 'b', 0, 1, 'c', 5)
    database.close()
    expect(plan.map(({ detail }) => detail).join()).toContain('USING INDEX call_customers_by_customer')
  })
})

describe('openSqliteStore', () => {
  it('keeps every state that an outcome was in, once, with its time', async () => {
    const clock = new ManualClock(1000)
    const store = openStore(clock)
    void store.saveCall(buildCall())
    void store.saveOutcome(buildOutcome())
    void store.saveOutcome(buildOutcome())
    clock.advance(3000)
    void store.saveOutcome(buildOutcome({ state: 'retracted', reason: 'not-in-final' }))
    await store.flush()
    expect(query('SELECT state, reason, recorded_at FROM outcome_history ORDER BY history_id')).toEqual([
      { state: 'shown', reason: 'matched', recorded_at: 1000 },
      { state: 'retracted', reason: 'not-in-final', recorded_at: 4000 },
    ])
    await store.close()
  })

  it('says which table has a row that it did not write', async () => {
    const store = openStore()
    void store.saveCall(buildCall())
    void store.saveUtterance(buildUtterance({ text: 'hello' }))
    await store.flush()
    const database = new DatabaseSync(path)
    database.exec(`UPDATE utterances SET words = '[{"text":1}]'`)
    await expect(store.getCall('call-1')).rejects.toThrow('A row of table utterances does not have the form')
    database.exec(`UPDATE utterances SET words = 'not json'`)
    database.close()
    await expect(store.getCall('call-1')).rejects.toMatchObject({ code: 'STORE_FAILED' })
    expect(await store.listCalls({ limit: 1 })).toHaveLength(1)
    await store.close()
  })

  it('leaves one file when it is closed', async () => {
    const store = openStore()
    void store.saveCall(buildCall())
    await store.flush()
    expect(readdirSync(folder).toSorted()).toEqual(['earshot.db', 'earshot.db-shm', 'earshot.db-wal'])
    await store.close()
    expect(readdirSync(folder)).toEqual(['earshot.db'])
  })

  it('has everything committed by a process that was killed, and shows its call without an end', async () => {
    const writer = spawn(process.execPath, ['test/unit/store/killed-writer.ts', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let onDisk = -1
    for await (const line of createInterface({ input: writer.stdout })) {
      onDisk = Number(line)
      if (onDisk >= 1500) writer.kill('SIGKILL')
    }
    if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
    expect(writer.signalCode).toBe('SIGKILL')

    const store = openStore()
    const record = await store.getCall('call-1')
    expect(record?.endedAt).toBeNull()
    const texts = record?.utterances.map(({ text }) => text) ?? []
    expect(texts.length).toBeGreaterThan(onDisk)
    // Whole transactions, in order, without a hole.
    expect(texts).toEqual(texts.map((_, n) => `word ${n}`))
    await store.close()
    expect(query('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
  })
})
