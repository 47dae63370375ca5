import type { BenchOptions } from './bench-options.ts'
import { atMost, type BenchResult } from './goals.ts'
import { withBothSides, type BothSides } from './measure/both-sides.ts'
import { assertSound } from './measure/play-once.ts'
import type { Side } from './measure/side.ts'
import { figure, megabytes, printTable } from './measure/table.ts'
import { readCorpus, type BenchCall } from './play/corpus.ts'
import { floorPlan } from './play/floor-plan.ts'

interface MeasuredMemory {
  readonly processes: number
  /** Once models are loaded, before any call. */
  readonly emptyBytes: number
  /** When all audio has been decoded and all calls are still open. */
  readonly liveBytes: number
}

/** (c) Memory for each live call, model and all processes included, against the plain loop. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const corpus = await readCorpus()
  const calls = Math.round(options.number('calls', { full: 8, quick: 2 }))
  const minutes = options.number('minutes', { full: 4, quick: 0.1 })
  const measure = (side: Side): Promise<MeasuredMemory> => measureMemory(side, { corpus, calls, minutes })
  const { plain, ours } = await withBothSides(options, async (sides: BothSides) => ({
    plain: await measure(sides.plain),
    ours: await measure(sides.ours),
  }))
  // Every process of the plain loop has a model of its own; one process for all calls would have but one.
  const sharedBytes = plain.liveBytes - (plain.emptyBytes * (plain.processes - 1)) / plain.processes
  const ratio = ours.liveBytes / sharedBytes
  console.log(
    `\nmemory of ${calls} live two-party calls after ${figure(minutes, 1)} min of audio each, MB (proportional set size)`,
  )
  const row = (name: string, { empty, live }: { empty: number | null; live: number }): readonly string[] => [
    name,
    empty === null ? '-' : megabytes(empty),
    megabytes(live),
    megabytes(live / calls),
    figure(ours.liveBytes / live, 2),
  ]
  printTable(
    ['', 'no calls', 'live', 'each call', 'ratio of ours'],
    [
      row(`plain loop, ${plain.processes} processes`, { empty: plain.emptyBytes, live: plain.liveBytes }),
      row('plain loop, as if in one process', { empty: null, live: sharedBytes }),
      row('earshot', { empty: ours.emptyBytes, live: ours.liveBytes }),
    ],
  )
  return { goals: { memory_ratio_per_call: atMost(ratio, 0.6) } }
}

async function measureMemory(
  side: Side,
  floor: { corpus: readonly BenchCall[]; calls: number; minutes: number },
): Promise<MeasuredMemory> {
  const running = await side.start(
    floorPlan({
      corpus: floor.corpus,
      parties: floor.calls * 2,
      durationMs: Math.round(floor.minutes * 60) * 1000,
      speed: Infinity,
      keep: 'nothing',
      stayOpen: true,
    }),
  )
  try {
    const emptyBytes = await running.pssBytes()
    await running.play()
    const liveBytes = await running.pssBytes()
    assertSound(side, await running.finish())
    return { processes: running.pids.length, emptyBytes, liveBytes }
  } finally {
    await running.stop()
  }
}
