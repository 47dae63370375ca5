import { describe, expect, it } from 'vitest'
import { FRAME_MS } from '../../../../server/asr/worker/speech-gate.ts'
import { SteadySound } from '../../../../server/asr/worker/steady-sound.ts'
import { holdMusic } from '../../../helpers/hold-music.ts'
import { callSamples } from '../../../helpers/sample-call-audio.ts'
import * as signals from '../../../helpers/signals.ts'

const SECONDS = 10

/** What is said of each frame. */
function judge(samples: Int16Array, rate: 8000 | 16_000 = 8000): boolean[] {
  const sound = new SteadySound(rate)
  const length = (rate * FRAME_MS) / 1000
  return Array.from({ length: Math.floor(samples.length / length) }, (_, frame) =>
    sound.hears(samples.subarray(frame * length, (frame + 1) * length)),
  )
}

const framesIn = (seconds: number): number => (seconds * 1000) / FRAME_MS
const share = (judged: readonly boolean[]): number => judged.filter(Boolean).length / judged.length

/** The longest stretch in a row, in milliseconds. */
function longestMs(judged: readonly boolean[]): number {
  let longest = 0
  let run = 0
  for (const isSo of judged) {
    run = isSo ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest * FRAME_MS
}

describe('SteadySound', () => {
  it.each(Object.entries(signals.TELEPHONE_TONES))(
    'knows %s within 200 ms of its beginning',
    (_name, cadence) => {
      const tone = signals.tones({ cadence, seconds: SECONDS, levelDb: -16 })
      const line = signals.noise({ colour: 'comfort', seconds: SECONDS, levelDb: -60 })
      const judged = judge(signals.toPcm(signals.mix(tone, line)))
      // Where the tone sounds: everywhere but in the pauses of its cadence.
      const sounding = judged.filter((_, frame) => {
        const at = (frame * FRAME_MS * signals.SIGNAL_RATE) / 1000
        return tone.subarray(at, at + 160).some((sample) => Math.abs(sample) > 0.05)
      })
      expect(longestMs(sounding.map((isSteady) => !isSteady))).toBeLessThanOrEqual(200)
    },
  )

  it.each(signals.NOISE_COLOURS)('knows noise, %s, within a second', (colour) => {
    const judged = judge(signals.toPcm(signals.noise({ colour, seconds: SECONDS, levelDb: -30 })))
    expect(share(judged.slice(framesIn(1.1)))).toBe(1)
  })

  it.each(['organ chords', 'piano arpeggio', 'guitar and bass', 'whole band'] as const)(
    'knows music, %s, within a second',
    (kind) => {
      const judged = judge(signals.toPcm(holdMusic({ kind, seconds: SECONDS, levelDb: -20 })))
      expect(share(judged.slice(framesIn(1.1)))).toBeGreaterThan(0.95)
    },
  )

  it.each(['agent', 'customer'] as const)('takes no turn of a sample call for a sound: %s', async (party) => {
    const call = await callSamples('calm-request')
    const judged = judge(call.samples[party])
    for (const turn of call.reference.turns.filter((one) => one.party === party)) {
      const spoken = judged.slice(Math.ceil(turn.startMs / FRAME_MS), Math.floor(turn.endMs / FRAME_MS))
      // A gate with 300 ms before and 600 ms after the voice does not notice this.
      expect(longestMs(spoken)).toBeLessThan(300)
    }
  })

  it('hears the voice in front of music', async () => {
    const call = await callSamples('calm-request')
    const [turn] = call.reference.turns
    if (turn === undefined) throw new Error('a call has turns')
    const voice = signals.fromPcm(call.samples[turn.party].subarray(turn.startMs * 8, turn.endMs * 8))
    const levelDb = 20 * Math.log10(signals.activeRms(voice)) - 20
    const music = holdMusic({ kind: 'whole band', seconds: SECONDS, levelDb })
    const judged = judge(signals.toPcm(signals.mix(signals.join(music, voice), music)))
    const before = judged.slice(framesIn(1.1), framesIn(SECONDS))
    const during = judged.slice(framesIn(SECONDS) + 300 / FRAME_MS)
    expect(share(before)).toBeGreaterThan(0.95)
    expect(longestMs(during)).toBeLessThan(300)
  })

  it('judges 16 kHz as 8 kHz', () => {
    const narrow = signals.toPcm(holdMusic({ kind: 'organ chords', seconds: 3, levelDb: -20 }))
    const wide = Int16Array.from({ length: narrow.length * 2 }, (_, at) => narrow[at >> 1] ?? 0)
    expect(judge(wide, 16_000)).toEqual(judge(narrow))
  })

  it('says nothing of a voice that begins after digital silence', async () => {
    const call = await callSamples('calm-request')
    const [turn] = call.reference.turns
    if (turn === undefined) throw new Error('a call has turns')
    const voice = signals.fromPcm(call.samples[turn.party].subarray(turn.startMs * 8, turn.endMs * 8))
    const judged = judge(signals.toPcm(signals.join(signals.silence(3), voice)))
    expect(longestMs(judged.slice(framesIn(3)))).toBeLessThan(300)
  })
})
