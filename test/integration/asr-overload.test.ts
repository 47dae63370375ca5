import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Utterance } from '../../server/contracts/transcript.ts'
import { PARTIES, type Party } from '../../server/contracts/call.ts'
import { loadVoiceActivity } from '../../server/asr/worker/voice-activity.ts'
import { loadVoskLibrary } from '../../server/asr/worker/vosk-library.ts'
import { loadVoskModel } from '../../server/asr/worker/vosk-recognizer.ts'
import { heardByChannel } from '../helpers/heard-by-channel.ts'
import { testModelDir } from '../helpers/model.ts'
import { playLive } from '../helpers/play-live.ts'
import { makeRecognition, play, textOf, type RunningRecognition } from '../helpers/recognition.ts'
import { beginningOf, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { throttle } from '../helpers/throttle.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

const SPEECH_FOLDER = join(import.meta.dirname, '../../agent-console/sample-calls')
const CALLS = ['a', 'b'] as const
/** A worker that gets a tenth of a core cannot decode two calls. */
const TOO_LITTLE = { runMs: 100, everyMs: 1000 }

let speech: CallSamples
let calmText: Readonly<Record<Party, string>>
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overload-'))
  speech = beginningOf(await callSamples('cancellation'), 39_000)
  // All of the audio comes at once and waits.
  const { recognition, sink, open, finals } = makeRecognition({ maxBacklogMs: 60_000 })
  await recognition.start()
  open({ callId: 'calm' })
  for (const party of PARTIES) play(sink, { callId: 'calm', party, samples: speech.samples[party] })
  await sink.close('calm', 'completed')
  await recognition.stop(2000)
  calmText = { agent: textOf(finals('calm', 'agent')), customer: textOf(finals('calm', 'customer')) }
  return async () => rm(folder, { recursive: true })
})

describe('larger pieces of late audio', { timeout: 60_000 }, () => {
  it('give the same words', async () => {
    const model = loadVoskModel({ library: loadVoskLibrary(null), folder: testModelDir() })
    const createVoiceActivity = await loadVoiceActivity()
    for (const party of PARTIES) {
      const hear = (chunkMs: number): string =>
        heardByChannel({ model, createVoiceActivity, samples: speech.samples[party], rate: 8000, chunkMs })
          .text
      const [small, large] = [hear(100), hear(400)]
      expect(small.length).toBeGreaterThan(50)
      expect(wordErrors(small, large).rate, `${small}\n${large}`).toBeLessThan(0.05)
    }
  })
})

/** Both calls as they are spoken, to their end. */
async function live({ sink, open }: RunningRecognition): Promise<void> {
  for (const callId of CALLS) open({ callId })
  const streams = CALLS.flatMap((callId) =>
    PARTIES.map((party) => ({ callId, party, samples: speech.samples[party] })),
  )
  await playLive(sink, streams)
  await Promise.all(CALLS.map((callId) => sink.close(callId, 'completed')))
}

/** Audio between one partial of an utterance and the next, in milliseconds. */
function partialSteps({ messages }: RunningRecognition): readonly number[] {
  const last = new Map<string, number>()
  const steps: number[] = []
  for (const message of messages) {
    if (message.type !== 'utterance' || message.state !== 'partial') continue
    const before = last.get(message.utteranceId)
    if (before !== undefined) steps.push(message.atMs - before)
    last.set(message.utteranceId, message.atMs)
  }
  return steps
}

function lags({ messages }: RunningRecognition): readonly number[] {
  return messages
    .filter((message): message is Utterance => message.type === 'utterance')
    .map((message) => message.lagMs)
}

function expectAllWords({ finals, messages }: RunningRecognition): void {
  for (const callId of CALLS) {
    for (const party of PARTIES) {
      const text = textOf(finals(callId, party))
      // A chunk may end an utterance a little earlier or later, which now and then changes a word beside the cut.
      expect(wordErrors(calmText[party], text).rate, `${party} of ${callId}: ${text}`).toBeLessThan(0.1)
    }
  }
  expect(messages.filter((message) => message.type === 'gap')).toEqual([])
}

const changes = ({ logged }: RunningRecognition): readonly unknown[] =>
  logged.flatMap((line) => (line['msg'] === 'The measures against overload changed.' ? [line['to']] : []))

// Side by side: both mostly wait.
describe.concurrent('a machine that falls behind for a while', { timeout: 120_000 }, () => {
  it('tells fewer partials, loses no word, and is calm again', async ({ onTestFinished }) => {
    const made = makeRecognition()
    onTestFinished(() => made.recognition.stop(2000))
    await made.recognition.start()
    const played = live(made)
    const [pid = 0] = made.workerPids()
    const release = throttle(pid, TOO_LITTLE)
    await until('fewer partials', () => made.recognition.load.level === 'fewer-partials', 20_000)
    expect(await made.metric('earshot_asr_overload_level')).toBe(1)
    expect(made.recognition.readiness.note?.()).toMatch(/fewer-partials/)
    expect(await made.recognition.readiness.check()).toBeNull()
    await until('two seconds of lag', () => made.recognition.load.lateMs > 2000, 20_000)
    await release()
    await played

    expectAllWords(made)
    expect(Math.max(...lags(made))).toBeGreaterThan(2000)
    expect(partialSteps(made).filter((step) => step >= 380).length).toBeGreaterThan(4)
    await until('calm', () => made.recognition.load.level === 'calm', 30_000)
    // A machine that is busy with other things may go up and down once more; it never needs the next rung.
    expect(new Set(changes(made))).toEqual(new Set(['fewer-partials', 'calm']))
    expect(changes(made).at(-1)).toBe('calm')
    expect(made.recognition.readiness.note?.()).toBeNull()
  })

  it('goes over to larger chunks when that lasts, without a call noticing', async ({ onTestFinished }) => {
    const made = makeRecognition({
      capacityPlaces: { costFile: join(folder, 'costs'), speechFolder: SPEECH_FOLDER, modelsDir: folder },
    })
    onTestFinished(() => made.recognition.stop(2000))
    await made.recognition.start()
    const played = live(made)
    const [pid = 0] = made.workerPids()
    const release = throttle(pid, TOO_LITTLE)
    await until('larger chunks', () => made.recognition.load.level === 'larger-chunks', 60_000)
    await until('another worker', () => made.workerPids().length === 2, 10_000)
    await release()
    await played

    expectAllWords(made)
    expect(changes(made).slice(0, 2)).toEqual(['fewer-partials', 'larger-chunks'])
    expect(made.logged).toContainEqual(
      expect.objectContaining({ msg: 'Recognition worker replaced.', reason: 'profile' }),
    )
    expect(await made.metricOf('earshot_asr_overload_changes_total', { level: 'larger-chunks' })).toBe(1)
  })
})
