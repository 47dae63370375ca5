import { assertNever } from '../contracts/assert-never.ts'
import type { AudioFrame, AudioGap } from '../contracts/audio.ts'
import type { CallId, Party } from '../contracts/call.ts'
import type { PartyPosition } from './call-position.ts'
import { CrashBlame } from './crash-blame.ts'
import type { ChannelMessage } from './ipc-message.ts'
import type { PartyProgress } from './capacity/lateness.ts'
import { PartyAudio, type AudioStamps, type KeptAudio, type KeptEnd, type KeptGap } from './party-audio.ts'
import { TranscriptAssembler, type UtteranceDraft } from './transcript-assembler.ts'
import type { ModelClient } from './languages/model-pool.ts'
import type { ChannelPort } from './pool/channel-handler.ts'
import { WorkerLink } from './worker-link.ts'

/** Why audio is not decoded: for want of time, because of a fault, or for want of the model. */
export type DropReason = 'overload' | 'crash' | 'fault' | 'model'

/** Where a channel finds the worker that serves it. */
export interface ChannelPool {
  attach(client: ModelClient, options: { readonly group: string }): void
  detach(client: ModelClient): void
}

/** Where a channel tells what has happened. Called in the order of the party's call time. */
export interface PartyEvents {
  utterance(draft: UtteranceDraft): void
  /** `durationMs` of audio from `fromMs` are missing. */
  gap(gap: { fromMs: number; durationMs: number; reason: AudioGap['reason'] }): void
  /** Audio could not be taken. */
  dropped(durationMs: number, reason: DropReason): void
  /** Positions have moved. */
  moved(): void
}

interface PartyChannelOptions {
  readonly callId: CallId
  readonly party: Party
  readonly pool: ChannelPool
  /** Makes utterance ids unique among all channels; the call's id by default. */
  readonly idPrefix?: string
  readonly limitMs: number
  /** How long a chunk to send is. */
  readonly leastChunkMs?: number | undefined
  /** How much audio that waits goes to the worker at once; the least by default. */
  readonly chunkMs?: ((channel: { readonly progress: PartyProgress }) => number) | undefined
  readonly events: PartyEvents
}

/**
 * One party of one call on the main side: keeps its audio until final, hands it to whatever worker serves
 * it now, and turns the answers into utterances.
 */
export class PartyChannel implements ModelClient {
  readonly #options: PartyChannelOptions
  readonly #audio: PartyAudio
  readonly #assembler: TranscriptAssembler
  readonly #blame = new CrashBlame()
  readonly #link = new WorkerLink()
  #attached = false
  #ended = false
  /** The model could not be loaded, and has not been since. */
  #failed = false
  /** The furthest that any worker has come; a replay behind it changes nothing. */
  #decodedMs = 0
  #settledMs = 0
  #speaking = false
  /** How far the present worker has come. */
  #workerAtMs = 0
  /** The first audio, in call time and in wall time. */
  #first = { firstMs: 0, firstHeardAt: 0 }

