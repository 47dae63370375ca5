import { randomBytes } from 'node:crypto'
import type { Party } from '../../contracts/call.ts'
import type { StreamDescription } from './audio-client.ts'
import { encodeMuLaw } from './mulaw.ts'

const FRAME_MS = 20
/** 20 ms at 8 kHz. */
const FRAME_SAMPLES = 160

/** Twilio knows audio from the party of the leg that runs the stream, and audio to it. */
const TRACK_OF = { customer: 'inbound', agent: 'outbound' } as const

/** One party's audio that does not fill a frame yet, and how far it has come. */
interface Track {
  readonly party: Party
  waiting: Int16Array
  frames: number
}

interface TwilioCallOptions extends StreamDescription {
  readonly token: string
  readonly sendText: (text: string) => Promise<void>
}

/**
 * The messages of one Twilio media stream, in order: `connected`, `start`, `media` for each track in turn,
 * `stop`. Numbers are strings; `sequenceNumber` counts all messages after `connected`, `chunk` a track's own.
 */
export class TwilioCall {
  readonly #options: TwilioCallOptions
  readonly #streamSid = `MZ${randomBytes(16).toString('hex')}`
  readonly #accountSid = `AC${randomBytes(16).toString('hex')}`
  readonly #tracks: readonly Track[]
  #sequence = 0

  constructor(options: TwilioCallOptions) {
    this.#options = options
    this.#tracks = options.parties.map((party) => ({ party, waiting: new Int16Array(0), frames: 0 }))
  }

  async start(): Promise<void> {
    const { callId, parties, agentId, language, model, attributes, token, sendText } = this.#options
    await sendText(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }))
    await this.#say('start', {
      streamSid: this.#streamSid,
      accountSid: this.#accountSid,
      callSid: callId,
      tracks: parties.map((party) => TRACK_OF[party]),
      customParameters: { ...attributes, token, agentTrack: TRACK_OF.agent, agentId, language, model },
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    })
  }

  /** Takes interleaved samples; what does not fill a frame of 20 ms waits for more. */
  async audio(samples: Int16Array): Promise<void> {
    this.#tracks.forEach((track, channel) => {
      const own = samples.filter((_, at) => at % this.#tracks.length === channel)
      const joined = new Int16Array(track.waiting.length + own.length)
      joined.set(track.waiting)
      joined.set(own, track.waiting.length)
      track.waiting = joined
    })
    while (this.#tracks.every((track) => track.waiting.length >= FRAME_SAMPLES)) await this.#sendFrames()
  }

  async stop(): Promise<void> {
    if (this.#tracks.some((track) => track.waiting.length > 0)) await this.#sendFrames()
    await this.#say('stop', { accountSid: this.#accountSid, callSid: this.#options.callId })
  }

  /** The next frame of every track; the last one may be short. */
  async #sendFrames(): Promise<void> {
    for (const track of this.#tracks) {
      const payload = encodeMuLaw(track.waiting.subarray(0, FRAME_SAMPLES)).toString('base64')
      track.waiting = track.waiting.slice(FRAME_SAMPLES)
      const timestamp = String(track.frames * FRAME_MS)
      track.frames += 1
      await this.#say('media', {
        track: TRACK_OF[track.party],
        chunk: String(track.frames),
        timestamp,
        payload,
      })
    }
  }

  #say(event: 'start' | 'media' | 'stop', body: object): Promise<void> {
    this.#sequence += 1
    const sequenceNumber = String(this.#sequence)
    return this.#options.sendText(
      JSON.stringify({ event, sequenceNumber, streamSid: this.#streamSid, [event]: body }),
    )
  }
}
