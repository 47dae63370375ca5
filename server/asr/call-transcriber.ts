import type { AudioFrame, AudioGap, CallChange } from '../contracts/audio.ts'
import { PARTIES, type CallInfo, type EndReason, type Party } from '../contracts/call.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { decodedPosition, ticksDue } from './call-position.ts'
import { PartyChannel } from './party-channel.ts'
import type { RecognitionMetrics } from './recognition-metrics.ts'
import type { UtteranceDraft } from './transcript-assembler.ts'
import type { WorkerPool } from './worker-pool.ts'

interface CallTranscriberOptions {
  readonly call: CallInfo
  readonly publish: (message: CallMessage) => void
  readonly pool: WorkerPool
  readonly clock: Clock
  readonly metrics: RecognitionMetrics
  /** Audio of a party that may wait undecoded, in milliseconds. */
  readonly limitMs: number
}

/** A message of the call without what this class adds to each. */
type Draft<M> = M extends CallMessage ? Omit<M, 'callId' | 'seq'> : never

/** One live call: joins what its parties' channels report to the one ordered sequence of its messages. */
export class CallTranscriber {
  readonly #options: CallTranscriberOptions
  readonly #channels = new Map<Party, PartyChannel>()
  #seq = 0
  #lastTickMs = 0
  #finished: Promise<void> | null = null
  /** Present while the call waits for its last words. */
  #waiting: { check: () => void; giveUp: () => void } | null = null

  constructor(options: CallTranscriberOptions) {
    this.#options = options
    this.#publish({ type: 'start', atMs: callMs(0), call: options.call })
  }

  get isClosing(): boolean {
    return this.#finished !== null
  }

  /** The largest lag of the call's parties, in milliseconds of audio. */
  get lagMs(): number {
    return Math.max(0, ...[...this.#channels.values()].map((channel) => channel.lagMs))
  }

  /** Audio in memory, in milliseconds. */
  get keptMs(): number {
    return [...this.#channels.values()].reduce((sum, channel) => sum + channel.keptMs, 0)
  }

  update(change: CallChange): void {
    this.#publish({ type: 'update', atMs: callMs(Math.floor(this.#receivedMs())), change })
  }

  /** Takes a frame; false when it lies in the past of its party. */
  audio(frame: AudioFrame): boolean {
    return this.#channel(frame.party).push(frame)
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
    for (const channel of this.#channels.values()) channel.end()
    await this.#idle()
    for (const party of PARTIES) {
      const channel = this.#channels.get(party)
      if (channel?.isIdle === false) channel.giveUp()
      channel?.close()
    }
    const durationMs = Math.floor(this.#receivedMs())
    this.#publish({ type: 'end', atMs: callMs(durationMs), durationMs, reason })
  }

  /** Resolves when every party's words are final, or nobody wants to wait any longer. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if ([...this.#channels.values()].every((channel) => channel.isIdle)) resolve()
      }
      this.#waiting = { check, giveUp: resolve }
      check()
    })
  }

  #channel(party: Party): PartyChannel {
    const existing = this.#channels.get(party)
    if (existing !== undefined) return existing
    const { metrics } = this.#options
    const channel: PartyChannel = new PartyChannel({
      callId: this.#options.call.callId,
      party,
      pool: this.#options.pool,
      limitMs: this.#options.limitMs,
      events: {
        utterance: (draft) => this.#utterance(channel, draft),
        gap: (gap) => this.#gap(party, gap),
        dropped: (durationMs, reason) => metrics.droppedMs.inc({ reason }, durationMs),
        moved: () => this.#moved(),
      },
    })
    this.#channels.set(party, channel)
    return channel
  }

  #utterance(channel: PartyChannel, draft: UtteranceDraft): void {
    const decodedAt = wallMs(this.#options.clock.now())
    const stamps = channel.stamps(draft.atMs) ?? { capturedAt: decodedAt, heardAt: decodedAt }
    this.#options.metrics.utterance(draft)
    this.#publish({ type: 'utterance', ...draft, ...stamps, decodedAt, lagMs: Math.round(channel.lagMs) })
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
    const positions = [...this.#channels.values()].map((channel) => channel.position)
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
    return Math.max(0, ...[...this.#channels.values()].map((channel) => channel.position.receivedMs))
  }

  #publish(draft: Draft<CallMessage>): void {
    this.#seq += 1
    this.#options.publish({ ...draft, callId: this.#options.call.callId, seq: this.#seq })
  }
}
