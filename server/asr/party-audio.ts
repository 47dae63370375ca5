import type { AudioFrame, AudioGap, RecognitionRate } from '../contracts/audio.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { joinSamples } from './join-samples.ts'

/** A frame or several that follow each other, cut to where words are not final yet. */
export interface KeptAudio {
  readonly kind: 'audio'
  readonly startMs: number
  readonly endMs: number
  readonly samples: Int16Array
  readonly rate: RecognitionRate
  readonly capturedAt: WallMs
  readonly heardAt: WallMs
}

/** `notice`: to be told when everything before it is final. */
export interface KeptGap {
  readonly kind: 'gap'
  readonly startMs: number
  readonly endMs: number
  readonly reason: AudioGap['reason']
}

/** The party's stream ended here. */
export interface KeptEnd {
  readonly kind: 'end'
  readonly startMs: number
  readonly endMs: number
}

export type KeptItem = KeptAudio | KeptGap | KeptEnd

export interface AudioStamps {
  readonly capturedAt: WallMs
  readonly heardAt: WallMs
}

/**
 * A chunk to send is at least this long, unless something other than audio follows it. The decoder takes a step every
 * 240 ms: chunks that divide it let its words out up to 70 ms earlier than chunks of 100 ms (test/bench, `settle`).
 */
export const CHUNK_MS = 60

/** What a worker may hold back because it is not a whole frame of its speech gate. */
const FRAME_REST_MS = 20

/**
 * Less than this may wait for the rest of its chunk, and for the rest of its frame in the worker, however long the
 * source takes to send it.
 */
export const NO_BACKLOG_MS = CHUNK_MS + FRAME_REST_MS

/** Call times closer than this are the same: milliseconds are rounded on the way. */
const SAME_PLACE_MS = 2

/**
 * One party's audio from its arrival until its words are final, so that a worker can die at any moment.
 * A cursor tells what the present worker has been sent; `rewind` puts it back for the next one.
 */
export class PartyAudio {
  readonly #limitMs: number
  readonly #chunkMs: number
  #items: KeptItem[] = []
  #cursor = 0
  #receivedMs = 0
  #keptMs = 0
  /** Audio that the present worker has not been sent. Gaps do not count: they cost nothing. */
  #unsentMs = 0
  #lastStamps: AudioStamps | null = null

  /**
   * `limitMs`: how much audio may wait undecoded before the oldest is dropped. `chunkMs`: how long a chunk to
   * send is.
   */
  constructor(options: { readonly limitMs: number; readonly chunkMs?: number | undefined }) {
    this.#limitMs = options.limitMs
    this.#chunkMs = options.chunkMs ?? CHUNK_MS
  }

  /** Position up to which audio has come, or is known never to come. */
  get receivedMs(): number {
    return this.#receivedMs
  }

  /** Audio in memory, in milliseconds. */
  get keptMs(): number {
    return this.#keptMs
  }

  /** True while something waits to be sent or answered. */
  get isPending(): boolean {
    return this.#items.some((item) => item.kind !== 'audio') || this.#cursor < this.#items.length
  }

