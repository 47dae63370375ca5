import { CHUNK_MS } from './party-audio.ts'

/** After so many workers died at the same place of a party's audio, that audio is to blame. */
const DEATHS_IN_ONE_PLACE = 3
/** The same when they died in different places, but none came further than one before: a last resort. */
const DEATHS_WITHOUT_PROGRESS = 10

/**
 * Decides when audio must be given up because it kills the workers that decode it. Most deaths are not the
 * party's fault: a worker serves many, and one that catches up may die before it comes to anything new.
 */
export class CrashBlame {
  #placeMs = -Infinity
  #deathsThere = 0
  #furthestMs = -Infinity
  #deathsWithoutProgress = 0

  /** Notes the death of a worker that had come to `atMs` when the furthest that any had come was `furthestMs`. */
  died(place: { readonly atMs: number; readonly furthestMs: number }): 'not to blame' | 'to blame' {
    const isThere = Math.abs(place.atMs - this.#placeMs) < CHUNK_MS
    this.#deathsThere = isThere ? this.#deathsThere + 1 : 1
    if (!isThere) this.#placeMs = place.atMs
    this.#deathsWithoutProgress = place.furthestMs > this.#furthestMs ? 1 : this.#deathsWithoutProgress + 1
    this.#furthestMs = place.furthestMs
    if (this.#deathsThere < DEATHS_IN_ONE_PLACE && this.#deathsWithoutProgress < DEATHS_WITHOUT_PROGRESS) {
      return 'not to blame'
    }
    this.#deathsThere = 0
    this.#deathsWithoutProgress = 0
    return 'to blame'
  }
}