  constructor(options: PartyChannelOptions) {
    this.#options = options
    this.#audio = new PartyAudio({ limitMs: options.limitMs, chunkMs: options.leastChunkMs })
    this.#assembler = new TranscriptAssembler({
      party: options.party,
      idPrefix: options.idPrefix ?? options.callId,
    })
  }

  /** True when all that came has become final. */
  get isIdle(): boolean {
    return !this.#audio.isPending
  }

  get position(): PartyPosition {
    return { receivedMs: this.#audio.receivedMs, decodedMs: this.#decodedMs, ended: this.#ended }
  }

  /** Audio that waits undecoded, in milliseconds. */
  get lagMs(): number {
    return this.#audio.audioAfter(this.#decodedMs)
  }

  get keptMs(): number {
    return this.#audio.keptMs
  }

  get progress(): PartyProgress {
    const decodedMs = this.#decodedMs
    return { ...this.#first, decodedMs, nextHeardAt: this.#audio.heardAfter(decodedMs) }
  }

  stamps(atMs: number): AudioStamps | null {
    return this.#audio.stamps(atMs)
  }

  /** Takes a frame; false when it lies in the past of the party and was not taken. */
  push(frame: AudioFrame): boolean {
    if (!this.#audio.push(frame)) return false
    this.#ended = false
    if (!this.#attached) {
      this.#attached = true
      this.#decodedMs = frame.atMs
      this.#settledMs = frame.atMs
      this.#first = { firstMs: frame.atMs, firstHeardAt: frame.heardAt }
      this.#options.pool.attach(this, { group: this.#options.callId })
    }
    this.#dropped(this.#audio.dropExcess(this.#decodedMs), 'overload')
    this.#pump()
    return true
  }

  gap(gap: Pick<AudioGap, 'fromMs' | 'toMs' | 'reason'>): void {
    this.#audio.gap(gap)
    this.#pump()
  }

  end(): void {
    this.#ended = true
    this.#audio.end()
    // Nobody would answer for a while, and who ends does not want to wait.
    if (this.#failed) this.giveUp('model')
    this.#pump()
  }

  /** Gives up what is not final yet: words that were still moving are lost too. */
  giveUp(reason: DropReason = 'overload'): void {
    const doneMs = this.#speaking ? this.#settledMs : this.#decodedMs
    this.#dropped(this.#audio.audioAfter(doneMs), reason)
    this.#tell(this.#assembler.abandon())
    for (const gap of this.#audio.giveUp(doneMs)) this.#tellGap(gap)
  }

  close(): void {
    if (this.#attached) this.#options.pool.detach(this)
    this.#attached = false
    this.#link.detached()
  }

  attached(port: ChannelPort): void {
    this.#failed = false
    this.#link.attached(port)
    this.#workerAtMs = this.#settledMs
    port.open({ speaking: this.#speaking })
    this.#pump()
  }

  detached(why: 'died' | 'moved'): void {
    const { wasDecoding } = this.#link.detached()
    this.#audio.rewind(this.#settledMs)
    if (why === 'moved' || !wasDecoding) return
    const blame = this.#blame.died({ atMs: this.#workerAtMs, furthestMs: this.#decodedMs })
    if (blame === 'not to blame') return
    // Dropped, so that it cannot end recognition for all.
    this.#speaking = false
    this.#dropped(this.#audio.dropAll(), 'crash')
  }

  failed(): void {
    this.#failed = true
    this.giveUp('model')
    // Told as missing, so that what comes from here on can be decoded should the model be there again.
    this.#decodedMs = this.#audio.receivedMs
    this.#settledMs = this.#audio.receivedMs
    this.#options.events.moved()
  }

  askedToLeave(): void {
    this.#link.askedToLeave()
    this.#pump()
  }

  message(message: ChannelMessage): void {
    this.#settledMs = message.settledMs
    this.#speaking = message.speaking
    switch (message.type) {
      case 'progress':
        this.#link.answered('audio')
        this.#workerAtMs = message.atMs
        this.#decodedMs = Math.max(this.#decodedMs, message.atMs)
        this.#tell(
          this.#assembler.hypothesis({
            text: message.hypothesis,
            fromMs: message.settledMs,
            atMs: message.atMs,
          }),
        )
        break
      case 'final':
        this.#decodedMs = Math.max(this.#decodedMs, message.atMs)
        this.#tell(this.#assembler.final(message))
        break
      case 'flushed':
        this.#link.answered('flush')
        this.#answered(this.#audio.answered())
        break
      case 'fault':
        this.#fault(message)
        break
      default:
        assertNever(message)
    }
    this.#audio.settle(message.settledMs)
    this.#options.events.moved()
    this.#pump()
  }

  #answered(item: KeptGap | KeptEnd | null): void {
    this.#tell(this.#assembler.abandon())
    if (item === null) return
    this.#decodedMs = Math.max(this.#decodedMs, item.endMs)
    this.#settledMs = item.endMs
    if (item.kind === 'gap') this.#tellGap(item)
  }

  #fault(fault: Extract<ChannelMessage, { type: 'fault' }>): void {
    const durationMs = Math.max(0, fault.atMs - fault.fromMs)
    this.#tell(this.#assembler.abandon())
    this.#dropped(durationMs, 'fault')
    this.#options.events.gap({ fromMs: fault.fromMs, durationMs, reason: 'dropped' })
  }

  #dropped(durationMs: number, reason: DropReason): void {
    if (durationMs > 0) this.#options.events.dropped(durationMs, reason)
  }

  #tellGap({ startMs, endMs, reason }: KeptGap): void {
    this.#options.events.gap({ fromMs: startMs, durationMs: endMs - startMs, reason })
  }

  #tell(draft: UtteranceDraft | null): void {
    if (draft !== null) this.#options.events.utterance(draft)
  }

  /** Leaves the worker where that was asked for and nothing is unsettled; sends what the window allows. */
  #pump(): void {
    this.#link.leaveWhenQuiet({ speaking: this.#speaking })
    for (;;) {
      const port = this.#link.sendable({ speaking: this.#speaking })
      const item = port === null ? null : this.#audio.next(this.#options.chunkMs?.(this))
      if (port === null || item === null) return
      this.#send(port, item)
    }
  }

  #send(port: ChannelPort, item: KeptAudio | KeptGap | KeptEnd): void {
    if (item.kind !== 'audio') {
      this.#link.sent({ type: 'flush' })
      port.flush()
      return
    }
    this.#link.sent({ type: 'audio', durationMs: item.endMs - item.startMs })
    port.audio({ atMs: item.startMs, rate: item.rate, samples: item.samples })
  }
}
