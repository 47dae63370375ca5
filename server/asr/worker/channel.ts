import type { RecognitionRate } from '../../contracts/audio.ts'
import type { ChannelMessage } from '../ipc-message.ts'
import { RecognizerError } from '../recognizer.ts'
import { FrameCutter, type CutFrame } from './frame-cutter.ts'
import { RecognitionSession } from './recognition-session.ts'
import type { RecognizerPool } from './recognizer-pool.ts'
import { FRAME_MS, HANGOVER_FRAMES, PREROLL_FRAMES, SpeechGate } from './speech-gate.ts'
import type { CreateVoiceActivity, VoiceActivity } from './voice-activity.ts'

/** At most this much of what was fed has not been decoded when the recogniser ends an utterance by itself. */
const PIPELINE_MS = 500

interface ChannelOptions {
  readonly channelId: number
  readonly pool: RecognizerPool
  readonly createVoiceActivity: CreateVoiceActivity
  readonly emit: (message: ChannelMessage) => void
  /** The audio to come starts inside an utterance. */
  readonly speaking: boolean
}

interface Ears {
  readonly rate: RecognitionRate
  readonly voiceActivity: VoiceActivity
  readonly cutter: FrameCutter
}

/** What a channel has done since it was asked last. */
export interface ChannelWork {
  /** Audio that went through the gate, and how much of it reached a recogniser. */
  readonly decodedMs: number
  readonly fedMs: number
  readonly strayWords: number
}

/**
 * One party's audio inside a worker: the speech gate decides what is decoded, a recogniser is borrowed
 * while the gate is open, and what comes out is put on call time.
 */
export class Channel {
  readonly #options: ChannelOptions
  readonly #gate: SpeechGate
  #ears: Ears | null = null
  #session: RecognitionSession | null = null
  #preroll: CutFrame[] = []
  /** Frames of the speech that have not been fed yet. */
  #toFeed: CutFrame[] = []
  #atMs = 0
  /** Where the utterance begins whose words are not final yet. */
  #unfinishedFromMs: number | null = null
  #work = { decodedMs: 0, fedMs: 0, strayWords: 0 }

  constructor(options: ChannelOptions) {
    this.#options = options
    this.#gate = new SpeechGate({ hangoverFrames: HANGOVER_FRAMES, open: options.speaking })
  }

