import type { Floor } from '../contracts/floor.ts'
import type { ReadinessCheck } from '../contracts/health.ts'
import { FloorKeeper, type FloorKeeperOptions } from './floor-keeper.ts'

/** Where people work, and who of them gets what, by `floor.yaml` of the rules folder. */
export interface FloorRoom {
  /** Answers with the file as it is now; before the start as if there were none. */
  readonly floor: Floor
  readonly readiness: ReadinessCheck
  /** Reads the file and follows it. A faulty one is told in the log and at `/readyz`. */
  start(): Promise<void>
  /** Never rejects. */
  stop(): Promise<void>
}

export function createFloor(options: FloorKeeperOptions): FloorRoom {
  const keeper = new FloorKeeper(options)
  return {
    floor: {
      placeOf: (question) => keeper.floor.placeOf(question),
      templateOf: (question) => keeper.floor.templateOf(question),
      sites: () => keeper.floor.sites(),
    },
    readiness: {
      name: 'floor',
      // Calls are taken whoever works where.
      check: async () => null,
      note: () => (keeper.errors === 0 ? null : `faults in floor.yaml: ${keeper.errors}`),
    },
    start: () => keeper.start(),
    stop: () => keeper.close(),
  }
}
