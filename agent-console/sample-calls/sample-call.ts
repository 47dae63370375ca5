import wavefile from 'wavefile'
import { referenceText, type CallScript, type ScriptedTurn } from './call-script.ts'
import { seededRandom } from './chance.ts'
import type { Speak } from './flite.ts'
import { LINE_RATE, TelephoneChannel, throughTelephone } from './telephone-line.ts'

const CHANNELS = ['agent', 'customer'] as const

const LEAD_IN_MS = 700
const TAIL_MS = 1200
const PAUSE_MS = { least: 300, most: 900 }

/** What lies beside a sample call's audio: the reference that tests measure against. Times are call time. */
export interface SampleCallReference {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly durationMs: number
  /** Parties in the order of the file's channels. */
  readonly channels: readonly ['agent', 'customer']
  readonly turns: readonly {
    readonly party: 'agent' | 'customer'
    readonly startMs: number
    readonly endMs: number
    /** Lower case, no punctuation, no digits. */
    readonly text: string
  }[]
  /** Ids of the rules that should fire. */
  readonly expects: readonly string[]
}

export interface SampleCall {
  /** A WAV file: 8 kHz, mu-law, two channels. */
  readonly wav: Uint8Array
  readonly reference: SampleCallReference
}

interface PlacedTurn {
  readonly turn: ScriptedTurn
  readonly audio: Float64Array
  readonly atSample: number
  readonly endSample: number
}

/** Speaks a script. The same script gives the same bytes, as long as `speak` does. */
export async function renderSampleCall(script: CallScript, speak: Speak): Promise<SampleCall> {
  const placed = await placeTurns(script, speak)
  const samples = Math.max(...placed.map((turn) => turn.endSample)) + toSamples(TAIL_MS)
  const channels = CHANNELS.map((party) => {
    const channel = new TelephoneChannel({ samples, random: seededRandom(`${script.id}/${party}/noise`) })
    for (const { turn, audio, atSample } of placed) if (turn.party === party) channel.add(audio, atSample)
    return channel.toPcm()
  })
  const wav = new wavefile.WaveFile()
  wav.fromScratch(CHANNELS.length, LINE_RATE, '16', channels)
  wav.toMuLaw()
  return { wav: wav.toBuffer(), reference: describe(script, placed, samples) }
}

async function placeTurns(script: CallScript, speak: Speak): Promise<PlacedTurn[]> {
  const random = seededRandom(`${script.id}/pauses`)
  const placed: PlacedTurn[] = []
  let freeFrom = toSamples(LEAD_IN_MS)
  for (const [index, turn] of script.turns.entries()) {
    // Drawn for every turn, so that a pause written into one turn does not change those after it.
    const chance = PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least)
    const pauseMs = turn.overlapMs === undefined ? (turn.pauseMs ?? chance) : -turn.overlapMs
    const audio = throughTelephone(await speak(script.voices[turn.party], turn.text))
    const atSample = freeFrom + (index === 0 ? 0 : toSamples(pauseMs))
    placed.push({ turn, audio, atSample, endSample: atSample + audio.length })
    freeFrom = Math.max(freeFrom, atSample + audio.length)
  }
  return placed
}

function describe(script: CallScript, placed: readonly PlacedTurn[], samples: number): SampleCallReference {
  return {
    id: script.id,
    title: script.title,
    description: script.description,
    durationMs: toMs(samples),
    channels: CHANNELS,
    turns: placed.map(({ turn, atSample, endSample }) => ({
      party: turn.party,
      startMs: toMs(atSample),
      endMs: toMs(endSample),
      text: referenceText(turn.text),
    })),
    expects: script.expects,
  }
}

function toSamples(ms: number): number {
  return Math.round((ms * LINE_RATE) / 1000)
}

function toMs(samples: number): number {
  return Math.floor((samples * 1000) / LINE_RATE)
}