  audio(chunk: CutFrame & { readonly rate: RecognitionRate }): void {
    const ears = this.#earsFor(chunk.rate)
    for (const frame of ears.cutter.cut(chunk)) this.#frame(ears, frame)
    this.#feed()
    let hypothesis = ''
    this.#guarded(chunk.atMs, () => {
      hypothesis = this.#session?.recognizer.partial() ?? ''
    })
    this.#options.emit({ type: 'progress', ...this.#place(), hypothesis })
  }

  /** Everything heard so far becomes final; the next audio starts afresh. */
  flush(): void {
    this.#cutOff()
    this.#options.emit({ type: 'flushed', ...this.#place() })
  }

  /** Forgets the channel. A recogniser that is in the middle of its words must not carry them into another call. */
  close(): void {
    if (this.#session !== null) this.#options.pool.discard(this.#session.recognizer)
    this.#session = null
    this.#options.pool.release(this.#options.channelId)
    this.#ears?.voiceActivity.close()
    this.#ears = null
  }

  takeWork(): ChannelWork {
    const work = this.#work
    this.#work = { decodedMs: 0, fedMs: 0, strayWords: 0 }
    return work
  }

  #frame(ears: Ears, frame: CutFrame): void {
    const step = this.#gate.step(ears.voiceActivity.isVoiced(frame.samples))
    this.#passed(ears.rate, frame)
    switch (step) {
      case 'closed':
        this.#preroll.push(frame)
        if (this.#preroll.length > PREROLL_FRAMES) this.#preroll.shift()
        return
      case 'opens':
        this.#toFeed = [...this.#preroll, frame]
        this.#preroll = []
        return
      case 'open':
        this.#toFeed.push(frame)
        return
      case 'closes':
        this.#toFeed.push(frame)
        this.#feed()
        this.#finish()
    }
  }

  /** Gives what has been collected to the recogniser. */
  #feed(): void {
    const [first] = this.#toFeed
    if (first === undefined) return
    const frames = this.#toFeed
    this.#toFeed = []
    this.#unfinishedFromMs ??= first.atMs
    this.#guarded(first.atMs, () => {
      const session = this.#speakingSession()
      const samples = frames.reduce((sum, frame) => sum + frame.samples.length, 0)
      this.#work.fedMs += (samples * 1000) / session.recognizer.rate
      if (session.feed(frames)) this.#endUtterance(session)
    })
  }

  /** The recogniser heard a pause while the gate is still open. */
  #endUtterance(session: RecognitionSession): void {
    const final = session.take()
    // What the pipeline still holds belongs to the next utterance, but never a word that is final now.
    this.#unfinishedFromMs = Math.max(this.#atMs - PIPELINE_MS, final.words.at(-1)?.endMs ?? 0)
    this.#options.emit({ type: 'final', ...this.#place(), ...final })
  }

  /** The gate has closed: what was said since the last final becomes final. */
  #finish(): void {
    this.#guarded(this.#atMs, () => {
      const session = this.#session
      const final = session?.take()
      this.#unfinishedFromMs = null
      if (session === null || final === undefined) return
      this.#returnRecognizer(session)
      this.#options.emit({ type: 'final', ...this.#place(), ...final })
    })
  }

  #cutOff(): void {
    const rest = this.#ears?.cutter.takeRest() ?? null
    if (rest !== null && this.#ears !== null) this.#passed(this.#ears.rate, rest)
    this.#preroll = []
    if (!this.#gate.isOpen) return
    this.#gate.shut()
    if (rest !== null) this.#toFeed.push(rest)
    this.#feed()
    const session = this.#session
    if (session !== null) this.#guarded(this.#atMs, () => session.pushThrough())
    this.#finish()
  }

  /** A recogniser that fails is thrown away, once said, and the utterance is over. */
  #guarded(fromMs: number, use: () => void): void {
    try {
      use()
    } catch (thrown) {
      if (!(thrown instanceof RecognizerError)) throw thrown
      const lostFromMs = this.#unfinishedFromMs ?? fromMs
      if (this.#session !== null) this.#options.pool.discard(this.#session.recognizer)
      this.#session = null
      this.#unfinishedFromMs = null
      this.#gate.shut()
      this.#options.emit({ type: 'fault', ...this.#place(), fromMs: lostFromMs })
    }
  }

  #speakingSession(): RecognitionSession {
    this.#session ??= new RecognitionSession(
      this.#options.pool.borrow(this.#options.channelId, this.#ears?.rate ?? 8000),
    )
    return this.#session
  }

  #returnRecognizer(session: RecognitionSession): void {
    this.#work.strayWords += session.strayWords
    this.#options.pool.giveBack(this.#options.channelId, session.recognizer)
    this.#session = null
  }

  /** A party that comes back at another rate begins anew. */
  #earsFor(rate: RecognitionRate): Ears {
    if (this.#ears?.rate === rate) return this.#ears
    if (this.#ears !== null) {
      this.#cutOff()
      this.#ears.voiceActivity.close()
    }
    this.#ears = {
      rate,
      voiceActivity: this.#options.createVoiceActivity(rate),
      cutter: new FrameCutter({ rate, frameMs: FRAME_MS }),
    }
    return this.#ears
  }

  #passed(rate: RecognitionRate, frame: CutFrame): void {
    const ms = (frame.samples.length * 1000) / rate
    this.#atMs = frame.atMs + ms
    this.#work.decodedMs += ms
  }

  #place(): { channelId: number; atMs: number; settledMs: number; speaking: boolean } {
    return {
      channelId: this.#options.channelId,
      atMs: this.#atMs,
      settledMs: this.#unfinishedFromMs ?? this.#preroll[0]?.atMs ?? this.#atMs,
      speaking: this.#gate.isOpen,
    }
  }
}
