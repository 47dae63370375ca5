import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../server/contracts/errors.ts'
import { migrate } from '../../../server/store/migrate.ts'
import { MIGRATIONS } from '../../../server/store/migrations/index.ts'
import { openDatabase } from '../../../server/store/open-database.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-database-'))
  path = join(folder, 'data', 'earshot.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

function refusal(): AppError {
  try {
    openDatabase(path).database.close()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    throw thrown
  }
  throw new Error('the database was opened')
}

describe('openDatabase', () => {
  it('makes folder and files readable by their owner only', () => {
    const { database, schema } = openDatabase(path)
    database.exec(
      "INSERT INTO calls (call_id, started_at, agent_id, language, source, attributes, ended_at, duration_ms, end_reason) VALUES ('c', 0, NULL, 'en-US', 'native', '{}', NULL, NULL, NULL)",
    )
    const modes = [join(folder, 'data'), path, `${path}-wal`, `${path}-shm`].map(
      (file) => statSync(file).mode & 0o777,
    )
    database.close()
    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600])
    expect(schema).toEqual({ from: 0, to: MIGRATIONS.length })
  })

  it('closes a file that others could read', () => {
    openDatabase(path).database.close()
    chmodSync(path, 0o644)
    openDatabase(path).database.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('runs with a write-ahead log, without a sync at each commit, with foreign keys', () => {
    const { database } = openDatabase(path)
    const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'].map((name) =>
      Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {}),
    )
    database.close()
    expect(pragmas).toEqual([['wal'], [1], [1], [20]])
  })

  it('says in one line which file is damaged, and leaves it as it is', () => {
    openDatabase(path).database.close()
    writeFileSync(path, 'x'.repeat(8192))
    const { code, detail } = refusal()
    expect(code).toBe('STORE_FAILED')
    expect(detail).toContain(`${path}: the file is not a database or is damaged;`)
    expect(detail).not.toContain('\n')
    expect(readFileSync(path, 'utf8')).toBe('x'.repeat(8192))
  })

  it('says so when a page inside the file is damaged', () => {
    const { database } = openDatabase(path)
    database.close()
    const bytes = readFileSync(path)
    bytes.fill(0xff, 100, 4000)
    writeFileSync(path, bytes)
    expect(refusal().detail).toContain(`${path}: the file is damaged;`)
  })

  it('refuses a database of a newer version and does not touch it', () => {
    const { database } = openDatabase(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(refusal().detail).toBe(
      `${path}: its schema is 99 and this version knows none after ${String(MIGRATIONS.length)}; update Earshot.`,
    )
    const after = new DatabaseSync(path)
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 })
    after.close()
  })

  it('refuses the database of another program', () => {
    mkdirSync(join(folder, 'data'))
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE songs (title TEXT)')
    other.close()
    expect(refusal().detail).toBe(`${path}: it is the database of another program.`)
  })

  it('refuses a path that is a folder, or lies below a file', () => {
    mkdirSync(path, { recursive: true })
    expect(refusal().detail).toMatch(/^\/.*earshot\.db: the file cannot be made or opened \(EISDIR\)\.$/)
    rmSync(join(folder, 'data'), { recursive: true })
    writeFileSync(join(folder, 'data'), '')
    expect(refusal().detail).toMatch(/\((EEXIST|ENOTDIR)\)/)
  })

  it('opens again what it made, with nothing to migrate', () => {
    openDatabase(path).database.close()
    const { database, schema } = openDatabase(path)
    database.close()
    expect(schema).toEqual({ from: MIGRATIONS.length, to: MIGRATIONS.length })
  })
})

describe('migrations', () => {
  it('are numbered without a hole, each in a file of its number', () => {
    const numbers = MIGRATIONS.map(({ version }) => version)
    expect(numbers).toEqual(numbers.map((_, place) => place + 1))
    const index = readFileSync('server/store/migrations/index.ts', 'utf8')
    for (const version of numbers) {
      const file = new RegExp(`'\\./(${String(version).padStart(4, '0')}-[a-z-]+\\.ts)'`).exec(index)?.[1]
      expect(existsSync(join('server/store/migrations', file ?? 'missing'))).toBe(true)
    }
  })

  it('apply all or nothing', () => {
    const database = new DatabaseSync(':memory:')
    const broken = [
      ...MIGRATIONS,
      { version: 2, sql: 'CREATE TABLE more (id TEXT); CREATE TABLE calls (id TEXT)' },
    ]
    expect(() => migrate(database, broken)).toThrow('table calls already exists')
    expect(database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()).toEqual({ tables: 0 })
    expect(database.isTransaction).toBe(false)
    database.close()
  })

  it('go on from the version that a database has', () => {
    const database = new DatabaseSync(':memory:')
    migrate(database, MIGRATIONS)
    const newest = MIGRATIONS.length
    const longer = [...MIGRATIONS, { version: newest + 1, sql: 'CREATE TABLE more (id TEXT)' }]
    expect(migrate(database, longer)).toEqual({ from: newest, to: newest + 1 })
    expect(migrate(database, longer)).toEqual({ from: newest + 1, to: newest + 1 })
    database.close()
  })

  it('keep the cases that there were before some had no call', () => {
    const database = new DatabaseSync(':memory:')
    migrate(database, MIGRATIONS.slice(0, 12))
    database.exec(`INSERT INTO cases VALUES ('case-1', 3, 'call-1', 'new', 1000, '{}')`)
    migrate(database, MIGRATIONS)
    database.exec(`INSERT INTO cases VALUES ('group-1', 1, NULL, 'new', 2000, '{}')`)
    const rows = database.prepare('SELECT case_id, revision, call_id FROM cases ORDER BY opened_at').all()
    database.close()
    expect(rows).toEqual([
      { case_id: 'case-1', revision: 3, call_id: 'call-1' },
      { case_id: 'group-1', revision: 1, call_id: null },
    ])
  })

  it('give every listing an index', () => {
    const database = new DatabaseSync(':memory:')
    migrate(database, MIGRATIONS)
    const plans = [
      'calls WHERE started_at < 1 ORDER BY started_at DESC',
      `calls WHERE agent_id = 'a' AND started_at < 1 ORDER BY started_at DESC`,
      'outcomes WHERE created_at < 1 ORDER BY created_at DESC',
      `outcomes WHERE call_id = 'c' ORDER BY created_at DESC`,
      `outcomes WHERE agent_id = 'a' ORDER BY created_at DESC`,
      `outcomes WHERE kind = 'alert' AND created_at < 1 ORDER BY created_at DESC`,
    ].map((query) => {
      const steps = database.prepare(`EXPLAIN QUERY PLAN SELECT * FROM ${query} LIMIT 50`).all()
      return steps.map(({ detail }) => String(detail)).join('; ')
    })
    database.close()
    // Reads in the index's order: neither a look at every row nor a sort.
    for (const plan of plans) expect(plan).toMatch(/^(SEARCH|SCAN) \w+ USING INDEX \w+( \([^)]*\))?$/)
    expect(plans).toHaveLength(6)
  })
})
