import { availableParallelism } from 'node:os'

/** Recogniser processes to run: as asked for, or one a core when 0 is asked for. */
export function workerCount(asked: number): number {
  return asked === 0 ? availableParallelism() : asked
}
