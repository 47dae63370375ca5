import type { BenchOptions } from './bench-options.ts'
import { atLeast, type BenchResult } from './goals.ts'
import { withBothSides } from './measure/both-sides.ts'
import { findCapacity, SETTLED_LIMIT_MS, type Capacity } from './measure/capacity.ts'
import { PACED_HEADINGS, pacedRow } from './measure/paced-floor.ts'
import { figure, printTable } from './measure/table.ts'
import { readCorpus } from './play/corpus.ts'

/** (b) Calls held at real time while settled words come in time, against the plain loop. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const corpus = await readCorpus()
  const { ours, plain } = await withBothSides(options, async (sides) => {
    const find = (side: typeof sides.ours): Promise<Capacity> =>
      findCapacity({ side, corpus, workers: sides.workers, options })
    return { plain: await find(sides.plain), ours: await find(sides.ours) }
  })
  options.findings.heldParties = ours.parties
  console.log(
    `\ncalls held (settled words p95 <= ${SETTLED_LIMIT_MS} ms); delays in ms of audio at real time from the word's end`,
  )
  printTable(
    PACED_HEADINGS,
    [
      { name: 'plain loop', floor: plain.floor },
      { name: 'earshot', floor: ours.floor },
    ].flatMap(({ name, floor }) => (floor === null ? [] : [pacedRow(name, floor)])),
  )
  const ratio = ours.parties / plain.parties
  console.log(`\nearshot holds ${figure(ratio, 2)} times the calls of the plain loop`)
  return { goals: { calls_held_ratio: atLeast(ratio, 2.2) } }
}
