import { assertNever } from '../contracts/assert-never.ts'
import type { AudioFrame, AudioGap } from '../contracts/audio.ts'
import type { CallId, Party } from '../contracts/call.ts'
import type { PartyPosition } from './call-position.ts'
import { CrashBlame } from './crash-blame.ts'
import type { ChannelMessage } from './ipc-message.ts'
import { PartyAudio, type AudioStamps, type KeptAudio, type KeptEnd, type KeptGap } from './party-audio.ts'
import { TranscriptAssembler, type UtteranceDraft } from './transcript-assembler.ts'
import type { ChannelHandler, ChannelPort, WorkerPool } from './worker-pool.ts'

/** Chunks that a worker may hold of one channel; the rest waits here, where it can be counted and dropped. */
const WINDOW_CHUNKS = 8

/** Where a channel tells what has happened. Called in the order of the party's call time. */
export interface PartyEvents {
  utterance(draft: UtteranceDraft): void
  /** `durationMs` of audio from `fromMs` are missing. */
  gap(gap: { fromMs: number; durationMs: number; reason: AudioGap['reason'] }): void
  /** Audio could not be taken, for want of time or because of a fault. */
  dropped(durationMs: number, reason: 'overload' | 'crash' | 'fault'): void
  /** Positions have moved. */
  moved(): void
}

interface PartyChannelOptions {
  readonly callId: CallId
  readonly party: Party
  readonly pool: Pick<WorkerPool, 'attach' | 'detach'>
  readonly limitMs: number
  readonly events: PartyEvents
}

/**
 * One party of one call on the main side: keeps its audio until final, hands it to whatever worker serves
 * it now, and turns the answers into utterances.
 */
export class PartyChannel implements ChannelHandler {
  readonly #options: PartyChannelOptions
  readonly #audio: PartyAudio
  readonly #assembler: TranscriptAssembler
  readonly #blame = new CrashBlame()
  #port: ChannelPort | null = null
  #attached = false
  #inFlight = 0
  #ended = false
  /** The furthest that any worker has come; a replay behind it changes nothing. */
  #decodedMs = 0
  #settledMs = 0
  #speaking = false
  /** How far the present worker has come. */
  #workerAtMs = 0

  constructor(options: PartyChannelOptions) {
    this.#options = options
    this.#audio = new PartyAudio({ limitMs: options.limitMs })
    this.#assembler = new TranscriptAssembler({ party: options.party, idPrefix: options.callId })
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
      this.#options.pool.attach(this)
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
    this.#pump()
  }

  /** Gives up what is not final yet: words that were still moving are lost too. */
  giveUp(): void {
    const doneMs = this.#speaking ? this.#settledMs : this.#decodedMs
    this.#dropped(this.#audio.audioAfter(doneMs), 'overload')
    this.#tell(this.#assembler.abandon())
    for (const gap of this.#audio.giveUp(doneMs)) this.#tellGap(gap)
  }

  close(): void {
    if (this.#attached) this.#options.pool.detach(this)
    this.#attached = false
    this.#port = null
  }

  attached(port: ChannelPort): void {
    this.#port = port
    this.#workerAtMs = this.#settledMs
    port.open({ speaking: this.#speaking })
    this.#pump()
  }

  detached(): void {
    this.#port = null
    this.#audio.rewind(this.#settledMs)
    const wasDecoding = this.#inFlight > 0
    this.#inFlight = 0
    if (!wasDecoding) return
    const blame = this.#blame.died({ atMs: this.#workerAtMs, furthestMs: this.#decodedMs })
    if (blame === 'not to blame') return
    // Dropped, so that it cannot end recognition for all.
    this.#speaking = false
    this.#dropped(this.#audio.dropAll(), 'crash')
  }

  message(message: ChannelMessage): void {
    this.#settledMs = message.settledMs
    this.#speaking = message.speaking
    switch (message.type) {
      case 'progress':
        this.#inFlight -= 1
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

  #dropped(durationMs: number, reason: 'overload' | 'crash' | 'fault'): void {
    if (durationMs > 0) this.#options.events.dropped(durationMs, reason)
  }

  #tellGap({ startMs, endMs, reason }: KeptGap): void {
    this.#options.events.gap({ fromMs: startMs, durationMs: endMs - startMs, reason })
  }

  #tell(draft: UtteranceDraft | null): void {
    if (draft !== null) this.#options.events.utterance(draft)
  }

  /** Sends what the window allows. */
  #pump(): void {
    while (this.#port !== null && this.#inFlight < WINDOW_CHUNKS) {
      const item = this.#audio.next()
      if (item === null) return
      this.#send(this.#port, item)
    }
  }

  #send(port: ChannelPort, item: KeptAudio | KeptGap | KeptEnd): void {
    if (item.kind !== 'audio') {
      port.flush()
      return
    }
    this.#inFlight += 1
    port.audio({ atMs: item.startMs, rate: item.rate, samples: item.samples })
  }
}
