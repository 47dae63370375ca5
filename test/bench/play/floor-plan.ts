import type { BenchCall } from './corpus.ts'
import { isTwoParty } from './corpus.ts'
import type { CallPlan, Keep, PlayPlan } from './play-plan.ts'

interface FloorOptions {
  readonly corpus: readonly BenchCall[]
  /** Parties that are live; an odd one more is a call of one party. */
  readonly parties: number
  readonly durationMs: number
  readonly speed: number
  readonly keep: Keep
  readonly stayOpen?: boolean
  readonly warmMs?: number
}

/** Successive multiples of it, modulo 1, lie as far from each other as they can. */
const GOLDEN_SHARE = 0.618_034
/** Recordings shorter than this would come round too often. */
const SHORTEST_MS = 60_000
/** Calls begin so far apart, so that their chunks are not all complete in the same instant. */
const STAGGER_MS = 37

/**
 * A floor of live calls: the corpus' two-party calls in turn, each begun at another place and going round, so
 * that no two speak in step. The same numbers give the same floor.
 */
export function floorPlan(options: FloorOptions): PlayPlan {
  const corpus = options.corpus.filter((call) => isTwoParty(call) && call.durationMs >= SHORTEST_MS)
  const calls = Array.from({ length: Math.ceil(options.parties / 2) }, (_, index): CallPlan => {
    const call = corpus[index % corpus.length]
    if (call === undefined) throw new Error('the corpus has no two-party call')
    return {
      callId: `${call.id}#${index + 1}`,
      startMs: (index * STAGGER_MS) % 1000,
      durationMs: options.durationMs,
      periodMs: call.durationMs,
      fromMs: Math.round((((index + 1) * GOLDEN_SHARE) % 1) * (call.durationMs / 100)) * 100,
      parties: call.parties.slice(0, Math.min(2, options.parties - index * 2)),
    }
  })
  return {
    calls,
    atOnce: calls.length,
    speed: options.speed,
    keep: options.keep,
    stayOpen: options.stayOpen ?? false,
    warmMs: options.warmMs ?? 0,
  }
}
