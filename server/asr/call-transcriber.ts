import type { AudioFrame, AudioGap, CallChange } from '../contracts/audio.ts'
import { PARTIES, type CallInfo, type EndReason, type Party } from '../contracts/call.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { decodedPosition, ticksDue } from './call-position.ts'
import { lateness, type PartyProgress } from './capacity/lateness.ts'
import { PartyChannel, type ChannelPool } from './party-channel.ts'
import { PartyChannels } from './party-channels.ts'
import type { RecognitionMetrics } from './recognition-metrics.ts'
import type { SpellingMap } from './spelling/spelling-map.ts'
import type { UtteranceDraft } from './transcript-assembler.ts'

interface CallTranscriberOptions {
  readonly call: CallInfo
  /** Name of the model for audio that names none. */
  readonly model: string
  /** How the site writes its names in the call's language. */
  readonly spelling: SpellingMap
  readonly publish: (message: CallMessage) => void
  readonly clock: Clock
  readonly metrics: RecognitionMetrics
  /** Audio of a party that may wait undecoded, in milliseconds. */
  readonly limitMs: number
  /** How much audio that waits goes to a worker at once. */
  readonly chunkMs: (channel: { readonly progress: PartyProgress }) => number
}

/** A message of the call without what this class adds to each. */
type Draft<M> = M extends CallMessage ? Omit<M, 'callId' | 'seq'> : never

/** One live call: joins what its parties' channels report to the one ordered sequence of its messages. */
export class CallTranscriber {
  readonly #options: CallTranscriberOptions
  readonly #channels: PartyChannels
  #seq = 0
  #lastTickMs = 0
  #finished: Promise<void> | null = null
  /** Present while the call waits for its last words. */
  #waiting: { check: () => void; giveUp: () => void } | null = null

  constructor(options: CallTranscriberOptions) {
    this.#options = options
    this.#channels = new PartyChannels({ create: (party, on) => this.#newChannel(party, on) })
    this.#publish({ type: 'start', atMs: callMs(0), call: options.call })
  }

  /** Name of the model for audio that names none. */
  get model(): string {
    return this.#options.model
  }

  get isClosing(): boolean {
    return this.#finished !== null
  }

  /** The largest lag of the call's parties, in milliseconds of audio. */
  get lagMs(): number {
    return Math.max(0, ...this.#channels.all.map((channel) => channel.lagMs))
  }

  /** By how much its words come later than they could, in milliseconds. */
  get lateMs(): number {
    const now = this.#options.clock.now()
    const served = this.#channels.all.map(({ progress }) => progress).filter(isBegun)
    return Math.max(0, ...served.map((progress) => lateness(progress, now)))
  }

  /** Audio in memory, in milliseconds. */
  get keptMs(): number {
    return this.#channels.all.reduce((sum, channel) => sum + channel.keptMs, 0)
  }

  update(change: CallChange): void {
    this.#publish({ type: 'update', atMs: callMs(Math.floor(this.#receivedMs())), change })
  }

  /** Takes a frame, for the pool of its model; false when it lies in the past of its party. */
  audio(frame: AudioFrame, pool: ChannelPool): boolean {
    return this.#channels.on(pool, frame.party).push(frame)
  }

  gap(gap: AudioGap): void {
    const channel = this.#channels.get(gap.party)
    // A party that has not begun has no words to close first.
    if (channel === undefined) this.#gap(gap.party, { ...gap, durationMs: gap.toMs - gap.fromMs })
    else channel.gap(gap)
  }

  endParty(party: Party): void {
    this.#channels.get(party)?.end()
  }

  /**
   * Ends the call; resolves when its end has been published, at the latest after `deadlineMs`. Called again,
   * only a nearer deadline has an effect.
   */
  close(reason: EndReason, deadlineMs: number): Promise<void> {
    this.#finished ??= this.#finish(reason)
    const cancel = this.#options.clock.after(deadlineMs, () => this.#waiting?.giveUp())
    return this.#finished.finally(cancel)
  }

  async #finish(reason: EndReason): Promise<void> {
    for (const party of PARTIES) this.#channels.get(party)?.end()
    await this.#idle()
    for (const channel of this.#channels.all) {
      if (!channel.isIdle) channel.giveUp()
      channel.close()
    }
    const durationMs = Math.floor(this.#receivedMs())
    this.#publish({ type: 'end', atMs: callMs(durationMs), durationMs, reason })
  }

  /** Resolves when every party's words are final, or nobody wants to wait any longer. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.#channels.all.every((channel) => channel.isIdle)) resolve()
      }
      this.#waiting = { check, giveUp: resolve }
      check()
    })
  }

  #newChannel(party: Party, on: { readonly pool: ChannelPool; readonly place: number }): PartyChannel {
    const { metrics, call, limitMs, chunkMs } = this.#options
    const channel: PartyChannel = new PartyChannel({
      callId: call.callId,
      party,
      pool: on.pool,
      idPrefix: on.place === 1 ? call.callId : `${call.callId}/${on.place}`,
      limitMs,
      chunkMs,
      events: {
        utterance: (draft) => this.#utterance(channel, draft),
        gap: (gap) => this.#gap(party, gap),
        dropped: (durationMs, reason) => metrics.droppedMs.inc({ reason }, durationMs),
        moved: () => this.#moved(),
      },
    })
    return channel
  }

  #utterance(channel: PartyChannel, draft: UtteranceDraft): void {
    const decodedAt = wallMs(this.#options.clock.now())
    const stamps = channel.stamps(draft.atMs) ?? { capturedAt: decodedAt, heardAt: decodedAt }
    const { metrics, spelling } = this.#options
    metrics.utterance(draft)
    const words = spelling.respell(draft.words)
    const text = words === draft.words ? draft.text : words.map((word) => word.text).join(' ')
    this.#publish({
      type: 'utterance',
      ...draft,
      words,
      text,
      ...stamps,
      decodedAt,
      lagMs: Math.round(channel.lagMs),
    })
  }

  #gap(party: Party, gap: { fromMs: number; durationMs: number; reason: AudioGap['reason'] }): void {
    this.#publish({
      type: 'gap',
      atMs: callMs(Math.floor(gap.fromMs)),
      party,
      durationMs: Math.round(gap.durationMs),
      reason: gap.reason,
    })
  }

  #moved(): void {
    this.#channels.settle()
    const positions = this.#channels.all.map((channel) => channel.position)
    const positionMs = decodedPosition(positions)
    if (positionMs !== null) this.#tick(positionMs)
    this.#waiting?.check()
  }

  #tick(positionMs: number): void {
    for (const atMs of ticksDue(this.#lastTickMs, positionMs)) {
      this.#lastTickMs = atMs
      const lagMs = Math.round(this.lagMs)
      this.#options.metrics.lagMs.observe(lagMs)
      this.#publish({ type: 'tick', atMs: callMs(atMs), lagMs })
    }
  }

  #receivedMs(): number {
    return Math.max(0, ...this.#channels.all.map((channel) => channel.position.receivedMs))
  }

  #publish(draft: Draft<CallMessage>): void {
    this.#seq += 1
    this.#options.publish({ ...draft, callId: this.#options.call.callId, seq: this.#seq })
  }
}

/** Before that, a party may wait for its model to be loaded, which says nothing of what the machine can carry. */
function isBegun({ firstMs, decodedMs }: PartyProgress): boolean {
  return decodedMs > firstMs
}
