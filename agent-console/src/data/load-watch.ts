import type { FloorLoad } from '../../../server/contracts/health.ts'
import type { Clock } from '../platform/clock.ts'
import type { Api } from './api.ts'
import { Poll } from './poll.ts'

const LOOK_MS = 5000

interface LoadWatchOptions {
  readonly api: Pick<Api, 'load'>
  readonly clock: Clock
  readonly onLoad: (load: FloorLoad) => void
}

/** Asks every five seconds how the floor is carried. While nobody answers, what was known last stands. */
export function watchLoad({ api, clock, onLoad }: LoadWatchOptions): Poll<FloorLoad> {
  return new Poll({
    ask: () => api.load(),
    everyMs: LOOK_MS,
    clock,
    onAnswer: (load) => {
      // The connection chip tells what is wrong.
      if (load !== null) onLoad(load)
    },
  })
}
