import { afterEach, describe, expect, it } from 'vitest'
import { SupervisedWorker, type WorkerExit } from '../../server/asr/pool/supervised-worker.ts'
import { sleep, systemClock, type Clock } from '../../server/platform/clock.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { testModelDir } from '../helpers/model.ts'
import { makeRecognition, type RunningRecognition } from '../helpers/recognition.ts'
import { canStick, STICK } from '../helpers/stuck-worker.ts'
import { until } from '../helpers/until.ts'

const started: SupervisedWorker[] = []
const running: RunningRecognition[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.stop(10_000)))
  await Promise.all(running.splice(0).map(({ recognition }) => recognition.stop(2000)))
})

interface Watched {
  readonly worker: SupervisedWorker
  readonly exits: WorkerExit[]
  readonly isReady: () => boolean
  readonly pongs: () => number
}

function startWorker(clock: Clock): Watched {
  const exits: WorkerExit[] = []
  let ready = false
  let pongs = 0
  const worker = new SupervisedWorker({
    clock,
    modelDir: testModelDir(),
    libraryPath: null,
    events: {
      ready: () => (ready = true),
      channel: () => undefined,
      stats: () => (pongs += 1),
      line: () => undefined,
      exit: (exit) => exits.push(exit),
    },
  })
  started.push(worker)
  return { worker, exits, isReady: () => ready, pongs: () => pongs }
}

function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('the worker has no process')
  process.kill(pid, name)
}

describe('SupervisedWorker', () => {
  it('lives as long as it answers', async () => {
    const clock = new ManualClock(0)
    const { isReady, pongs, exits } = startWorker(clock)
    await until('the worker is ready', isReady, 30_000)
    for (let beat = 1; beat <= 20; beat += 1) {
      clock.advance(1000)
      await until('an answer', () => pongs() === beat)
    }
    expect(exits).toEqual([])
  })

  it('is ended when it stands still, not before it has missed many beats', async () => {
    const clock = new ManualClock(0)
    const { worker, isReady, exits } = startWorker(clock)
    await until('the worker is ready', isReady, 30_000)
    signal(worker.pid, 'SIGSTOP')
    clock.advance(5000)
    expect(worker.isKilled).toBe(false)
    clock.advance(1000)
    await until('the worker has ended', () => exits.length > 0)
    expect(exits).toEqual([{ reason: 'unresponsive', error: null, status: 'SIGKILL' }])
    expect(clock.waiting).toBe(0)
  })

  it('outlives a native call of three seconds', async () => {
    const { undo } = canStick({ seconds: 3 })
    const watched = startWorker(systemClock)
    await until('the worker is ready', watched.isReady, 30_000).finally(undo)
    await until('an answer', () => watched.pongs() > 0)
    signal(watched.worker.pid, STICK)
    await sleep(2900)
    const answered = watched.pongs()
    await until('another answer', () => watched.pongs() > answered, 10_000)
    expect(watched.exits).toEqual([])
  })

  it('is ended when a native call does not return', async () => {
    const { undo } = canStick({ seconds: 3600 })
    const watched = startWorker(systemClock)
    await until('the worker is ready', watched.isReady, 30_000).finally(undo)
    signal(watched.worker.pid, STICK)
    await until('the worker has ended', () => watched.exits.length > 0, 30_000)
    expect(watched.exits[0]).toMatchObject({ reason: 'unresponsive', status: 'SIGKILL' })
  })

  it('is ended when it is not ready in time', async () => {
    const clock = new ManualClock(0)
    const { exits } = startWorker(clock)
    clock.advance(60_000)
    await until('the worker has ended', () => exits.length > 0)
    expect(exits[0]).toMatchObject({ reason: 'unresponsive', status: 'SIGKILL' })
  })

  it('ignores the signals that a terminal sends to the whole group', async () => {
    const clock = new ManualClock(0)
    const { worker, isReady, exits, pongs } = startWorker(clock)
    await until('the worker is ready', isReady, 30_000)
    signal(worker.pid, 'SIGINT')
    signal(worker.pid, 'SIGTERM')
    clock.advance(1000)
    await until('an answer', () => pongs() === 1)
    expect(exits).toEqual([])
    await worker.stop(10_000)
    expect(exits).toEqual([{ reason: 'stopped', error: null, status: 'code 0' }])
  })
})

describe('a worker that dies again and again', () => {
  it('is replaced at once the first time, then after ever longer pauses', async () => {
    const clock = new ManualClock(0)
    const pool = makeRecognition({ clock })
    running.push(pool)
    await pool.recognition.start()
    const { recognition, workerPids, logged } = pool
    const isReady = async (): Promise<boolean> => (await recognition.readiness.check()) === null
    const exitLines = (): number => logged.filter((line) => 'delayMs' in line).length
    for (const [death, delayMs] of [0, 500, 1000, 2000].entries()) {
      await until('a worker is ready', isReady, 30_000)
      signal(workerPids().at(-1), 'SIGKILL')
      await until('the death is noticed', () => exitLines() === death + 1)
      if (delayMs === 0) continue
      clock.advance(delayMs - 1)
      expect(workerPids()).toHaveLength(death + 1)
      expect(await recognition.readiness.check()).toMatch(/no recognition worker/)
      clock.advance(1)
      expect(workerPids()).toHaveLength(death + 2)
    }
  })
})
