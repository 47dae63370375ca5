import wavefile from 'wavefile'
import { describe, expect, it } from 'vitest'
import type { CallScript } from '../../../agent-console/sample-calls/call-script.ts'
import { SPEECH_RATE, type Speak } from '../../../agent-console/sample-calls/flite.ts'
import { renderSampleCall, type SampleCall } from '../../../agent-console/sample-calls/sample-call.ts'

/** A tone in place of a voice: 100 ms for each letter. */
const hum: Speak = (_voice, text) =>
  Promise.resolve(
    Float64Array.from({ length: (text.length * SPEECH_RATE) / 10 }, (_, at) => 0.3 * Math.sin(at * 0.3)),
  )

const script: CallScript = {
  id: 'hum',
  title: 'A hum',
  description: 'Tones.',
  voices: { agent: 'rms', customer: 'slt' },
  expects: ['some-rule'],
  turns: [
    { party: 'agent', text: 'Hello, you.' },
    { party: 'customer', text: "It's me" },
    { party: 'agent', text: 'A long turn of talk' },
    { party: 'customer', text: 'yes', overlapMs: 500 },
    { party: 'agent', text: 'so', pauseMs: 800 },
  ],
}

function channelsOf(call: SampleCall): readonly Int16Array[] {
  const wav = new wavefile.WaveFile(call.wav)
  expect(wav.bitDepth).toBe('8m')
  wav.fromMuLaw()
  return wav.getSamples(false, Int16Array) as unknown as Int16Array[]
}

/** Level in dB of full scale between two call times. */
function level(samples: Int16Array, fromMs: number, toMs: number): number {
  const part = samples.slice(fromMs * 8, toMs * 8)
  const power = part.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / part.length
  return 10 * Math.log10(power)
}

describe('renderSampleCall', () => {
  it('gives the same bytes every time', async () => {
    const once = await renderSampleCall(script, hum)
    const again = await renderSampleCall(script, hum)
    expect(again).toEqual(once)
  })

  it('gives other noise and pauses to another call', async () => {
    const one = await renderSampleCall(script, hum)
    const other = await renderSampleCall({ ...script, id: 'hum-two' }, hum)
    expect(other.reference.turns[1]?.startMs).not.toBe(one.reference.turns[1]?.startMs)
  })

  it('places turns after pauses, or over the end of the turn before', async () => {
    const { reference } = await renderSampleCall(script, hum)
    const gaps = reference.turns.slice(1).map((turn, at) => turn.startMs - (reference.turns[at]?.endMs ?? 0))
    const [first, second, third] = gaps
    for (const pause of [first, second]) {
      expect(pause).toBeGreaterThanOrEqual(300)
      expect(pause).toBeLessThanOrEqual(900)
    }
    expect(third).toBeCloseTo(-500, -1)
    // A turn inside another is over first: the next pause counts from the longer one.
    const [, , long, inside, last] = reference.turns
    expect(inside?.endMs).toBeLessThan(long?.endMs ?? 0)
    expect((last?.startMs ?? 0) - (long?.endMs ?? 0)).toBeCloseTo(800, -1)
  })

  it('writes the reference as a recogniser writes', async () => {
    const { reference } = await renderSampleCall(script, hum)
    expect(reference.turns.map((turn) => turn.text)).toEqual([
      'hello you',
      "it's me",
      'a long turn of talk',
      'yes',
      'so',
    ])
    expect(reference).toMatchObject({ id: 'hum', channels: ['agent', 'customer'], expects: ['some-rule'] })
  })

  it('puts the agent on channel 0, the customer on channel 1, and hiss where nobody speaks', async () => {
    const call = await renderSampleCall(script, hum)
    const [agent, customer] = channelsOf(call)
    expect(agent).toHaveLength(customer?.length ?? -1)
    expect(call.reference.durationMs).toBe(Math.floor((agent?.length ?? 0) / 8))
    for (const { party, startMs, endMs } of call.reference.turns.slice(0, 3)) {
      const [own, other] = party === 'agent' ? [agent, customer] : [customer, agent]
      expect(level(own ?? new Int16Array(), startMs, endMs)).toBeGreaterThan(-25)
      const silence = level(other ?? new Int16Array(), startMs, endMs - 500)
      expect(silence).toBeLessThan(-55)
      expect(silence).toBeGreaterThan(-70)
    }
  })
})
