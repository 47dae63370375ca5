import { beforeEach, describe, expect, it } from 'vitest'
import { ModelPool, type ModelClient, type Workers } from '../../../../server/asr/languages/model-pool.ts'
import { AppError } from '../../../../server/contracts/errors.ts'
import { createLog } from '../../../../server/platform/log.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

const IDLE_MS = 600_000
const RETRY_MS = 30_000

/** Worker processes of one loading, which are ready or fail when the test says so. */
class FakeWorkers implements Workers {
  readonly attached = new Set<unknown>()
  readonly loading = Promise.withResolvers<undefined>()
  stopped = false
  readyWorkers = 0

  async start(): Promise<void> {
    await this.loading.promise
    this.readyWorkers = 1
  }

  attach(client: ModelClient): void {
    this.attached.add(client)
  }

  detach(client: ModelClient): void {
    this.attached.delete(client)
  }

  async renew(): Promise<void> {
    await this.loading.promise
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.readyWorkers = 0
  }
}

let clock: ManualClock
let loadings: FakeWorkers[]
let events: string[]
let pool: ModelPool

beforeEach(() => {
  clock = new ManualClock(1_000_000)
  loadings = []
  events = []
  pool = makePool(IDLE_MS)
})

function makePool(idleMs: number | null): ModelPool {
  return new ModelPool({
    name: 'korean',
    idleMs,
    clock,
    log: createLog({ level: 'silent' }),
    createPool: () => {
      const workers = new FakeWorkers()
      loadings.push(workers)
      return workers
    },
    events: {
      loaded: () => events.push('loaded'),
      failed: (error) => events.push(`failed ${error.code}`),
      unloaded: () => events.push('unloaded'),
    },
  })
}

function client(): ModelClient & { failures: number } {
  return {
    failures: 0,
    attached: () => undefined,
    detached: () => undefined,
    message: () => undefined,
    askedToLeave: () => undefined,
    failed() {
      this.failures += 1
    },
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a model that nobody asks for', () => {
  it('is not loaded', () => {
    clock.advance(24 * 3_600_000)
    expect(loadings).toEqual([])
  })
})

describe('a model that is asked for', () => {
  it('is loaded once, for all who ask', async () => {
    const [first, second] = [client(), client()]
    pool.attach(first, { group: 'a' })
    pool.attach(second, { group: 'b' })
    expect(loadings).toHaveLength(1)
    expect(loadings[0]?.attached).toEqual(new Set([first, second]))
    loadings[0]?.loading.resolve(undefined)
    await settled()
    expect(events).toEqual(['loaded'])
    expect(pool.channels).toBe(2)
    expect(pool.readyWorkers).toBe(1)
  })

  it('stays for a while after the last channel has gone, and is loaded again when asked for later', async () => {
    const first = client()
    pool.attach(first, { group: 'a' })
    loadings[0]?.loading.resolve(undefined)
    await settled()
    pool.detach(first)
    clock.advance(IDLE_MS - 1)
    expect(loadings[0]?.stopped).toBe(false)
    // Somebody comes back in time: the while begins anew when that one has gone.
    pool.attach(first, { group: 'a' })
    clock.advance(2 * IDLE_MS)
    pool.detach(first)
    clock.advance(IDLE_MS - 1)
    expect(loadings[0]?.stopped).toBe(false)
    clock.advance(1)
    await settled()
    expect(loadings[0]?.stopped).toBe(true)
    expect(events).toEqual(['loaded', 'unloaded'])

    pool.attach(first, { group: 'a' })
    expect(loadings).toHaveLength(2)
    expect(loadings[1]?.attached).toEqual(new Set([first]))
  })

  it('is kept for ever when it is the default one', async () => {
    pool = makePool(null)
    const started = pool.start()
    loadings[0]?.loading.resolve(undefined)
    await started
    const first = client()
    pool.attach(first, { group: 'a' })
    pool.detach(first)
    clock.advance(24 * 3_600_000)
    expect(loadings[0]?.stopped).toBe(false)
  })
})

describe('a model that cannot be loaded', () => {
  it('tells those who wait once, and is tried again after a while if anybody still waits', async () => {
    const [waits, gone] = [client(), client()]
    pool.attach(waits, { group: 'a' })
    pool.attach(gone, { group: 'b' })
    loadings[0]?.loading.reject(new AppError('MODEL_INCOMPLETE', 'am/final.mdl'))
    await settled()
    expect([waits.failures, gone.failures]).toEqual([1, 1])
    expect(loadings[0]?.stopped).toBe(true)
    expect(events).toEqual(['failed RECOGNISER_FAILED', 'unloaded'])
    expect(pool.failure).toMatchObject({ code: 'RECOGNISER_FAILED', retryAfterMs: RETRY_MS })
    expect(pool.failure?.message).toContain('korean')

    pool.detach(gone)
    clock.advance(RETRY_MS - 1)
    expect(loadings).toHaveLength(1)
    clock.advance(1)
    expect(pool.failure).toBeNull()
    expect(loadings[1]?.attached).toEqual(new Set([waits]))
    loadings[1]?.loading.resolve(undefined)
    await settled()
    expect(events.at(-1)).toBe('loaded')
  })

  it('is not tried again for nobody', async () => {
    const first = client()
    pool.attach(first, { group: 'a' })
    loadings[0]?.loading.reject(new AppError('MODEL_INCOMPLETE'))
    await settled()
    pool.detach(first)
    clock.advance(10 * RETRY_MS)
    expect(loadings).toHaveLength(1)
    expect(pool.failure).toBeNull()
  })
})

describe('a pool that is stopped', () => {
  it('while it loads takes that for no failure, and leaves no timer', async () => {
    const first = client()
    pool.attach(first, { group: 'a' })
    await pool.stop(1000)
    loadings[0]?.loading.reject(new AppError('SHUTTING_DOWN'))
    await settled()
    expect(first.failures).toBe(0)
    expect(events).toEqual(['unloaded'])
    pool.attach(client(), { group: 'b' })
    expect(loadings).toHaveLength(1)
    pool.detach(first)
    expect(clock.waiting).toBe(0)
  })
})
