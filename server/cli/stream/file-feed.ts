import type { Clock } from '../../platform/clock.ts'
import type { CallAudio } from './audio-file.ts'
import { paceAudio } from './pacer.ts'
import type { AudioFeed } from './run-call.ts'

/** As small as telephony sends: a larger piece would delay every word by its length. */
const CHUNK_MS = 20

/** A recording as one stream of a call. */
export function createFileFeed(options: { readonly audio: CallAudio; readonly clock: Clock }): AudioFeed {
  const { audio, clock } = options
  return {
    rate: audio.rate,
    parties: audio.parties,
    run: ({ client, schedule, signal }) =>
      paceAudio({
        audio,
        schedule,
        clock,
        signal,
        chunkMs: CHUNK_MS,
        send: (samples) => client.send(samples),
      }),
  }
}
