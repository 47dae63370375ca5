import type { Party } from '../../contracts/call.ts'
import type { StreamRate } from '../stream/audio-file.ts'
import type { LiveSchedule } from '../stream/pacer.ts'
import type { AudioFeed } from '../stream/run-call.ts'
import { recordMicrophone, type RecorderName } from './microphone.ts'

interface MicFeedOptions {
  readonly party: Party
  readonly rate: StreamRate
  readonly recorder: RecorderName
  readonly device: string | undefined
  /** Told how far the audio has come. */
  readonly schedule: LiveSchedule
}

/** The microphone as one stream of a call. */
export function createMicFeed(options: MicFeedOptions): AudioFeed {
  const { party, rate, recorder, device, schedule } = options
  return {
    rate,
    parties: [party],
    run: async ({ client, signal }) => {
      let count = 0
      for await (const samples of recordMicrophone({ recorder, rate, device, signal })) {
        count += samples.length
        schedule.reached((count * 1000) / rate)
        await client.send(samples)
      }
    },
  }
}
