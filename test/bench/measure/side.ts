import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { systemClock } from '../../../server/platform/clock.ts'
import type { PlayAnswer, PlayPlan, PlayRequest, PlayResult } from '../play/play-plan.ts'
import { cpuSecondsOf, pssBytesOf } from './process-usage.ts'

/** One of the two things compared: it plays a plan in processes of its own and is measured from outside. */
export interface Side {
  readonly name: string
  /** Starts the processes, loads the model and all audio. */
  readonly start: (plan: PlayPlan) => Promise<RunningSide>
}

export interface RunningSide {
  readonly pids: readonly number[]
  /** CPU seconds used before anything was played: start, model, audio. */
  readonly startCpuSeconds: number
  /** Resolves when all audio has been decoded; a second party may still wait for its finals. */
  readonly play: () => Promise<void>
  /** Ends all calls and returns what was recognised. */
  readonly finish: () => Promise<PlayResult>
  readonly pssBytes: () => Promise<number>
  readonly cpuSeconds: () => Promise<number>
  /** Ends the processes, however far they are. */
  readonly stop: () => Promise<void>
}

interface SideOptions {
  readonly modelDir: string
  /** Processes that decode, one a core. */
  readonly workers: number
}

const PLAIN_MAIN = join(import.meta.dirname, '../plain-loop/plain-loop-main.ts')
const ROOM_MAIN = join(import.meta.dirname, '../room/room-main.ts')

/** Recognition: one main process, which starts its own workers. */
export function ourSide(options: SideOptions): Side {
  return {
    name: 'earshot',
    start: (plan) => startProcesses([{ main: ROOM_MAIN, ...options, plan }]),
  }
}

/** The plain loop: a process a core, channels spread over them so that each has as many of each party. */
export function plainSide(options: SideOptions): Side {
  return {
    name: 'plain loop',
    start: (plan) =>
      startProcesses(
        spread(plan, options.workers).map((part) => ({ main: PLAIN_MAIN, ...options, plan: part })),
      ),
  }
}

function spread(plan: PlayPlan, processes: number): readonly PlayPlan[] {
  const channels = plan.calls.flatMap((call, index) =>
    call.parties.map((party, place) => ({
      process: (index + place) % processes,
      call: { ...call, parties: [party] },
    })),
  )
  const parties = Math.max(...plan.calls.map((call) => call.parties.length))
  return Array.from({ length: processes }, (_, process) => ({
    ...plan,
    calls: channels.filter((channel) => channel.process === process).map(({ call }) => call),
    atOnce: Math.ceil((plan.atOnce * parties) / processes),
  })).filter(({ calls }) => calls.length > 0)
}

interface ProcessOptions extends SideOptions {
  readonly main: string
  readonly plan: PlayPlan
}

type Results = readonly (PlayResult | null)[]

async function startProcesses(processes: readonly ProcessOptions[]): Promise<RunningSide> {
  const started = processes.map(({ main, ...job }) => ({
    child: fork(main, { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning'] }),
    job,
  }))
  const pids = started.flatMap(({ child }) => (child.pid === undefined ? [] : [child.pid]))
  const askAll = (request: (job: Omit<ProcessOptions, 'main'>) => PlayRequest): Promise<Results> =>
    Promise.all(started.map(({ child, job }) => ask(child, request(job))))
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(({ child }) => endProcess(child)))
  }
  try {
    await askAll((job) => ({ type: 'load', ...job }))
    return {
      pids,
      startCpuSeconds: await cpuSecondsOf(pids),
      play: async () => {
        await askAll(() => ({ type: 'play' }))
      },
      finish: async () => joinResults(await askAll(() => ({ type: 'finish' }))),
      pssBytes: () => pssBytesOf(pids),
      cpuSeconds: () => cpuSecondsOf(pids),
      stop,
    }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

/** The result is present in the answer to `finish` alone. */
function ask(child: ChildProcess, request: PlayRequest): Promise<PlayResult | null> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error(`a process ended while it was asked to ${request.type}`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      const answer = message as PlayAnswer
      if (answer.type === 'done') resolve(answer.result)
      else reject(new Error(answer.reason))
    })
    child.send(request)
  })
}

function joinResults(results: Results): PlayResult {
  const parts = results.filter((result) => result !== null)
  return {
    parties: parts.flatMap(({ parties }) => parties),
    faults: parts.flatMap(({ faults }) => faults),
    notes: parts.flatMap(({ notes }) => notes),
  }
}

const STOP_MS = 5000

/** The children of a process that is asked to end by a closed channel end with it. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.connected) child.disconnect()
  const cancel = systemClock.after(STOP_MS, () => child.kill('SIGKILL'))
  await ended
  cancel()
}
