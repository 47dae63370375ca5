import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PARTIES } from '../../server/contracts/call.ts'
import { makePool, speak, type HeardParty, type RunningPool } from '../helpers/running-pool.ts'
import { beginningOf, callSamples } from '../helpers/sample-call-audio.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

let running: RunningPool
let heard: Readonly<Record<'agent' | 'customer', HeardParty>>

beforeEach(async () => {
  running = makePool()
  await running.pool.start()
  heard = {
    agent: running.channel({ callId: 'mortal', party: 'agent' }),
    customer: running.channel({ callId: 'mortal', party: 'customer' }),
  }
})

afterEach(() => running.pool.stop(5000))

function kill(worker: number): void {
  const pid = running.pids()[worker]
  if (pid === undefined) throw new Error('no such worker was started')
  process.kill(pid, 'SIGKILL')
}

const ready = (): number => running.logged.filter(({ msg }) => msg === 'Recognition worker ready.').length

/** Plays the beginning of a call, lets `disturb` do its work in the middle of it, and looks at what was heard. */
async function disturbed(disturb: () => Promise<void>): Promise<void> {
  const { samples, reference } = beginningOf(await callSamples('billing-page-freezes'), 30_000)
  const speaking = speak(
    PARTIES.map((party) => ({ party: heard[party], samples: samples[party] })),
    { speed: 6 },
  )
  await until('words', () => heard.agent.drafts.length > 3, 30_000)
  await disturb()
  await speaking
  for (const party of PARTIES) {
    const { channel, finals, lost } = heard[party]
    await until(`${party} is idle`, () => channel.isIdle, 60_000)
    expect(lost).toEqual([])
    const errors = wordErrors(
      saidBy(reference, party),
      finals()
        .map(({ text }) => text)
        .join(' '),
    )
    expect(errors.rate, party).toBeLessThan(0.25)
    const ids = finals().map(({ utteranceId }) => utteranceId)
    expect(new Set(ids).size, party).toBe(ids.length)
  }
}

describe('a death while a worker is replaced', () => {
  it('of the next one, before it serves: the old one goes on', async () => {
    await disturbed(async () => {
      const renewed = running.pool.renew({ reason: 'profile' })
      await until('the next one is started', () => running.pids().length === 2)
      kill(1)
      await expect(renewed).rejects.toMatchObject({ code: 'RECOGNISER_FAILED' })
      expect(running.pool.readyWorkers).toBe(1)
    })
    expect(running.pids()).toHaveLength(2)
    expect(await running.metric('earshot_asr_worker_moves_total')).toBe(0)
  }, 120_000)

  it('of the old one, while the next one loads: the next one takes all', async () => {
    await disturbed(async () => {
      const renewed = running.pool.renew({ reason: 'profile' })
      await until('the next one is started', () => running.pids().length === 2)
      kill(0)
      await renewed
      expect(running.pool.readyWorkers).toBe(1)
    })
    expect(running.pids()).toHaveLength(2)
    expect(await running.metric('earshot_asr_worker_moves_total', { how: 'died' })).toBe(2)
  }, 120_000)

  it('of the next one, as soon as it serves: a third one takes its place, and the renewal ends', async () => {
    await disturbed(async () => {
      const renewed = running.pool.renew({ reason: 'profile' })
      await until('the next one is ready', () => ready() === 2, 30_000)
      kill(1)
      await renewed
      await until('a third one is ready', () => ready() === 3, 30_000)
    })
    expect(running.pids()).toHaveLength(3)
    expect(await running.metric('earshot_asr_worker_exits_total', { reason: 'retired' })).toBe(1)
  }, 120_000)

  it('of both: another one takes their place', async () => {
    await disturbed(async () => {
      const renewed = running.pool.renew({ reason: 'profile' })
      const outcome = expect(renewed).rejects.toMatchObject({ code: 'RECOGNISER_FAILED' })
      await until('the next one is started', () => running.pids().length === 2)
      kill(0)
      kill(1)
      await outcome
      await until('another one is ready', () => running.pool.readyWorkers === 1, 30_000)
    })
    expect(await running.metric('earshot_asr_worker_exits_total', { reason: 'crashed' })).toBe(2)
  }, 120_000)

  it('of the pool itself: whoever waits for the renewal is told', async () => {
    const renewed = running.pool.renew({ reason: 'profile' })
    const outcome = expect(renewed).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
    await until('the next one is started', () => running.pids().length === 2)
    await running.pool.stop(5000)
    await outcome
    await expect(running.pool.renew({ reason: 'profile' })).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
  })
})
