import type { Party } from '../../contracts/call.ts'
import { isOwnAttribute } from '../../contracts/earlier-contacts.ts'
import { AppError } from '../../contracts/errors.ts'
import type { WallMs } from '../../contracts/time.ts'
import { decodeStart } from '../decode-message.ts'
import type { DropReason } from '../ingest-metrics.ts'
import { MAX_ATTRIBUTES, type AudioMessage, type IngestMessage, type StartMessage } from '../message.ts'
import { MediaOrder, type OrderedMedia } from './media-order.ts'
import { decodeBase64, decodeTwilio, type TwilioMedia, type TwilioStart } from './twilio-message.ts'

/** The two sides of the leg that runs the stream: `inbound` is audio from its party, `outbound` audio to it. */
export type TwilioTrack = 'inbound' | 'outbound'

export type TrackMap = Readonly<Record<TwilioTrack, Party>>

/** 8 kHz mu-law: one byte a sample. */
const BYTES_PER_MS = 8

/** Parameters with a meaning of their own; all others become attributes of the call. */
const OWN_PARAMETERS = ['token', 'agentTrack', 'agentId', 'language', 'model']

interface TwilioAdapterOptions {
  readonly trackMap: TrackMap
  readonly onDropped: (reason: DropReason) => void
  readonly onReordered: () => void
}

interface Track {
  readonly party: Party
  readonly order: MediaOrder
}

/** Turns the messages of one Twilio media stream into those of a session; keeps each track's order. */
export class TwilioAdapter {
  readonly #options: TwilioAdapterOptions
  #tracks: ReadonlyMap<string, Track> | null = null

  constructor(options: TwilioAdapterOptions) {
    this.#options = options
  }

  /**
   * The session's messages for one text frame; none when it is dropped or of no matter here.
   * @throws AppError `ENCODING_UNKNOWN`, `SAMPLE_RATE_UNSUPPORTED` or `MESSAGE_INVALID` for a start that
   * cannot be taken.
   */
  read(text: string, heardAt: WallMs): readonly IngestMessage[] {
    const message = decodeTwilio(text)
    if (typeof message === 'string') return this.#drop(message)
    switch (message.event) {
      case 'start':
        return this.#start(message.start)
      case 'media':
        return this.#media(message.media, heardAt)
      case 'stop':
        return this.#tracks === null ? this.#drop('before_start') : [...this.flush(), { type: 'stop' }]
      case 'other':
        return []
    }
  }

  /** What still waits for its turn; nothing more will come. */
  flush(): readonly AudioMessage[] {
    return [...(this.#tracks?.values() ?? [])].flatMap(({ party, order }) => toAudio(party, order.flush()))
  }

  #start(start: TwilioStart): readonly IngestMessage[] {
    if (this.#tracks !== null) return this.#drop('second_start')
    requireFormat(start.mediaFormat)
    const { token, agentTrack, agentId, language, model } = start.customParameters
    const trackMap = withAgentTrack(this.#options.trackMap, agentTrack)
    const named = start.tracks.map(trackName).filter((track) => track !== null)
    const tracks: readonly TwilioTrack[] = named.length === 0 ? ['inbound', 'outbound'] : [...new Set(named)]

    // The same limits as at every door: what a parameter holds ends up in the store and on every board.
    const common = decodeStart({
      type: 'start',
      callId: start.callSid,
      audio: { encoding: 'mulaw', sampleRate: 8000, channels: tracks.map((track) => trackMap[track]) },
      agentId,
      language,
      model,
      attributes: this.#attributesOf(start.customParameters),
    })
    this.#tracks = new Map(
      tracks.map((track) => [track, { party: trackMap[track], order: this.#newOrder() }]),
    )
    const message: StartMessage = { ...common, layout: 'separate', token }
    return [message]
  }

  #media(media: TwilioMedia, heardAt: WallMs): readonly IngestMessage[] {
    if (this.#tracks === null) return this.#drop('before_start')
    const track = this.#tracks.get(trackName(media.track) ?? '')
    if (track === undefined) return this.#drop('unknown_track')
    const bytes = decodeBase64(media.payload)
    if (bytes === null) return this.#drop('not_base64')
    const { chunk, timestamp: stampMs } = media
    const durationMs = bytes.length / BYTES_PER_MS
    const inTurn = toAudio(track.party, track.order.push({ chunk, stampMs, durationMs, bytes, heardAt }))
    return [...inTurn, ...this.#expire(heardAt)]
  }

  /** A track that has fallen silent is looked at when another one speaks. */
  #expire(now: WallMs): readonly AudioMessage[] {
    return [...(this.#tracks?.values() ?? [])].flatMap(({ party, order }) =>
      toAudio(party, order.expire(now)),
    )
  }

  #newOrder(): MediaOrder {
    const { onDropped, onReordered } = this.#options
    return new MediaOrder({
      onRepeated: () => onDropped('repeated'),
      onLate: () => onDropped('late'),
      onReordered,
    })
  }

  #attributesOf(parameters: Readonly<Record<string, string>>): Record<string, string> {
    const attributes: Record<string, string> = {}
    for (const [name, value] of Object.entries(parameters)) {
      if (OWN_PARAMETERS.includes(name)) continue
      const fits = name.length > 0 && name.length <= 64 && value.length <= 1024 && !isOwnAttribute(name)
      if (!fits || Object.keys(attributes).length >= MAX_ATTRIBUTES) this.#options.onDropped('attribute')
      else attributes[name] = value
    }
    return attributes
  }

  #drop(reason: DropReason): readonly IngestMessage[] {
    this.#options.onDropped(reason)
    return []
  }
}

function toAudio(party: Party, media: readonly OrderedMedia[]): readonly AudioMessage[] {
  return media.map(({ bytes, heardAt, stampMs, lossKnown }) => {
    return { type: 'audio', bytes, party, heardAt, stampMs, lossKnown }
  })
}

function trackName(name: string): TwilioTrack | null {
  const short = name.replace(/_track$/, '')
  return short === 'inbound' || short === 'outbound' ? short : null
}

function withAgentTrack(trackMap: TrackMap, agentTrack: string | undefined): TrackMap {
  if (agentTrack === undefined) return trackMap
  const track = trackName(agentTrack)
  if (track === null)
    throw new AppError('MESSAGE_INVALID', 'customParameters.agentTrack: expected inbound or outbound.')
  return track === 'inbound'
    ? { inbound: 'agent', outbound: 'customer' }
    : { inbound: 'customer', outbound: 'agent' }
}

function requireFormat(format: TwilioStart['mediaFormat']): void {
  if (format.encoding !== 'audio/x-mulaw') {
    throw new AppError('ENCODING_UNKNOWN', 'start.mediaFormat.encoding: expected audio/x-mulaw.')
  }
  if (format.sampleRate !== 8000) {
    throw new AppError('SAMPLE_RATE_UNSUPPORTED', 'start.mediaFormat.sampleRate: expected 8000.')
  }
  if (format.channels !== 1) {
    throw new AppError('MESSAGE_INVALID', 'start.mediaFormat.channels: expected 1.')
  }
}
