import type { SampleCall } from '../data/api.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { openWebSocket } from '../platform/socket.ts'
import { newCallId } from './call-id.ts'
import { NativeStream, type StreamStatus } from './native-stream.ts'
import { beat } from './pacer.ts'
import { Sound } from './sound.ts'
import { parseWav, type Wav, WavError } from './wav.ts'

export interface SamplePlayerOptions {
  /** Gives the file's bytes. */
  readonly load: (sample: SampleCall, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>
  /** Address of `/v1/streams/native`, with the token if one is needed. */
  readonly address: string
  readonly onChange: () => void
  readonly clock?: Clock
}

export interface Playing {
  readonly sample: SampleCall
  readonly callId: string
  readonly status: StreamStatus
  readonly muted: boolean
}

/** The sample calls' layout: left is the agent, right the customer. */
const CHANNELS = ['agent', 'customer'] as const

interface Run {
  readonly callId: string
  readonly sample: SampleCall
  readonly loading: AbortController
  status: StreamStatus
  stream: NativeStream | null
  sound: Sound | null
  endBeat: () => void
}

/** Plays a recorded call aloud and into the server, at the speed at which it was spoken. */
export class SamplePlayer {
  readonly #options: SamplePlayerOptions
  readonly #clock: Clock
  #run: Run | null = null
  #muted = false

  constructor(options: SamplePlayerOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
  }

  /** What plays now, or how the last one ended; null before the first. */
  get playing(): Playing | null {
    const run = this.#run
    return run && { sample: run.sample, callId: run.callId, status: run.status, muted: this.#muted }
  }

  /** Begins; call it from a click, or the browser keeps the sound off. */
  async play(sample: SampleCall, agentId: string | null): Promise<void> {
    this.stop()
    const sound = new Sound(this.#muted)
    const run: Run = {
      callId: newCallId('sample'),
      sample,
      loading: new AbortController(),
      status: { phase: 'connecting' },
      stream: null,
      sound,
      endBeat: () => undefined,
    }
    this.#run = run
    this.#options.onChange()
    try {
      const wav = parseWav(await this.#options.load(sample, run.loading.signal))
      if (wav.channels !== CHANNELS.length) throw new WavError('Expected two channels.')
      if (!run.loading.signal.aborted) this.#stream({ run, wav, agentId })
    } catch {
      const message = 'The recording could not be loaded.'
      if (!run.loading.signal.aborted)
        this.#report(run, { phase: 'failed', code: 'SAMPLE_UNREADABLE', message })
    }
  }

  /** Hangs up. */
  stop(): void {
    const run = this.#run
    if (run === null) return
    run.loading.abort()
    run.endBeat()
    run.sound?.close()
    run.stream?.stop()
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    this.#run?.sound?.setMuted(muted)
    this.#options.onChange()
  }

  #stream({ run, wav, agentId }: { run: Run; wav: Wav; agentId: string | null }): void {
    let begun = false
    run.stream = new NativeStream({
      address: this.#options.address,
      start: {
        callId: run.callId,
        audio: { encoding: wav.encoding, sampleRate: wav.sampleRate, channels: CHANNELS },
        attributes: { queue: 'sample', sample: run.sample.id },
        ...(agentId === null ? {} : { agentId }),
      },
      openSocket: openWebSocket,
      clock: this.#clock,
      random: () => Math.random(),
      onStatus: (status) => {
        if (status.phase === 'streaming' && !begun) {
          begun = true
          this.#pace(run, wav)
        }
        this.#report(run, status)
      },
    })
  }

  /** Sends what is due by the clock, so that a late beat is made up for by the next. */
  #pace(run: Run, wav: Wav): void {
    run.sound?.play(wav)
    const startedAt = this.#clock.now()
    let sent = 0
    run.endBeat = beat(() => {
      const due = Math.floor(((this.#clock.now() - startedAt) * wav.sampleRate) / 1000) * wav.frameBytes
      const until = Math.min(due, wav.data.byteLength)
      if (until > sent) run.stream?.send(wav.data.subarray(sent, until))
      sent = until
      if (until < wav.data.byteLength) return
      run.endBeat()
      run.stream?.stop()
    })
  }

  #report(run: Run, status: StreamStatus): void {
    run.status = status
    if (status.phase === 'failed' || status.phase === 'stopped') {
      run.endBeat()
      run.sound?.close()
    }
    if (run === this.#run) this.#options.onChange()
  }
}