  /**
   * Takes a frame; false when it lies before what has been taken already. A hole that nobody announced
   * becomes a gap.
   */
  push(frame: AudioFrame): boolean {
    const endMs = frame.atMs + (frame.samples.length * 1000) / frame.rate
    if (frame.samples.length === 0) return true
    if (this.#items.length > 0 || this.#receivedMs > 0) {
      if (frame.atMs < this.#receivedMs - SAME_PLACE_MS) return false
      if (frame.atMs > this.#receivedMs + SAME_PLACE_MS) {
        this.gap({ fromMs: this.#receivedMs, toMs: frame.atMs, reason: 'lost' })
      }
    }
    this.#items.push(...piecesOf(frame, this.#chunkMs))
    this.#receivedMs = endMs
    this.#keptMs += endMs - frame.atMs
    this.#unsentMs += endMs - frame.atMs
    return true
  }

  gap(gap: { fromMs: number; toMs: number; reason: AudioGap['reason'] }): void {
    if (gap.toMs <= gap.fromMs) return
    this.#items.push({ kind: 'gap', startMs: gap.fromMs, endMs: gap.toMs, reason: gap.reason })
    this.#receivedMs = Math.max(this.#receivedMs, gap.toMs)
  }

  end(): void {
    if (this.#items.at(-1)?.kind === 'end') return
    this.#items.push({ kind: 'end', startMs: this.#receivedMs, endMs: this.#receivedMs })
  }

  /**
   * What to send next, or null when it is not worth a message yet. Audio that waits goes together up to about
   * `maxMs`, but none waits for more to come.
   */
  next(maxMs = this.#chunkMs): KeptItem | null {
    const first = this.#items[this.#cursor]
    if (first?.kind !== 'audio') {
      if (first !== undefined) this.#cursor += 1
      return first ?? null
    }
    const chunk = this.#chunkAt(this.#cursor, { first, maxMs })
    const follows = this.#items[this.#cursor + chunk.length]
    const last = chunk.at(-1) ?? first
    const ready = last.endMs - first.startMs >= this.#chunkMs || follows !== undefined
    if (!ready) return null
    this.#cursor += chunk.length
    this.#unsentMs -= durationOf(chunk)
    return joinAudio(first, chunk)
  }

  /** Frames that can go in one message: same rate, following each other, up to the length of a chunk. */
  #chunkAt(from: number, { first, maxMs }: { first: KeptAudio; maxMs: number }): KeptAudio[] {
    const chunk: KeptAudio[] = []
    for (const item of this.#items.slice(from, from + maxMs)) {
      const before = chunk.at(-1)
      if (item.kind !== 'audio' || item.rate !== first.rate) break
      if (before !== undefined && before.endMs - first.startMs >= maxMs) break
      chunk.push(item)
    }
    return chunk
  }

  /** Words before `ms` are final: forgets the audio. Gaps and ends stay until they are answered. */
  settle(ms: number): void {
    for (;;) {
      const item = this.#items[0]
      if (item?.kind !== 'audio' || item.endMs > ms || this.#cursor === 0) return
      this.#forgetFirst(item)
    }
  }

  /** The oldest gap or end has been answered, so everything before it is final. Returns it. */
  answered(): KeptGap | KeptEnd | null {
    while (this.#cursor > 0) {
      const item = this.#items[0]
      if (item === undefined) return null
      this.#forgetFirst(item)
      if (item.kind !== 'audio') return item
    }
    return null
  }

  /** The next worker starts where words are not final yet: `fromMs`. */
  rewind(fromMs: number): void {
    this.#cursor = 0
    this.#unsentMs = this.#keptMs
    const first = this.#items[0]
    if (first?.kind !== 'audio' || fromMs <= first.startMs || fromMs >= first.endMs) return
    const skipped = Math.floor(((fromMs - first.startMs) * first.rate) / 1000)
    const startMs = first.startMs + (skipped * 1000) / first.rate
    this.#items[0] = { ...first, startMs, samples: first.samples.subarray(skipped) }
    this.#keptMs -= startMs - first.startMs
    this.#unsentMs = this.#keptMs
  }

  /**
   * When more than the limit waits, drops its older half and puts a gap in its place, so that drops are
   * few and long and what is left is still understood. Audio before `decodedMs` does not wait: a worker
   * had decoded it, and it is only sent again. Returns the milliseconds dropped.
   */
  dropExcess(decodedMs = 0): number {
    if (this.#unsentMs <= this.#limitMs) return 0
    const waitingMs = durationOf(this.#unsentAfter(decodedMs))
    return waitingMs <= this.#limitMs ? 0 : this.#dropUnsent(waitingMs - this.#limitMs / 2, decodedMs)
  }

  /** Drops all audio that the present worker has not been sent. Returns the milliseconds dropped. */
  dropAll(): number {
    return this.#dropUnsent(this.#unsentMs, 0)
  }

  /**
   * Forgets everything. Returns what nobody has been told is missing, in order: audio after `doneMs`, and the
   * gaps that were not answered.
   */
  giveUp(doneMs: number): readonly KeptGap[] {
    const missing: KeptItem[] = []
    for (const item of this.#items) {
      if (item.kind !== 'audio') missing.push(item)
      else if (item.startMs >= doneMs - SAME_PLACE_MS) addDropped(missing, item)
    }
    this.#items = []
    this.#cursor = 0
    this.#keptMs = 0
    this.#unsentMs = 0
    return missing.filter((item) => item.kind === 'gap')
  }

  /** How much audio lies after position `ms`, in milliseconds. */
  audioAfter(ms: number): number {
    return durationOf(
      this.#items.filter((item) => item.kind === 'audio' && item.startMs >= ms - SAME_PLACE_MS),
    )
  }

  /** When the audio came that follows position `ms`; null when no more of it waits than a chunk takes to fill. */
  heardAfter(ms: number): WallMs | null {
    const next = this.#items.find((item) => item.kind === 'audio' && item.endMs > ms + SAME_PLACE_MS)
    if (next?.kind !== 'audio' || this.audioAfter(ms) <= this.#chunkMs + FRAME_REST_MS) return null
    return next.heardAt
  }

  /** When the audio at position `ms` was captured and when it came; null before any audio. */
  stamps(ms: number): AudioStamps | null {
    const item = this.#items.find(
      (candidate) =>
        candidate.kind === 'audio' && candidate.startMs < ms && ms <= candidate.endMs + SAME_PLACE_MS,
    )
    if (item?.kind !== 'audio') return this.#lastStamps
    const beforeEndMs = Math.max(0, item.endMs - ms)
    return { capturedAt: wallMs(item.capturedAt - beforeEndMs), heardAt: item.heardAt }
  }

  #unsentAfter(ms: number): readonly KeptItem[] {
    return this.#items
      .slice(this.#cursor)
      .filter((item) => item.kind === 'audio' && item.startMs >= ms - SAME_PLACE_MS)
  }

  #dropUnsent(atLeastMs: number, fromMs: number): number {
    let droppedMs = 0
    const dropped = new Set<KeptItem>()
    for (const item of this.#unsentAfter(fromMs)) {
      if (droppedMs >= atLeastMs) break
      dropped.add(item)
      droppedMs += item.endMs - item.startMs
    }
    const left: KeptItem[] = []
    for (const item of this.#items.slice(this.#cursor)) {
      if (dropped.has(item)) addDropped(left, item)
      else left.push(item)
    }
    this.#items = [...this.#items.slice(0, this.#cursor), ...left]
    this.#keptMs -= droppedMs
    this.#unsentMs -= droppedMs
    return droppedMs
  }

  #forgetFirst(item: KeptItem): void {
    this.#items.shift()
    this.#cursor -= 1
    if (item.kind !== 'audio') return
    this.#keptMs -= item.endMs - item.startMs
    this.#lastStamps = { capturedAt: item.capturedAt, heardAt: item.heardAt }
  }
}

function durationOf(items: readonly KeptItem[]): number {
  return items.reduce((sum, item) => sum + item.endMs - item.startMs, 0)
}

/** Adds what was dropped; a gap just before that was dropped too grows, so that hours of them take no room. */
function addDropped(items: KeptItem[], { startMs, endMs }: KeptItem): void {
  const last = items.at(-1)
  const grows = last?.kind === 'gap' && last.reason === 'dropped' && startMs - last.endMs <= SAME_PLACE_MS
  if (grows) items.pop()
  items.push({ kind: 'gap', startMs: grows ? last.startMs : startMs, endMs, reason: 'dropped' })
}

/** A long frame in pieces of a chunk, so that no message keeps a worker busy for long. */
function piecesOf(frame: AudioFrame, chunkMs: number): KeptAudio[] {
  const { rate, heardAt } = frame
  const pieceSamples = (rate * chunkMs) / 1000
  const pieces: KeptAudio[] = []
  for (let from = 0; from < frame.samples.length; from += pieceSamples) {
    const samples = frame.samples.subarray(from, from + pieceSamples)
    const startMs = frame.atMs + (from * 1000) / rate
    const afterMs = ((frame.samples.length - from - samples.length) * 1000) / rate
    const endMs = startMs + (samples.length * 1000) / rate
    const capturedAt = wallMs(frame.capturedAt - afterMs)
    pieces.push({ kind: 'audio', startMs, endMs, samples, rate, capturedAt, heardAt })
  }
  return pieces
}

function joinAudio(first: KeptAudio, chunk: readonly KeptAudio[]): KeptAudio {
  if (chunk.length === 1) return first
  const last = chunk.at(-1) ?? first
  const samples = joinSamples(chunk.map((item) => item.samples))
  return { ...first, samples, endMs: last.endMs, capturedAt: last.capturedAt, heardAt: last.heardAt }
}
