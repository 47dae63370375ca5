import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { testModelDir } from '../../helpers/model.ts'
import { loopedAudio } from '../play/bench-audio.ts'
import type { BenchCall, BenchParty } from '../play/corpus.ts'
import { openEars, type Ears } from '../room/ears.ts'

const CACHE = resolve(import.meta.dirname, '../../../.earshot/bench/recall')
/** Other readings of each final that are asked for. */
const ALTERNATIVES = 10
const FRAME_MS = 20
const TICK_MS = 1000

/** What is left to say about a message when its order is settled. */
type Draft<M extends CallMessage = CallMessage> = M extends CallMessage ? Omit<M, 'callId' | 'seq'> : never

/** The messages that recognition makes of calls, with other readings. Decoded once, then kept in a file. */
export async function hearCalls(calls: readonly BenchCall[]): Promise<readonly (readonly CallMessage[])[]> {
  await mkdir(CACHE, { recursive: true })
  let ears: Ears | null = null
  const heard: (readonly CallMessage[])[] = []
  for (const call of calls) {
    const file = join(CACHE, `${call.id}-${call.durationMs}.json`)
    let messages = await readKept(file)
    if (messages === null) {
      console.log(`decoding ${call.id}`)
      ears ??= await openEars(testModelDir(), { alternatives: ALTERNATIVES })
      messages = await hearCall(ears, call)
      await writeFile(`${file}.tmp`, JSON.stringify(messages))
      await rename(`${file}.tmp`, file)
    }
    heard.push(messages)
  }
  return heard
}

async function readKept(file: string): Promise<readonly CallMessage[] | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as readonly CallMessage[]
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
    throw thrown
  }
}

async function hearCall(ears: Ears, call: BenchCall): Promise<readonly CallMessage[]> {
  const spoken: Draft[] = []
  for (const party of call.parties) spoken.push(...(await hearParty(ears, call, party)))
  return inOrder(call, spoken)
}

async function hearParty(
  ears: Ears,
  call: BenchCall,
  { party, recording }: BenchParty,
): Promise<readonly Draft[]> {
  const audio = await loopedAudio({ recording, periodMs: call.durationMs, fromMs: 0 })
  const listening = ears.listen(party)
  for (let atMs = 0; atMs < call.durationMs; atMs += FRAME_MS) {
    await listening.push({ atMs, rate: audio.rate, samples: audio.between(atMs, atMs + FRAME_MS) })
  }
  const drafts = await listening.end()
  return drafts.map((draft) => {
    const at = wallMs(draft.atMs)
    return {
      type: 'utterance',
      ...{ utteranceId: draft.utteranceId, party, state: draft.state, text: draft.text, words: draft.words },
      ...{ startMs: draft.startMs, endMs: draft.endMs, atMs: draft.atMs, lagMs: 0 },
      ...{ capturedAt: at, heardAt: at, decodedAt: at },
      ...(draft.alternatives === undefined ? {} : { alternatives: draft.alternatives }),
    }
  })
}

/** What both parties said, by position in the audio, between the call's start and its end. */
function inOrder({ id, durationMs }: BenchCall, spoken: readonly Draft[]): readonly CallMessage[] {
  const ticks = Array.from({ length: Math.floor(durationMs / TICK_MS) }, (_, index): Draft => ({
    type: 'tick',
    atMs: callMs((index + 1) * TICK_MS),
    lagMs: 0,
  }))
  const start: Draft = {
    type: 'start',
    atMs: callMs(0),
    call: {
      ...{ callId: id, startedAt: wallMs(0), agentId: null, language: 'en-US' },
      ...{ source: 'native', attributes: {} },
    },
  }
  const end: Draft = { type: 'end', atMs: callMs(durationMs), durationMs, reason: 'completed' }
  const between = [...spoken, ...ticks].toSorted((a, b) => a.atMs - b.atMs)
  return [start, ...between, end].map((draft, index) => ({ ...draft, callId: id, seq: index + 1 }))
}
