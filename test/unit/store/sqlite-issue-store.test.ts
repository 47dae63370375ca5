import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContactQuery, Store } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { selectContacts } from '../../../server/store/issue-pages.ts'
import * as sql from '../../../server/store/issue-sql.ts'
import { openSqliteStore } from '../../../server/store/sqlite-store.ts'
import { buildContact, buildFeedback, buildIssue } from '../../helpers/issue-builders.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-issues-'))
  path = join(folder, 'earshot.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

function openStore(clock = new ManualClock(0)): Store {
  return openSqliteStore({ path, log: createLog({ level: 'silent' }), registry: new Registry(), clock })
}

/** How SQLite would find the rows of a statement, with an empty database and so without knowing how many there are. */
async function planOf(statement: string, values: readonly (string | number)[] = []): Promise<string> {
  await openStore().close()
  const database = new DatabaseSync(path)
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${statement}`).all(...values)
  database.close()
  return rows.map(({ detail }) => String(detail)).join('\n')
}

describe('millions of contacts', () => {
  const T = wallMs(1)
  it.each<[string, Omit<ContactQuery, 'limit'>]>([
    ['since a time', { since: T }],
    ['of a period', { since: T, before: T }],
    ['after one', { since: T, after: 5 }],
    ['of a code', { since: T, code: 'a' }],
    ['of a code in a period', { since: T, before: T, code: 'a' }],
    ['of a code after one', { since: T, code: 'a', after: 5 }],
    ['of some ids', { since: T, ids: ['a'] }],
    ['of some ids after one', { since: T, ids: ['a'], after: 5 }],
  ])('are found without reading all of them: %s', async (_, query) => {
    const { sql: statement, values } = selectContacts({ ...query, limit: 10 })
    const plan = await planOf(statement, values as (string | number)[])
    expect(plan).not.toMatch(/SCAN (?!json_each)/)
    // A table that is searched without naming an index is read from its beginning.
    expect(plan).not.toMatch(/SEARCH contacts$/m)
    if (query.ids === undefined) expect(plan).not.toContain('TEMP B-TREE')
  })

  it.each([
    ['contacts', sql.FORGET_CONTACTS],
    ['their codes', sql.FORGET_CONTACT_CODES],
    ['feedback', sql.FORGET_FEEDBACK],
    ['what was handed on', sql.HAND_ON_FEEDBACK],
  ])('cost as much to forget as there are to be forgotten: %s', async (_, statement) => {
    expect(await planOf(statement)).not.toMatch(/SCAN (?!json_each)/)
  })

  it('are found by their period where the clock was put back in between', async () => {
    let now = 1000
    const clock = Object.assign(new ManualClock(0), { now: () => now })
    const { issues, ...store } = openAt(clock)
    for (const [id, at] of Object.entries({ a: 1000, b: 2000, c: 1500, d: 2500 })) {
      now = at
      await savedNow(store, issues.saveContact(buildContact({ id, codes: ['x'] })))
    }
    const ids = async (query: Partial<ContactQuery>): Promise<string> =>
      (await issues.listContacts({ since: wallMs(0), limit: 10, ...query })).map(({ id }) => id).join('')
    for (const code of [undefined, 'x']) {
      expect(await ids({ code, since: wallMs(1500) })).toBe('bcd')
      expect(await ids({ code, since: wallMs(1500), before: wallMs(2000) })).toBe('c')
      expect(await ids({ code, since: wallMs(2000) })).toBe('bd')
      expect(await ids({ code, before: wallMs(2000) })).toBe('ac')
    }
    await store.close()
  })
})

type OpenStore = Pick<Store, 'issues' | 'flush' | 'close'>

function openAt(clock: ManualClock): OpenStore {
  const store = openStore(clock)
  return { issues: store.issues, flush: () => store.flush(), close: () => store.close() }
}

/** The clock stands still, so nothing is committed by itself. */
async function savedNow(store: Pick<OpenStore, 'flush'>, saving: Promise<unknown>): Promise<void> {
  await store.flush()
  await saving
}

describe('a file that somebody edited', () => {
  it.each([
    ['issues', 'UPDATE issues SET body = \'{"type":"issue"}\''],
    ['issues', "UPDATE issues SET body = 'no json'"],
    ['contacts', "UPDATE contacts SET texts = '{}'"],
    ['contacts', "UPDATE contacts SET channel = 'fax'"],
    ['digital_feedback', "UPDATE digital_feedback SET body = '[]'"],
  ])('is refused where it is read, naming the table: %s', async (table, edit) => {
    const clock = new ManualClock(0)
    const store = openAt(clock)
    await savedNow(
      store,
      store.issues.saveIssue(buildIssue()).then(() => undefined),
    )
    await savedNow(store, store.issues.saveContact(buildContact()))
    await savedNow(store, store.issues.saveFeedback([buildFeedback()]))
    const database = new DatabaseSync(path)
    database.exec(edit)
    database.close()
    const { issues } = store
    const reads: Record<string, () => Promise<unknown>> = {
      issues: () => issues.listIssues({ limit: 10 }),
      contacts: () => issues.listContacts({ since: wallMs(0), limit: 10 }),
      digital_feedback: () => issues.listFeedbackToHandOn(10),
    }
    await expect(reads[table]?.()).rejects.toMatchObject({
      code: 'STORE_FAILED',
      detail: expect.stringContaining(`table ${table}`),
    })
    await store.close()
  })
})
