import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PARTIES } from '../../server/contracts/call.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { makePool, speak, type HeardParty, type RunningPool } from '../helpers/running-pool.ts'
import { beginningOf, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { canStick, STICK } from '../helpers/stuck-worker.ts'
import { until } from '../helpers/until.ts'

/** A worker loads its model in less than a second, but on a machine with much else to do in ten. */
const PATIENCE_MS = 60_000

let running: RunningPool
let call: CallSamples

beforeAll(async () => {
  call = beginningOf(await callSamples('billing-page-freezes'), 30_000)
})

afterEach(() => running.pool.stop(5000))

/** One call, spoken at real time. */
interface LiveCall {
  readonly parties: readonly HeardParty[]
  /** How far both parties are decoded, in call time. */
  readonly decodedMs: () => number
  /** Resolves when all has been said and is final. */
  readonly over: Promise<void>
}

function liveCall(callId: string): LiveCall {
  const speeches = PARTIES.map((party) => ({
    party: running.channel({ callId, party }),
    samples: call.samples[party],
  }))
  const parties = speeches.map(({ party }) => party)
  return {
    parties,
    decodedMs: () => Math.min(...parties.map(({ channel }) => channel.position.decodedMs)),
    over: speak(speeches, { speed: 1 }).then(() =>
      until('all is final', () => parties.every(({ channel }) => channel.isIdle), PATIENCE_MS),
    ),
  }
}

describe('a call at real time', () => {
  it('goes on when its worker is killed', async () => {
    running = makePool()
    await running.pool.start()
    const live = liveCall('killed')
    await until('ten seconds', () => live.decodedMs() >= 10_000, PATIENCE_MS)
    const [killedAt, positionMs] = [systemClock.now(), live.decodedMs()]
    process.kill(running.pids()[0] ?? 0, 'SIGKILL')
    await until('both parties go on', () => live.decodedMs() > positionMs, PATIENCE_MS)
    console.log(`decodes on ${Math.round(systemClock.now() - killedAt)} ms after the kill`)
    await live.over
    expect(live.parties.flatMap(({ lost }) => lost)).toEqual([])
    expect(running.pids()).toHaveLength(2)
  }, 240_000)

  it('waits alone when a native call of its worker does not return', async () => {
    const { undo } = canStick({ seconds: 3600 })
    running = makePool({ workers: 2 })
    await running.pool.start()
    await until('both workers are ready', () => running.pool.readyWorkers === 2, PATIENCE_MS).finally(undo)
    const [stuck, other] = [liveCall('stuck'), liveCall('other')]
    await until('some seconds', () => stuck.decodedMs() >= 4000 && other.decodedMs() >= 4000, PATIENCE_MS)
    const stuckAt = systemClock.now()
    process.kill(running.pids()[0] ?? 0, STICK)
    const stoodAtMs = stuck.decodedMs()
    await until('the other call goes on', () => other.decodedMs() > stoodAtMs + 2500, PATIENCE_MS)
    expect(stuck.decodedMs()).toBeLessThan(stoodAtMs + 1500)
    const ended = (): boolean => running.logged.some(({ reason }) => reason === 'unresponsive')
    await until('the stuck worker is found out', ended, PATIENCE_MS)
    console.log(`found out after ${Math.round(systemClock.now() - stuckAt)} ms`)
    await until('its call goes on', () => stuck.decodedMs() > stoodAtMs + 2000, PATIENCE_MS)
    console.log(`decodes on after ${Math.round(systemClock.now() - stuckAt)} ms`)
    await Promise.all([stuck.over, other.over])
    expect([...stuck.parties, ...other.parties].flatMap(({ lost }) => lost)).toEqual([])
    expect(await running.metric('earshot_asr_worker_exits_total')).toBe(1)
  }, 240_000)
})
