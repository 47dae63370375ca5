import type { WallMs } from '../../contracts/time.ts'

/** One media message of a track. */
export interface TrackMedia {
  /** Its number in the track; undefined when the source gives none. */
  readonly chunk: number | undefined
  /** Milliseconds since the stream began, as the source says. */
  readonly stampMs: number
  readonly durationMs: number
  readonly bytes: Buffer
  readonly heardAt: WallMs
}

/** Media in its turn. `lossKnown`: the numbers show that some before it never came. */
export type OrderedMedia = TrackMedia & { readonly lossKnown: boolean }

interface MediaOrderOptions {
  readonly onRepeated: () => void
  readonly onLate: () => void
  readonly onReordered: () => void
}

/** How long, and behind how many messages, one that is missing is waited for. */
const WAIT_MS = 100
const WAIT_MESSAGES = 5
/** Numbers given up that are remembered, so that what comes too late is told from what comes twice. */
const REMEMBERED = 100
/** Stamps closer than this to the end of the audio before say that nothing is missing. */
const EXACT_MS = 2

/**
 * Puts the media messages of one track in the order of their numbers. What comes in order passes at once; only
 * when a number is left out, and the stamp says so too, do those behind it wait a moment. Numbers that do not
 * count this track's messages (the same for all, or shared by two tracks) are seen through and left alone.
 */
export class MediaOrder {
  readonly #options: MediaOrderOptions
  #numbered = true
  #last: TrackMedia | null = null
  /** Media whose turn has not come, by number. */
  #waiting: TrackMedia[] = []
  #waitsSince = 0
  #givenUp: number[] = []

  constructor(options: MediaOrderOptions) {
    this.#options = options
  }

  /** All whose turn has come; possibly none. */
  push(media: TrackMedia): readonly OrderedMedia[] {
    const last = this.#last
    const { chunk } = media
    if (chunk === undefined || last?.chunk === undefined || !this.#numbered) return [this.#pass(media)]
    if (chunk === last.chunk && media.stampMs !== last.stampMs) {
      this.#numbered = false
      return [...this.flush(), this.#pass(media)]
    }
    if (chunk <= last.chunk) return this.#fromThePast(media, chunk, last)
    if (chunk > last.chunk + 1 && media.stampMs > endOf(last) + EXACT_MS) return this.#wait(media)
    const filled = this.#waiting.length > 0
    if (filled) this.#options.onReordered()
    return [this.#pass(media), ...this.#takeReady(), ...this.expire(media.heardAt)]
  }

  /** Those that have waited long enough by `now`. */
  expire(now: number): readonly OrderedMedia[] {
    const tooMany = this.#waiting.length >= WAIT_MESSAGES
    return this.#waiting.length > 0 && (tooMany || now - this.#waitsSince >= WAIT_MS) ? this.flush() : []
  }

  /** All that wait: nothing more will come between them. */
  flush(): readonly OrderedMedia[] {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting.map((media) => {
      const expected = (this.#last?.chunk ?? 0) + 1
      const given = media.chunk ?? expected
      for (let chunk = Math.max(expected, given - REMEMBERED); chunk < given; chunk += 1) {
        this.#givenUp.push(chunk)
      }
      this.#givenUp = this.#givenUp.slice(-REMEMBERED)
      return this.#pass(media, given > expected)
    })
  }

  #fromThePast(media: TrackMedia, chunk: number, last: TrackMedia): readonly OrderedMedia[] {
    const givenUp = this.#givenUp.indexOf(chunk)
    if (givenUp >= 0) {
      this.#givenUp.splice(givenUp, 1)
      this.#options.onLate()
      return []
    }
    // The source has begun to count anew.
    if (media.stampMs >= endOf(last)) return [...this.flush(), this.#pass(media)]
    this.#options.onRepeated()
    return []
  }

  #wait(media: TrackMedia): readonly OrderedMedia[] {
    if (this.#waiting.some((other) => other.chunk === media.chunk)) {
      this.#options.onRepeated()
      return []
    }
    if (this.#waiting.length === 0) this.#waitsSince = media.heardAt
    this.#waiting.push(media)
    this.#waiting.sort((a, b) => (a.chunk ?? 0) - (b.chunk ?? 0))
    return this.expire(media.heardAt)
  }

  #takeReady(): readonly OrderedMedia[] {
    const ready: OrderedMedia[] = []
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (next.chunk !== (this.#last?.chunk ?? 0) + 1) break
      this.#waiting.shift()
      ready.push(this.#pass(next))
    }
    return ready
  }

  #pass(media: TrackMedia, lossKnown = false): OrderedMedia {
    this.#last = media
    return { ...media, lossKnown }
  }
}

function endOf(media: TrackMedia): number {
  return media.stampMs + media.durationMs
}
