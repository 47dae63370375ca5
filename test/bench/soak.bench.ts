import { sleep, systemClock } from '../../server/platform/clock.ts'
import type { BenchOptions } from './bench-options.ts'
import { atMost, median, type BenchResult } from './goals.ts'
import { withBothSides } from './measure/both-sides.ts'
import { assertSound } from './measure/play-once.ts'
import { rssBytesOf } from './measure/process-usage.ts'
import type { RunningSide } from './measure/side.ts'
import { figure, megabytes, printTable } from './measure/table.ts'
import { isTwoParty, readCorpus, type BenchCall } from './play/corpus.ts'
import type { PlayPlan } from './play/play-plan.ts'

const TENTHS = 10
const SAMPLE_MS = 500
/** After each round nobody speaks for as long as the round lasted, times this. */
const PAUSE_SHARE = 0.5
/** The last tenth's memory may be this much of the second's. */
const FLAT = 1.1

interface MemorySample {
  /** Part of the run that is over. */
  readonly share: number
  readonly main: number
  readonly workers: number
}

/** (e) An hour of audio at 16 times its speed: memory of the main process and of the workers stays flat. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const corpus = await readCorpus()
  const minutes = options.number('minutes', { full: 60, quick: 0.5 })
  const speed = options.number('speed', { full: 16, quick: 4 })
  const calls = Math.round(options.number('calls', { full: 1, quick: 1 }))
  const plan = soakPlan(corpus, { calls, minutes, speed })
  const { samples, wallSeconds } = await withBothSides(options, async ({ ours }) => {
    const running = await ours.start(plan)
    try {
      const sampled = await sampleWhilePlaying(running)
      assertSound(ours, await running.finish())
      return sampled
    } finally {
      await running.stop()
    }
  })
  console.log(
    `\n${calls} live, ${figure(minutes, 1)} min of audio a party in ${figure(wallSeconds)} s: ${figure((minutes * 60) / wallSeconds, 1)} times its speed`,
  )
  const tenths = Array.from({ length: TENTHS }, (_, tenth) => tenthOf(samples, tenth))
  printTable(
    ['resident memory, MB', 'main', 'workers'],
    tenths.map(({ main, workers }, tenth) => [`tenth ${tenth + 1}`, megabytes(main), megabytes(workers)]),
  )
  const growth = (key: 'main' | 'workers'): number =>
    (tenths.at(-1)?.[key] ?? NaN) / (tenths[1]?.[key] ?? NaN)
  return {
    goals: {
      soak_main_growth: atMost(growth('main'), FLAT),
      soak_workers_growth: atMost(growth('workers'), FLAT),
    },
  }
}

/** The longest calls of the corpus, over and over, with a pause after each round. */
function soakPlan(
  corpus: readonly BenchCall[],
  { calls, minutes, speed }: { calls: number; minutes: number; speed: number },
): PlayPlan {
  const longest = corpus.filter((call) => isTwoParty(call)).toSorted((a, b) => b.durationMs - a.durationMs)
  return {
    calls: longest.slice(0, calls).map(({ id, durationMs, parties }) => ({
      callId: id,
      startMs: 0,
      durationMs: Math.round(minutes * 60) * 1000,
      periodMs: Math.round((durationMs * (1 + PAUSE_SHARE)) / 100) * 100,
      fromMs: 0,
      parties,
    })),
    atOnce: calls,
    speed,
    keep: 'nothing',
    stayOpen: false,
    warmMs: 0,
  }
}

async function sampleWhilePlaying(
  running: RunningSide,
): Promise<{ samples: readonly MemorySample[]; wallSeconds: number }> {
  const [root] = running.pids
  if (root === undefined) throw new Error('the process did not start')
  const startedAt = systemClock.now()
  const raw: { atMs: number; main: number; workers: number }[] = []
  let over = false
  const played = running.play().finally(() => (over = true))
  const sampling = async (): Promise<void> => {
    while (!over) {
      const { main, children } = await rssBytesOf(root)
      raw.push({ atMs: systemClock.now() - startedAt, main, workers: children })
      await sleep(SAMPLE_MS)
    }
  }
  await Promise.all([played, sampling()])
  const wallMs = systemClock.now() - startedAt
  const samples = raw.map(({ atMs, main, workers }) => ({ share: atMs / wallMs, main, workers }))
  return { samples, wallSeconds: wallMs / 1000 }
}

function tenthOf(samples: readonly MemorySample[], tenth: number): { main: number; workers: number } {
  const within = samples.filter(({ share }) => Math.floor(share * TENTHS) === tenth)
  return {
    main: median(within.map(({ main }) => main)),
    workers: median(within.map(({ workers }) => workers)),
  }
}
