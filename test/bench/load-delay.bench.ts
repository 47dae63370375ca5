import type { BenchOptions } from './bench-options.ts'
import { atMost, type BenchResult } from './goals.ts'
import { withBothSides } from './measure/both-sides.ts'
import { findCapacity } from './measure/capacity.ts'
import { PACED_HEADINGS, pacedRow, playPaced, type PacedFloor } from './measure/paced-floor.ts'
import { printTable } from './measure/table.ts'
import { readCorpus } from './play/corpus.ts'

const LOADS = [0.5, 0.8, 1] as const
const GOAL_LOAD = 0.8

/**
 * (d) Delay of words at parts of the capacity: from the end of the word until the first hypothesis that has it
 * leaves recognition. The capacity is given (`--capacity CALLS`), or what `capacity` found before in the same
 * command, or looked for first.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const corpus = await readCorpus()
  const floors = await withBothSides(options, async ({ ours: side, workers }) => {
    const given = options.number('capacity', { full: 0, quick: 1.5 }) * 2
    const capacity =
      given > 0
        ? Math.round(given)
        : (options.findings.heldParties ?? (await findCapacity({ side, corpus, workers, options })).parties)
    if (capacity < 1) throw new Error('not a single call was held, so there is no load to speak of')
    const seconds = options.number('seconds', { full: 90, quick: 8 })
    const warmSeconds = options.number('warm', { full: 20, quick: 2 })
    const measured: { load: number; floor: PacedFloor }[] = []
    for (const load of LOADS) {
      const parties = Math.max(1, Math.round(capacity * load))
      const floor = await playPaced({ side, corpus, parties, warmSeconds, seconds, workers })
      measured.push({ load, floor })
    }
    return measured
  })
  console.log("\ndelay of words in ms, from the word's end, by load")
  printTable(
    PACED_HEADINGS,
    floors.map(({ load, floor }) => pacedRow(`${load * 100} % of capacity`, floor)),
  )
  const p95 = floors.find(({ load }) => load === GOAL_LOAD)?.floor.firstP95 ?? NaN
  return { goals: { word_delay_p95_ms_at_80_percent: atMost(p95, 800) } }
}
