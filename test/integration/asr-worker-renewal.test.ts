import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PARTIES } from '../../server/contracts/call.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { testModelDir } from '../helpers/model.ts'
import { makePool, speak, type HeardParty, type RunningPool } from '../helpers/running-pool.ts'
import { beginningOf, between, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

let running: RunningPool
let call: CallSamples
const folders: string[] = []

beforeAll(async () => {
  call = beginningOf(await callSamples('billing-page-freezes'), 30_000)
})

afterEach(async () => {
  await running.pool.stop(5000)
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

const lines = (message: string): number => running.logged.filter(({ msg }) => msg === message).length
const READY = 'Recognition worker ready.'

/** Both parties of the sample call, on the running pool. */
function parties(): Readonly<Record<'agent' | 'customer', HeardParty>> {
  return {
    agent: running.channel({ callId: 'renewal', party: 'agent' }),
    customer: running.channel({ callId: 'renewal', party: 'customer' }),
  }
}

function speakAll(heard: ReturnType<typeof parties>, speed: number): Promise<void> {
  return speak(
    PARTIES.map((party) => ({ party: heard[party], samples: call.samples[party] })),
    { speed },
  )
}

async function expectWhole(heard: ReturnType<typeof parties>): Promise<void> {
  for (const party of PARTIES) {
    const { channel, finals, drafts, lost } = heard[party]
    await until(`${party} is idle`, () => channel.isIdle, 60_000)
    expect(lost, party).toEqual([])
    const said = saidBy(call.reference, party)
    const errors = wordErrors(
      said,
      finals()
        .map(({ text }) => text)
        .join(' '),
    )
    expect(errors.rate, party).toBeLessThan(0.25)
    expect(Math.abs(errors.insertions - errors.deletions), party).toBeLessThan(errors.words * 0.08)
    const ids = finals().map(({ utteranceId }) => utteranceId)
    expect(new Set(ids).size, party).toBe(ids.length)
    const positions = drafts.map(({ atMs }) => atMs)
    expect(positions, party).toEqual(positions.toSorted((a, b) => a - b))
  }
}

async function commandLine(pid: number | undefined): Promise<string> {
  return readFile(`/proc/${pid ?? 'nobody'}/cmdline`, 'utf8')
}

describe('replacing the workers of a pool that serves a call', () => {
  it('moves the call at quiet moments, and no word is lost, repeated or sent again', async () => {
    running = makePool({ workers: 2 })
    await running.pool.start()
    const heard = parties()
    const speaking = speakAll(heard, 4)
    await until('words', () => heard.agent.drafts.length > 3, 30_000)
    await running.pool.renew({ reason: 'profile' })
    await running.pool.renew({ reason: 'profile' })
    await speaking
    await expectWhole(heard)
    expect(await running.metric('earshot_asr_worker_moves_total', { how: 'quiet' })).toBeGreaterThanOrEqual(2)
    expect(await running.metric('earshot_asr_worker_moves_total', { how: 'died' })).toBe(0)
    expect(await running.metric('earshot_asr_worker_exits_total', { reason: 'retired' })).toBe(4)
    expect(await running.metric('earshot_asr_worker_exits_total')).toBe(4)
    expect(running.pids()).toHaveLength(6)
  }, 120_000)

  it('changes to another model folder, also for workers that start later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-model-'))
    folders.push(folder)
    await cp(testModelDir(), folder, { recursive: true })
    running = makePool({ workers: 2, startWorkers: 1, growAtChannels: 1 })
    await running.pool.start()
    await running.pool.renew({ reason: 'profile', modelDir: folder })
    const heard = parties()
    const speaking = speakAll(heard, 16)
    await until('the pool has grown', () => running.pool.readyWorkers === 2, 30_000)
    expect(running.pids()).toHaveLength(3)
    for (const pid of running.pids().slice(1)) expect(await commandLine(pid)).toContain(folder)
    await speaking
    await expectWhole(heard)
  }, 120_000)

  it('leaves everything as it is when the next worker cannot serve', async () => {
    running = makePool()
    await running.pool.start()
    const heard = parties()
    const speaking = speakAll(heard, 8)
    await until('words', () => heard.agent.drafts.length > 3, 30_000)
    await expect(running.pool.renew({ reason: 'profile', modelDir: '/nowhere/model' })).rejects.toMatchObject(
      { code: 'MODEL_INCOMPLETE' },
    )
    expect(running.pool.readyWorkers).toBe(1)
    await speaking
    await expectWhole(heard)
    expect(await running.metric('earshot_asr_worker_renewals_total', { outcome: 'failed' })).toBe(1)
    expect(await running.metric('earshot_asr_worker_moves_total')).toBe(0)
    expect(lines('Recognition worker was not replaced.')).toBe(1)
  }, 120_000)

  it('moves who never is silent when the time is over', async () => {
    const clock = new ManualClock(0)
    running = makePool({ clock })
    await running.pool.start()
    const heard = running.channel({ callId: 'endless', party: 'agent' })
    const [turn] = call.reference.turns
    if (turn === undefined) throw new Error('the sample call is empty')
    // Stops in the middle of the words, and nobody says that the stream has ended.
    const samples = between(call.samples[turn.party], { fromMs: 0, toMs: (turn.startMs + turn.endMs) / 2 })
    await speak([{ party: heard, samples }], { speed: 100, stay: true })
    await until('words', () => heard.drafts.length > 0, 30_000)
    const renewed = running.pool.renew({ reason: 'profile' })
    await until('the next worker is ready', () => lines(READY) === 2, 30_000)
    expect(await running.metric('earshot_asr_worker_exits_total')).toBe(0)
    clock.advance(20_000)
    await renewed
    expect(await running.metric('earshot_asr_worker_moves_total', { how: 'replayed' })).toBe(1)
    heard.channel.end()
    await until('the words are final', () => heard.channel.isIdle, 30_000)
    expect(heard.finals().some(({ words }) => words.length > 0)).toBe(true)
    expect(new Set(heard.drafts.map(({ utteranceId }) => utteranceId)).size).toBe(heard.finals().length)
  }, 60_000)
})
