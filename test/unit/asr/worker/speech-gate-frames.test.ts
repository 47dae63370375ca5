import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../agent-console/sample-calls/chance.ts'
import { Channel } from '../../../../server/asr/worker/channel.ts'
import { RecognizerPool } from '../../../../server/asr/worker/recognizer-pool.ts'
import { FRAME_MS, HANGOVER_FRAMES, PREROLL_FRAMES } from '../../../../server/asr/worker/speech-gate.ts'
import { FakeRecognizer } from '../../../helpers/fake-recognizer.ts'

const FRAMES = 1500
const SAMPLES = 8 * FRAME_MS

/** Hears nothing and remembers the first sample of each frame. */
class Recorder extends FakeRecognizer {
  readonly #fed: number[]

  constructor(fed: number[]) {
    super({ rate: 8000, vocabulary: [] })
    this.#fed = fed
  }

  override accept(samples: Int16Array): boolean {
    for (let at = 0; at < samples.length; at += SAMPLES) this.#fed.push(samples[at] ?? 0)
    return false
  }
}

/** Bursts of voice and pauses of all lengths, some much shorter and some much longer than the hangover. */
function randomVoice(seed: string): boolean[] {
  const random = seededRandom(seed)
  const voiced: boolean[] = []
  while (voiced.length < FRAMES) {
    const length = Math.ceil(100 ** random())
    voiced.push(...Array.from({ length }, () => random() < 0.6))
    voiced.push(...Array.from({ length: Math.ceil(100 ** random()) }, () => false))
  }
  return voiced.slice(0, FRAMES)
}

/** Plays frames whose every sample is the frame's number plus one. */
function play(voiced: readonly boolean[]): { fed: number[]; busy: number[] } {
  const fed: number[] = []
  const busy: number[] = []
  const pool = new RecognizerPool({ create: () => new Recorder(fed), sharesGraph: true })
  const channel = new Channel({
    channelId: 1,
    pool,
    speaking: false,
    createVoiceActivity: () => ({
      isVoiced: (frame) => voiced[(frame[0] ?? 0) - 1] ?? false,
      close: () => undefined,
    }),
    emit: () => undefined,
  })
  voiced.forEach((_, frame) => {
    const samples = new Int16Array(SAMPLES).fill(frame + 1)
    channel.audio({ atMs: frame * FRAME_MS, rate: 8000, samples })
    busy.push(pool.busy)
  })
  return { fed, busy }
}

describe.each(Array.from({ length: 20 }, (_, index) => `voice ${index}`))('the gate over %s', (seed) => {
  const voiced = randomVoice(seed)
  const { fed, busy } = play(voiced)
  const isWithin = (frame: number): boolean =>
    voiced.slice(Math.max(0, frame - HANGOVER_FRAMES), frame + PREROLL_FRAMES + 1).includes(true)

  it('lets through each frame near a voiced one, once and in order, and no other', () => {
    // What is voiced after the end of the recording would have opened the gate later.
    const expected = voiced.flatMap((_, frame) => (isWithin(frame) ? [frame + 1] : []))
    const lastVoiced = voiced.lastIndexOf(true)
    expect(fed).toEqual(expected.filter((frame) => frame - 1 <= lastVoiced + HANGOVER_FRAMES))
  })

  it('holds a recogniser from the first voiced frame until the hangover is over', () => {
    const isHeld = (frame: number): boolean =>
      voiced.slice(Math.max(0, frame - HANGOVER_FRAMES + 1), frame + 1).includes(true)
    expect(busy).toEqual(voiced.map((_, frame) => (isHeld(frame) ? 1 : 0)))
  })
})
