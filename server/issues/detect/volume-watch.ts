import { type StateReader, type StateWriter } from './state-codec.ts'
import { type LocalHour } from './tick.ts'
import { VolumeProfile } from './volume-profile.ts'

/** Twice the usual number, or less than half of it. */
const UP = 2
const DOWN = 0.45
/** Contacts come in bunches: days and hours differ by a quarter without a cause. */
const DISPERSION = 0.08
/** About once in some weeks by chance, at a look every five minutes. */
const THRESHOLD = 12
const HEADROOM = 1

export interface VolumeChange {
  readonly change: 'up' | 'down'
  readonly contacts: number
  readonly expected: number
}

/**
 * Watches the number of all contacts against what this hour of this weekday usually brings. Feeds that are new, or
 * that have stopped, are left out on both sides: they have notices of their own. What one subject brings beyond the
 * usual is left out as well: it is an issue of its own, and not more of everything.
 */
export class VolumeWatch {
  #profiles: VolumeProfile[] = []
  /** Evidence for more and for fewer. */
  readonly #sums = new Float64Array(2)
  #isOpen = false

  /** The contacts that a feed usually brings in a tick. */
  expected(source: number, local: LocalHour): number {
    return this.#profile(source).expected(local)
  }

  /**
   * Takes the contacts of each feed, null for one that has stopped, and what part of them is there as usual: the rest
   * is of subjects that rise.
   */
  close(contacts: readonly (number | null)[], local: LocalHour, usualPart = 1): VolumeChange | null {
    let seen = 0
    let expected = 0
    contacts.forEach((count, source) => {
      const profile = this.#profile(source)
      if (count === null) return
      if (profile.isRipe) {
        seen += count * usualPart
        expected += profile.expected(local)
      }
      profile.learn(count, local)
    })
    const change = expected === 0 ? null : this.#judge(seen, expected)
    return change === null ? null : { change, contacts: seen, expected }
  }

  /** One notice for each change: the next only after the number has been usual again. */
  #judge(contacts: number, expected: number): 'up' | 'down' | null {
    const usual = Math.max(0.1, expected)
    for (const [side, times] of [
      [0, UP],
      [1, DOWN],
    ] as const) {
      const r = 1 / DISPERSION
      const spread = Math.log((r + usual * times) / (r + usual))
      const gained = contacts * (Math.log(times) - spread) - r * spread
      this.#sums[side] = Math.min(THRESHOLD + HEADROOM, Math.max(0, (this.#sums[side] ?? 0) + gained))
    }
    const [up = 0, down = 0] = this.#sums
    if (this.#isOpen) {
      this.#isOpen = up > 0 || down > 0
      return null
    }
    if (up < THRESHOLD && down < THRESHOLD) return null
    this.#isOpen = true
    return up >= THRESHOLD ? 'up' : 'down'
  }

  #profile(source: number): VolumeProfile {
    const known = this.#profiles[source]
    if (known !== undefined) return known
    while (this.#profiles.length < source) this.#profiles.push(new VolumeProfile())
    const profile = new VolumeProfile()
    this.#profiles[source] = profile
    return profile
  }

  save(to: StateWriter): void {
    to.numbers([this.#profiles.length, Number(this.#isOpen)])
    to.array(this.#sums)
    for (const profile of this.#profiles) profile.save(to)
  }

  load(from: StateReader): void {
    const [profiles = 0, isOpen = 0] = from.numbers()
    this.#isOpen = isOpen === 1
    this.#sums.set(from.array((length) => new Float64Array(length)))
    this.#profiles = Array.from({ length: profiles }, () => {
      const profile = new VolumeProfile()
      profile.load(from)
      return profile
    })
  }
}
