import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PARTIES, type Party } from '../../../server/contracts/call.ts'
import { allSampleCalls, saidBy, type SampleCallFile } from '../../helpers/sample-calls.ts'
import { readWav, type Recording } from './bench-audio.ts'

/** Recordings of others lie beside the project, as the end-to-end tests expect them. */
const REAL_CALLS = resolve(import.meta.dirname, '../../../../shared/data/audio/calls')

export interface BenchParty {
  readonly party: Party
  readonly recording: Recording
  /** What is said; null where nobody has written it down. */
  readonly reference: string | null
}

export interface BenchCall {
  readonly id: string
  readonly parties: readonly BenchParty[]
  readonly durationMs: number
  /** Real people on a real line; false for the project's own spoken scripts. */
  readonly isReal: boolean
}

/** The three real calls where they are, and the project's own. Says on the console which of them it has. */
export async function readCorpus(): Promise<readonly BenchCall[]> {
  const samples = await Promise.all((await allSampleCalls()).map((call) => describeSample(call)))
  const real = existsSync(REAL_CALLS) ? await readRealCalls() : []
  console.log(
    real.length > 0
      ? `corpus: ${real.length} real calls and ${samples.length} sample calls`
      : `corpus: ${samples.length} sample calls only; no real calls in ${REAL_CALLS}, so the goals are not those of real speech`,
  )
  return [...real, ...samples]
}

/** The beginning of the first of the project's own calls, with the turns that have ended by then. */
export async function readShortCall(untilMs: number): Promise<BenchCall> {
  const [call] = await allSampleCalls()
  if (call === undefined) throw new Error('there are no sample calls')
  const turns = call.reference.turns.filter(({ endMs }) => endMs <= untilMs)
  const durationMs = Math.max(...turns.map(({ endMs }) => endMs)) + 500
  console.log(`corpus: the first ${durationMs} ms of ${call.reference.id}`)
  return { ...(await describeSample({ ...call, reference: { ...call.reference, turns } })), durationMs }
}

export function isTwoParty(call: BenchCall): boolean {
  return call.parties.length === 2
}

function describeSample({ wav, reference }: SampleCallFile): Promise<BenchCall> {
  return describe({
    id: reference.id,
    isReal: false,
    parties: PARTIES.map((party, channel) => ({
      party,
      recording: { file: wav, channel },
      reference: saidBy(reference, party),
    })),
  })
}

async function readRealCalls(): Promise<readonly BenchCall[]> {
  const file = (name: string): string => join(REAL_CALLS, name)
  const script = await readFile(file('insurance_demo_1_agent.script.txt'), 'utf8')
  const mono = (party: Party, name: string, reference: string | null = null): BenchParty => ({
    party,
    recording: { file: file(name), channel: 0 },
    reference,
  })
  return Promise.all([
    describe({
      id: 'auto_repairs_40',
      isReal: true,
      parties: [mono('agent', 'auto_repairs_40_agent.wav'), mono('customer', 'auto_repairs_40_caller.wav')],
    }),
    describe({
      id: 'insurance_demo_1',
      isReal: true,
      parties: [mono('agent', 'insurance_demo_1_agent.wav', script)],
    }),
    describe({
      id: 'stereo_16k_10s',
      isReal: true,
      parties: PARTIES.map((party, channel) => ({
        party,
        recording: { file: file('stereo_16k_10s.wav'), channel },
        reference: null,
      })),
    }),
  ])
}

/** A call lasts as long as its longest recording, in whole chunks of 100 ms. */
async function describe(call: Omit<BenchCall, 'durationMs'>): Promise<BenchCall> {
  const lengths = await Promise.all(
    call.parties.map(async ({ recording }) => {
      const { rate, channels } = await readWav(recording.file)
      return ((channels[recording.channel]?.length ?? 0) * 1000) / rate
    }),
  )
  return { ...call, durationMs: Math.ceil(Math.max(...lengths) / 100) * 100 }
}
