import { afterEach, describe, expect, it } from 'vitest'
import { SupervisedWorker, type WorkerExit } from '../../server/asr/pool/supervised-worker.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { testModelDir } from '../helpers/model.ts'
import { makeRecognition } from '../helpers/recognition.ts'
import { until } from '../helpers/until.ts'

const { execPath } = process
const nodeOptions = process.env['NODE_OPTIONS']
const started: SupervisedWorker[] = []

afterEach(async () => {
  process.execPath = execPath
  process.env['NODE_OPTIONS'] = nodeOptions ?? ''
  await Promise.all(started.splice(0).map((worker) => worker.stop(10_000)))
})

/** What came from the worker, `message` for anything that is of a channel. */
function startWorker(): { readonly events: string[]; readonly exits: WorkerExit[] } {
  const events: string[] = []
  const exits: WorkerExit[] = []
  const worker = new SupervisedWorker({
    clock: systemClock,
    modelDir: testModelDir(),
    libraryPath: null,
    events: {
      ready: () => events.push('ready'),
      channel: () => events.push('message'),
      stats: () => undefined,
      line: () => undefined,
      exit: (exit) => exits.push(exit),
    },
  })
  started.push(worker)
  return { events, exits }
}

/** Makes the processes that are started from now on run this code first. */
function runFirst(code: string): void {
  process.env['NODE_OPTIONS'] = `--import=data:text/javascript,${encodeURIComponent(code)}`
}

describe('a worker that says what nobody understands', () => {
  it.each([
    { what: 'an unknown message', message: "{ type: 'gibberish' }" },
    { what: 'words without times', message: "{ type: 'final', channelId: 1, words: [{ text: 'hello' }] }" },
    { what: 'no message at all', message: '7' },
  ])('$what: is ended, and nothing that it says after that is taken', async ({ message }) => {
    runFirst(`process.send(${message}); process.send({ type: 'ready', loadMs: 1 })`)
    const { events, exits } = startWorker()
    await until('the worker has ended', () => exits.length > 0, 20_000)
    expect(exits).toEqual([{ reason: 'unintelligible', error: null, status: 'SIGKILL' }])
    expect(events).toEqual([])
  })
})

describe('a worker that cannot be started', () => {
  it('counts as one that has ended at once', async () => {
    process.execPath = '/nowhere/node'
    const { exits } = startWorker()
    await until('the failure is told', () => exits.length > 0)
    expect(exits).toEqual([{ reason: 'crashed', error: null, status: 'not started' }])
  })
})

describe('recognition whose workers cannot be started', () => {
  it.each([
    { why: 'the program is missing', program: '/nowhere/node' },
    { why: 'the system refuses at once', program: '/nowhere\0node' },
  ])('gives up when $why', async ({ program }) => {
    process.execPath = program
    const { recognition } = makeRecognition()
    await expect(recognition.start()).rejects.toMatchObject({ code: 'RECOGNISER_FAILED' })
  })
})

describe('recognition that is stopped while it starts', () => {
  it('says so to whoever waits for it', async () => {
    const { recognition } = makeRecognition()
    const starting = recognition.start()
    const outcome = expect(starting).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
    await recognition.stop(2000)
    await outcome
  })
})
