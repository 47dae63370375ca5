import type { Party } from '../../../server/contracts/call.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { openWebSocket } from '../platform/socket.ts'
import { openMicrophone, type Microphone, type MicrophoneFrame } from './microphone.ts'
import { NativeStream, type StreamStatus } from './native-stream.ts'
import { interleave } from './pcm.ts'

/** Whose voice the microphone carries; `both`: one person plays both and says who speaks. */
export type SpeakingAs = Party | 'both'

export interface SoftphoneCallOptions {
  /** Address of `/v1/streams/native`. */
  readonly address: string
  readonly callId: string
  readonly agentId: string | null
  readonly speakingAs: SpeakingAs
  readonly onStatus: (status: StreamStatus) => void
  /** Loudness, 0 to 1, about 50 times a second. */
  readonly onLevel: (level: number) => void
  readonly clock?: Clock
}

/** A call whose audio is this machine's microphone. */
export class SoftphoneCall {
  readonly #options: SoftphoneCallOptions
  #microphone: Microphone | null = null
  #stream: NativeStream | null = null
  #stopped = false
  muted = false
  /** In a call of both parties: the one who speaks now. */
  turn: Party = 'customer'

  constructor(options: SoftphoneCallOptions) {
    this.#options = options
  }

  /** @throws DOMException when the microphone is refused or missing. */
  async start(): Promise<void> {
    const microphone = await openMicrophone((frame) => this.#take(frame))
    if (this.#stopped) {
      microphone.close()
      return
    }
    this.#microphone = microphone
    const { callId, agentId, address, clock } = this.#options
    this.#stream = new NativeStream({
      address,
      start: {
        callId,
        audio: { encoding: 'pcm_s16le', sampleRate: microphone.sampleRate, channels: this.#channels },
        attributes: { queue: 'softphone' },
        ...(agentId === null ? {} : { agentId }),
      },
      openSocket: openWebSocket,
      clock: clock ?? systemClock,
      random: () => Math.random(),
      onStatus: (status) => {
        if (status.phase === 'failed') this.#release()
        this.#options.onStatus(status)
      },
    })
  }

  stop(): void {
    this.#stopped = true
    this.#release()
    this.#stream?.stop()
  }

  get #channels(): readonly Party[] {
    const { speakingAs } = this.#options
    return speakingAs === 'both' ? ['agent', 'customer'] : [speakingAs]
  }

  #take({ samples, level }: MicrophoneFrame): void {
    const heard = this.muted ? new Int16Array(samples.length) : samples
    const silence = new Int16Array(samples.length)
    const speaker = this.#options.speakingAs === 'both' ? this.turn : this.#options.speakingAs
    this.#stream?.send(interleave(this.#channels.map((party) => (party === speaker ? heard : silence))))
    this.#options.onLevel(this.muted ? 0 : level)
  }

  #release(): void {
    this.#microphone?.close()
    this.#microphone = null
    this.#options.onLevel(0)
  }
}
