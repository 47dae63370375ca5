import type { BenchOptions } from '../bench-options.ts'
import type { BenchCall } from '../play/corpus.ts'
import { searchLargest } from './capacity-search.ts'
import { playPaced, type PacedFloor } from './paced-floor.ts'
import type { Side } from './side.ts'
import { figure, percent } from './table.ts'

/** A settled phrase is of use for a prompt while it comes within this time of its last word. */
export const SETTLED_LIMIT_MS = 1200
/** Below it too few words settle before their final for the delay of those that do to mean anything. */
const LEAST_SETTLED_SHARE = 0.7
/** The load at which the search begins, as a part of what the first look promises. */
const START_SHARE = 0.85

export interface Capacity {
  readonly parties: number
  /** At the largest load that was held. */
  readonly floor: PacedFloor | null
}

export interface CapacityOptions {
  readonly side: Side
  readonly corpus: readonly BenchCall[]
  readonly workers: number
  readonly options: BenchOptions
}

export function isHeld(floor: PacedFloor): boolean {
  return (
    floor.faults.length === 0 &&
    floor.settledP95 <= SETTLED_LIMIT_MS &&
    floor.settledShare >= LEAST_SETTLED_SHARE
  )
}

/**
 * How many parties a side holds on this machine: a first look at a light load says what a party costs, then
 * heavier and lighter floors are tried. Prints each step.
 */
export async function findCapacity({ side, corpus, workers, options }: CapacityOptions): Promise<Capacity> {
  const seconds = options.number('seconds', { full: 60, quick: 8 })
  const warmSeconds = options.number('warm', { full: 20, quick: 2 })
  const tried: PacedFloor[] = []
  const play = async (parties: number): Promise<PacedFloor> => {
    const floor = await playPaced({ side, corpus, parties, warmSeconds, seconds, workers })
    console.log(
      `  ${side.name}: ${figure(parties / 2, 1)} calls, CPU ${percent(floor.busy, 0)}, ` +
        `settled p95 ${figure(floor.settledP95)} ms of ${percent(floor.settledShare, 0)} of ${floor.words} words` +
        `${[...floor.faults, ...floor.notes].map((line) => `; ${line}`).join('')}: ` +
        (isHeld(floor) ? 'held' : 'not held'),
    )
    return floor
  }
  const look = await play(2 * workers)
  const parties = await searchLargest({
    from: options.quick ? look.parties : (look.parties / look.busy) * START_SHARE,
    mostTries: options.quick ? 1 : 8,
    tryOut: async (count) => {
      const floor = await play(count)
      tried.push(floor)
      return isHeld(floor)
    },
  })
  return { parties, floor: tried.find((floor) => floor.parties === parties) ?? null }
}
