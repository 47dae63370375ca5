import type { RecognitionRate } from '../../server/contracts/audio.ts'
import type { FinalWord } from '../../server/asr/ipc-message.ts'
import type { SpeechModel } from '../../server/asr/recognizer.ts'
import { Channel } from '../../server/asr/worker/channel.ts'
import { RecognizerPool } from '../../server/asr/worker/recognizer-pool.ts'
import type { CreateVoiceActivity } from '../../server/asr/worker/voice-activity.ts'

/** A gate that never closes: everything is decoded. */
export const everythingIsVoiced: CreateVoiceActivity = () => ({
  isVoiced: () => true,
  close: () => undefined,
})

export interface Heard {
  readonly words: readonly FinalWord[]
  readonly text: string
  readonly seconds: number
  /** Share of the audio that reached the recogniser. */
  readonly decodedShare: number
  readonly cpuSeconds: number
}

const CHUNK_MS = 100
/** Words within this of each other are heard at the same place. */
const SAME_PLACE_MS = 300
const SURE = 0.7

/** What one channel of a worker makes of a recording, with a recogniser of its own, as fast as it can. */
export function heardByChannel(options: {
  readonly model: SpeechModel
  readonly createVoiceActivity: CreateVoiceActivity
  readonly samples: Int16Array
  readonly rate: RecognitionRate
  /** Audio that is decoded in one turn; that of a channel which keeps up by default. */
  readonly chunkMs?: number
}): Heard {
  const { model, createVoiceActivity, samples, rate, chunkMs = CHUNK_MS } = options
  const words: FinalWord[] = []
  const channel = new Channel({
    channelId: 1,
    pool: new RecognizerPool(model),
    createVoiceActivity,
    speaking: false,
    emit: (message) => {
      if (message.type === 'fault') throw new Error('the recogniser failed')
      if (message.type === 'final') words.push(...message.words)
    },
  })
  const before = process.cpuUsage()
  const chunk = (rate * chunkMs) / 1000
  for (let from = 0; from < samples.length; from += chunk) {
    channel.audio({ atMs: (from * 1000) / rate, rate, samples: samples.slice(from, from + chunk) })
  }
  channel.flush()
  const { user, system } = process.cpuUsage(before)
  const { decodedMs, fedMs } = channel.takeWork()
  channel.close()
  return {
    words,
    text: words.map((word) => word.text).join(' '),
    seconds: samples.length / rate,
    decodedShare: fedMs / decodedMs,
    cpuSeconds: (user + system) / 1e6,
  }
}

/** Sure words of the whole audio in whose place nothing at all was heard through the gate. */
export function wordsCutOff(whole: Heard, gated: Heard): readonly FinalWord[] {
  return whole.words.filter(
    (word) =>
      word.confidence > SURE &&
      !gated.words.some(
        (other) => other.startMs < word.endMs + SAME_PLACE_MS && other.endMs > word.startMs - SAME_PLACE_MS,
      ),
  )
}
