import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { WriteQueue } from '../../../server/store/write-queue.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

let folder: string
let database: DatabaseSync
let other: DatabaseSync
let clock: ManualClock
let registry: Registry
let lines: string[]
let queue: WriteQueue

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-queue-'))
  const path = join(folder, 'test.db')
  database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE numbers (n INTEGER PRIMARY KEY) STRICT')
  other = new DatabaseSync(path)
  clock = new ManualClock(0)
  registry = new Registry()
  lines = []
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  queue = new WriteQueue({ database, clock, log, registry })
})

afterEach(() => {
  database.close()
  other.close()
  rmSync(folder, { recursive: true })
})

function add(n: number): Promise<void> {
  return queue.add(() => void database.prepare('INSERT INTO numbers VALUES (?)').run(n))
}

/** What another process sees: only what is committed. */
function committed(): number {
  return Number(other.prepare('SELECT count(*) AS count FROM numbers').get()?.['count'])
}

async function metric(name: string): Promise<Record<string, number>> {
  const values = (await registry.getSingleMetric(name)?.get())?.values ?? []
  return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(), value]))
}

describe('WriteQueue', () => {
  it('commits what waits after 50 ms, in one transaction', async () => {
    const writes = [add(1), add(2), add(3)]
    clock.advance(49)
    expect(committed()).toBe(0)
    clock.advance(1)
    expect(committed()).toBe(3)
    await Promise.all(writes)
    expect(clock.waiting).toBe(0)
    expect(await metric('earshot_store_writes_total')).toEqual({ committed: 3, refused: 0 })
  })

  it('commits 500 writes at once', () => {
    const writes = Array.from({ length: 499 }, (_, n) => add(n))
    expect(committed()).toBe(0)
    writes.push(add(499))
    expect(committed()).toBe(500)
    return Promise.all(writes)
  })

  it('commits when it is told to', async () => {
    const written = add(1)
    queue.flush()
    expect(committed()).toBe(1)
    expect(clock.waiting).toBe(0)
    await written
  })

  it('rejects the write that the database refuses and commits the others', async () => {
    const writes = Promise.allSettled([add(1), add(1), add(2)])
    clock.advance(50)
    expect((await writes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(committed()).toBe(2)
    expect(await metric('earshot_store_writes_total')).toEqual({ committed: 2, refused: 1 })
  })

  it('keeps writes while another process holds the file, says so once, and commits them later', async () => {
    other.exec('BEGIN IMMEDIATE')
    const written = add(1)
    clock.advance(50 + 3 * 500)
    expect(() => queue.flush()).toThrow('Writing failed (busy).')
    expect(lines.filter((line) => line.includes('takes no writes'))).toHaveLength(1)
    other.exec('ROLLBACK')
    clock.advance(500)
    await written
    expect(committed()).toBe(1)
    expect(lines.filter((line) => line.includes('takes writes again'))).toHaveLength(1)
    expect((await metric('earshot_store_commit_failures_total'))['busy']).toBe(5)
  })

  it('starts the whole transaction again when it is lost half way', async () => {
    let losses = 1
    const written = [
      add(1),
      queue.add(() => {
        if (losses === 0) return
        losses -= 1
        // As SQLite does by itself when the disk is full.
        database.exec('ROLLBACK')
        throw new Error('disk full')
      }),
      add(2),
    ]
    clock.advance(50)
    expect(committed()).toBe(0)
    clock.advance(500)
    await Promise.all(written)
    expect(committed()).toBe(2)
  })

  it('drops and counts writes when 20,000 wait', async () => {
    other.exec('BEGIN IMMEDIATE')
    const settled = Promise.allSettled(Array.from({ length: 20_002 }, (_, n) => add(n)))
    other.exec('ROLLBACK')
    clock.advance(500)
    const rejected = (await settled).filter(({ status }) => status === 'rejected')
    expect(rejected).toHaveLength(2)
    expect(committed()).toBe(20_000)
    expect((await metric('earshot_store_writes_total'))['dropped']).toBe(2)
  })

  it('rejects what it could not commit when it is closed', async () => {
    other.exec('BEGIN IMMEDIATE')
    const written = expect(add(1)).rejects.toMatchObject({ code: 'STORE_FAILED' })
    expect(() => queue.close()).toThrow('Writing failed (busy).')
    other.exec('ROLLBACK')
    await written
    expect(clock.waiting).toBe(0)
    expect((await metric('earshot_store_writes_total'))['dropped']).toBe(1)
  })
})
