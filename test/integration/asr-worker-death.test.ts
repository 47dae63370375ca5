import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PARTIES } from '../../server/contracts/call.ts'
import { sleep } from '../../server/platform/clock.ts'
import { beginningOf, between, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { makeRecognition, play, textOf, type RunningRecognition } from '../helpers/recognition.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors, wordsOf } from '../helpers/word-error-rate.ts'

let running: RunningRecognition
let call: CallSamples

beforeAll(async () => {
  call = beginningOf(await callSamples('billing-page-freezes'), 45_000)
})

afterEach(() => running.recognition.stop(5000))

/** Kills the newest worker as a crash in native code would. */
function killWorker(signal: NodeJS.Signals = 'SIGKILL'): void {
  const pid = running.workerPids().at(-1)
  if (pid === undefined) throw new Error('no worker was started')
  process.kill(pid, signal)
}

const decodedTo = (callId: string): number =>
  Math.max(
    0,
    ...running.messagesOf(callId).map((message) => (message.type === 'utterance' ? message.atMs : 0)),
  )

describe('when a worker dies in the middle of words', () => {
  it('loses no words, repeats none, and keeps the utterance', async () => {
    running = makeRecognition({ maxBacklogMs: 60_000, closeDeadlineMs: 150_000 })
    await running.recognition.start()
    running.open({ callId: 'crash' })
    for (const party of PARTIES) play(running.sink, { callId: 'crash', party, samples: call.samples[party] })
    for (const atMs of [12_000, 30_000]) {
      await until(`${atMs} ms decoded`, () => decodedTo('crash') > atMs, 100_000)
      const workers = running.workerPids().length
      killWorker()
      await until('the next worker', () => running.workerPids().length > workers, 20_000)
    }
    await running.sink.close('crash', 'completed')

    for (const party of PARTIES) {
      const said = saidBy(call.reference, party)
      const finals = running.finals('crash', party)
      const errors = wordErrors(said, textOf(finals))
      expect(errors.rate, party).toBeLessThan(0.25)
      // A sentence lost or said twice would show here: whole runs of words missing or too many.
      expect(Math.abs(wordsOf(textOf(finals)).length - errors.words), party).toBeLessThan(errors.words * 0.08)
      const words = finals.flatMap((final) => final.words)
      words.forEach((word, index) => {
        expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.startMs ?? 0)
      })
      expect(new Set(finals.map((final) => final.utteranceId)).size).toBe(finals.length)
    }
    const messages = running.messagesOf('crash')
    expect(messages.map((message) => message.seq)).toEqual(messages.map((_, index) => index + 1))
    expect(messages.filter((message) => message.type === 'gap')).toEqual([])
    const partials = new Set(
      messages.flatMap((message) => (message.type === 'utterance' ? [message.utteranceId] : [])),
    )
    const finals = PARTIES.flatMap((party) => running.finals('crash', party)).map(
      (final) => final.utteranceId,
    )
    expect([...partials].toSorted()).toEqual(finals.toSorted())
    expect(await running.metric('earshot_asr_worker_exits_total')).toBe(2)
  }, 300_000)
})

describe('when a worker stands still', () => {
  it('drops the oldest audio beyond the limit, says so, and goes on', async () => {
    running = makeRecognition({ maxBacklogMs: 10_000, closeDeadlineMs: 30_000 })
    await running.recognition.start()
    running.open({ callId: 'stall' })
    play(running.sink, { callId: 'stall', party: 'agent', samples: new Int16Array(8 * 200) })
    killWorker('SIGSTOP')
    play(running.sink, { callId: 'stall', party: 'agent', fromMs: 200, samples: new Int16Array(8 * 20_000) })
    const turn = call.reference.turns[0]
    if (turn === undefined) throw new Error('the sample call is empty')
    const speech = between(call.samples[turn.party], { fromMs: turn.startMs, toMs: turn.endMs })
    play(running.sink, { callId: 'stall', party: 'agent', fromMs: 20_200, samples: speech })
    expect(await running.metric('earshot_asr_kept_audio_milliseconds')).toBeLessThanOrEqual(11_500)
    killWorker('SIGCONT')
    await running.sink.close('stall', 'completed')

    const gaps = running.messagesOf('stall').filter((message) => message.type === 'gap')
    expect(gaps.every((gap) => gap.reason === 'dropped' && gap.party === 'agent')).toBe(true)
    const droppedMs = gaps.reduce((sum, gap) => sum + gap.durationMs, 0)
    expect(droppedMs).toBeGreaterThan(5000)
    expect(await running.metric('earshot_asr_dropped_audio_milliseconds_total')).toBe(droppedMs)
    expect(wordErrors(turn.text, textOf(running.finals('stall', 'agent'))).rate).toBeLessThan(0.25)
    expect(running.workerPids()).toHaveLength(1)
  })

  it('ends a call at its deadline, and says what was lost', async () => {
    running = makeRecognition({ closeDeadlineMs: 300 })
    await running.recognition.start()
    running.open({ callId: 'late' })
    killWorker('SIGSTOP')
    play(running.sink, { callId: 'late', party: 'customer', samples: new Int16Array(8 * 4000) })
    await running.sink.close('late', 'completed')
    expect(running.messagesOf('late').map((message) => message.type)).toEqual(['start', 'gap', 'end'])
    expect(running.messagesOf('late')[1]).toMatchObject({ durationMs: 4000, reason: 'dropped' })
    killWorker('SIGCONT')
  })

  it('holds up only what it serves, and is replaced without a word lost', async () => {
    const clock = new ManualClock(0)
    running = makeRecognition({ clock, workers: 2, maxBacklogMs: 60_000, closeDeadlineMs: 60_000 })
    await running.recognition.start()
    const loaded = (): number => running.logged.filter((line) => 'loadMs' in line).length
    await until('both workers are ready', () => loaded() === 2, 30_000)
    // Each call has a worker of its own, the first call the first worker.
    for (const callId of ['stuck', 'other']) {
      running.open({ callId })
      for (const party of PARTIES) {
        play(running.sink, { callId, party, samples: call.samples[party].slice(0, 8 * 2000) })
      }
    }
    const [stopped] = running.workerPids()
    if (stopped === undefined) throw new Error('no worker was started')
    process.kill(stopped, 'SIGSTOP')
    for (const callId of ['stuck', 'other']) {
      for (const party of PARTIES) {
        play(running.sink, { callId, party, fromMs: 2000, samples: call.samples[party].slice(8 * 2000) })
      }
    }
    await running.sink.close('other', 'completed')
    expect(running.messagesOf('other').at(-1)?.type).toBe('end')
    const ticks = (): number => running.messagesOf('stuck').filter(({ type }) => type === 'tick').length
    expect(ticks()).toBeLessThan(5)

    for (let beat = 0; running.workerPids().length === 2; beat += 1) {
      expect(beat).toBeLessThan(10)
      clock.advance(1000)
      await sleep(200)
    }
    await until('the next worker is ready', () => loaded() === 3, 30_000)
    await running.sink.close('stuck', 'completed')
    for (const callId of ['stuck', 'other']) {
      for (const party of PARTIES) {
        const errors = wordErrors(saidBy(call.reference, party), textOf(running.finals(callId, party)))
        expect(errors.rate, `${callId} ${party}`).toBeLessThan(0.25)
      }
      expect(running.messagesOf(callId).filter(({ type }) => type === 'gap')).toEqual([])
    }
    expect(await running.metric('earshot_asr_worker_exits_total')).toBe(1)
  }, 120_000)
})
