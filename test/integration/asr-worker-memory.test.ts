import { afterEach, describe, expect, it } from 'vitest'
import { frameAt, makePool, type RunningPool } from '../helpers/running-pool.ts'
import { until } from '../helpers/until.ts'

let running: RunningPool

afterEach(() => running.pool.stop(5000))

const said = (message: string): number => running.logged.filter(({ msg }) => msg === message).length

describe('a worker that has grown past its limit', () => {
  it('is replaced, one of the pool at a time, and not again at once', async () => {
    running = makePool({ workers: 2, maxWorkerBytes: 1 })
    await running.pool.start()
    await until('both are replaced', () => said('Recognition worker replaced.') === 2, 60_000)
    const steps = running.logged.flatMap(({ msg, worker }) =>
      msg === 'Recognition worker started.' || msg === 'Recognition worker replaced.'
        ? [`${msg.split(' ').at(-1) ?? ''} ${String(worker)}`]
        : [],
    )
    const [first, second] = [steps[2]?.at(-1), steps[4]?.at(-1)]
    expect(new Set([first, second])).toEqual(new Set(['0', '1']))
    expect(steps.slice(2)).toEqual([
      `started. ${first ?? ''}`,
      `replaced. ${first ?? ''}`,
      `started. ${second ?? ''}`,
      `replaced. ${second ?? ''}`,
    ])
    const rss = (): Promise<number> => running.metric('earshot_asr_worker_rss_bytes', { worker: '0' })
    await until('the new worker says its size', async () => (await rss()) > 2 ** 26, 10_000)
    expect(said('Recognition worker has grown past its limit.')).toBe(2)
    expect(await running.metric('earshot_asr_worker_renewals_total', { reason: 'memory' })).toBe(2)
    expect(await running.metric('earshot_asr_worker_exits_total', { reason: 'retired' })).toBe(2)
    expect(await running.metric('earshot_asr_worker_starts_total')).toBe(4)
  }, 120_000)

  it('goes on when no other can be started, and is not tried again at once', async () => {
    running = makePool({ maxWorkerBytes: 1 })
    await running.pool.start()
    const { execPath } = process
    process.execPath = '/nowhere/node'
    try {
      await until('it was tried', () => said('Recognition worker was not replaced.') === 1, 60_000)
    } finally {
      process.execPath = execPath
    }
    expect(running.pool.readyWorkers).toBe(1)
    const decoded = (): Promise<number> => running.metric('earshot_asr_worker_cpu_seconds_total')
    const before = await decoded()
    await until('the old one still answers', async () => (await decoded()) > before, 10_000)
    expect(said('Recognition worker has grown past its limit.')).toBe(1)
  }, 120_000)
})

describe('a pool that grows', () => {
  it('starts another worker when each that runs has enough to do', async () => {
    running = makePool({ workers: 3, startWorkers: 1, growAtChannels: 4 })
    await running.pool.start()
    const join = (callId: string): void => {
      for (const party of ['agent', 'customer'] as const) {
        running.channel({ callId, party }).channel.push(frameAt(0))
      }
    }
    join('call-1')
    expect(running.pids()).toHaveLength(1)
    join('call-2')
    expect(running.pids()).toHaveLength(2)
    // The second is still loading: calls go to the first, and no third is started for them.
    join('call-3')
    expect(running.pids()).toHaveLength(2)
    await until('the second is ready', () => running.pool.readyWorkers === 2, 30_000)
    join('call-4')
    expect(running.pids()).toHaveLength(2)
    join('call-5')
    expect(running.pids()).toHaveLength(3)
    await until('the third is ready', () => running.pool.readyWorkers === 3, 30_000)
    for (const callId of ['call-6', 'call-7', 'call-8', 'call-9', 'call-10']) join(callId)
    expect(running.pids()).toHaveLength(3)
  }, 60_000)
})
