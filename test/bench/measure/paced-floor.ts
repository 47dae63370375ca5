import { percentile } from '../goals.ts'
import type { BenchCall } from '../play/corpus.ts'
import { floorPlan } from '../play/floor-plan.ts'
import { joinDelays } from '../play/word-delays.ts'
import { playOnce } from './play-once.ts'
import type { Side } from './side.ts'
import { figure, percent } from './table.ts'

export interface PacedOptions {
  readonly side: Side
  readonly corpus: readonly BenchCall[]
  readonly parties: number
  /** Words before it are not looked at: recognisers are cold. */
  readonly warmSeconds: number
  readonly seconds: number
  readonly workers: number
}

/** How a floor of calls went at real time. */
export interface PacedFloor {
  readonly parties: number
  readonly words: number
  readonly firstP50: number
  readonly firstP95: number
  readonly settledP50: number
  readonly settledP95: number
  /** Of all words of the finals, those that had settled in a hypothesis before. */
  readonly settledShare: number
  /** CPU time used of all that the decoding processes' cores could give. */
  readonly busy: number
  readonly faults: readonly string[]
  readonly notes: readonly string[]
}

/** Plays so many parties at real time, each offset from the others, and looks at the delay of their words. */
export async function playPaced(options: PacedOptions): Promise<PacedFloor> {
  const durationMs = Math.round((options.warmSeconds + options.seconds) * 1000)
  const played = await playOnce(
    options.side,
    floorPlan({
      corpus: options.corpus,
      parties: options.parties,
      durationMs,
      speed: 1,
      keep: 'delays',
      warmMs: options.warmSeconds * 1000,
    }),
  )
  const delays = joinDelays(played.parties.flatMap((party) => party.delays ?? []))
  return {
    parties: options.parties,
    words: delays.words,
    firstP50: percentile(delays.firstMs, 0.5),
    firstP95: percentile(delays.firstMs, 0.95),
    settledP50: percentile(delays.settledMs, 0.5),
    settledP95: percentile(delays.settledMs, 0.95),
    settledShare: delays.settledMs.length / delays.words,
    busy: played.cpuSeconds / (played.wallSeconds * options.workers),
    faults: played.faults,
    notes: played.notes,
  }
}

export const PACED_HEADINGS = [
  '',
  'calls',
  'words',
  'CPU',
  'first p50',
  'first p95',
  'settled p50',
  'settled p95',
  'settled',
]

/** Delays in milliseconds from the end of the word. */
export function pacedRow(name: string, floor: PacedFloor): readonly string[] {
  return [
    name,
    figure(floor.parties / 2, 1),
    String(floor.words),
    percent(floor.busy, 0),
    figure(floor.firstP50),
    figure(floor.firstP95),
    figure(floor.settledP50),
    figure(floor.settledP95),
    percent(floor.settledShare, 0),
    [...floor.faults, ...floor.notes].join('; '),
  ]
}
