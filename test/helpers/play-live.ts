import type { CallAudioSink } from '../../server/contracts/audio.ts'
import { sleep, systemClock } from '../../server/platform/clock.ts'
import { play } from './recognition.ts'

interface LiveStream {
  readonly callId: string
  readonly party: 'agent' | 'customer'
  readonly samples: Int16Array
}

const STEP_MS = 100
const SAMPLES_PER_MS = 8

/** Hands audio of 8 kHz over as it is spoken, all streams at once; resolves when the last has ended. */
export async function playLive(sink: CallAudioSink, streams: readonly LiveStream[]): Promise<void> {
  const startedAt = systemClock.now()
  const durationMs = Math.max(...streams.map(({ samples }) => samples.length / SAMPLES_PER_MS))
  for (let fromMs = 0; fromMs < durationMs; fromMs += STEP_MS) {
    await sleep(Math.max(0, startedAt + fromMs + STEP_MS - systemClock.now()))
    for (const { samples, ...stream } of streams) {
      const part = samples.slice(fromMs * SAMPLES_PER_MS, (fromMs + STEP_MS) * SAMPLES_PER_MS)
      if (part.length > 0) play(sink, { ...stream, samples: part, fromMs })
    }
  }
}
