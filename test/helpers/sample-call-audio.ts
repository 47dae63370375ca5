import { readFile } from 'node:fs/promises'
import wavefile from 'wavefile'
import type { Party } from '../../server/contracts/call.ts'
import { sampleCall, type SampleCallFile } from './sample-calls.ts'

export interface CallSamples extends SampleCallFile {
  readonly rate: 8000
  readonly samples: Readonly<Record<Party, Int16Array>>
}

/** One of the project's own calls, decoded: 8 kHz, one array a party. */
export async function callSamples(id: string): Promise<CallSamples> {
  const file = await sampleCall(id)
  const wav = new wavefile.WaveFile(await readFile(file.wav))
  wav.fromMuLaw()
  const [agent, customer] = wav.getSamples(false, Int16Array) as unknown as [Int16Array, Int16Array]
  return { ...file, rate: 8000, samples: { agent, customer } }
}

/** The beginning of a call: the turns that have ended by `untilMs`, and the audio a little beyond. */
export function beginningOf(call: CallSamples, untilMs: number): CallSamples {
  const turns = call.reference.turns.filter((turn) => turn.endMs <= untilMs)
  const durationMs = Math.max(0, ...turns.map((turn) => turn.endMs)) + 250
  const later = call.reference.turns.find((turn) => turn.endMs > untilMs && turn.startMs < durationMs)
  if (later !== undefined)
    throw new Error(`the turn at ${later.startMs} ms begins before the others have ended`)
  const cut = (samples: Int16Array): Int16Array => between(samples, { fromMs: 0, toMs: durationMs })
  return {
    ...call,
    reference: { ...call.reference, turns, durationMs },
    samples: { agent: cut(call.samples.agent), customer: cut(call.samples.customer) },
  }
}

/** The samples between two positions of call time, in milliseconds. */
export function between(
  samples: Int16Array,
  range: { fromMs: number; toMs: number; rate?: number },
): Int16Array {
  const perMs = (range.rate ?? 8000) / 1000
  return samples.slice(Math.round(range.fromMs * perMs), Math.round(range.toMs * perMs))
}
