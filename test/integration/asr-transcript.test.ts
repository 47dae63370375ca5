import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PARTIES, type Party } from '../../server/contracts/call.ts'
import { callMs } from '../../server/contracts/time.ts'
import type { Utterance } from '../../server/contracts/transcript.ts'
import { beginningOf, between, callSamples, type CallSamples } from '../helpers/sample-call-audio.ts'
import { buildCall } from '../helpers/message-builders.ts'
import { makeRecognition, play, textOf, type RunningRecognition } from '../helpers/recognition.ts'
import { saidBy } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'
import { wordErrors } from '../helpers/word-error-rate.ts'

const CALL = 'cancellation'

let running: RunningRecognition
let call: CallSamples

beforeAll(async () => {
  call = beginningOf(await callSamples('cancellation'), 45_000)
  // All audio comes at once here, so the backlog is the whole call.
  running = makeRecognition({ maxBacklogMs: 60_000, closeDeadlineMs: 150_000 })
  await running.recognition.start()
  running.open({ callId: CALL })
  for (const party of PARTIES) play(running.sink, { callId: CALL, party, samples: call.samples[party] })
  await running.sink.close(CALL, 'completed')
}, 180_000)

afterAll(() => running.recognition.stop(5000))

const utterances = (): readonly Utterance[] =>
  running.messagesOf(CALL).filter((message) => message.type === 'utterance')

describe('a recognised call', () => {
  it.each<Party>(['agent', 'customer'])('says what the %s said', (party) => {
    const { rate } = wordErrors(saidBy(call.reference, party), textOf(running.finals(CALL, party)))
    expect(rate).toBeLessThan(0.25)
  })

  it('numbers its messages without a hole, from its start to its end', () => {
    const messages = running.messagesOf(CALL)
    expect(messages.map((message) => message.seq)).toEqual(messages.map((_, index) => index + 1))
    expect(messages[0]).toMatchObject({ type: 'start', atMs: 0, call: buildCall({ callId: CALL }) })
    expect(messages.at(-1)).toMatchObject({ type: 'end', reason: 'completed' })
    expect(messages.filter((message) => message.type === 'start' || message.type === 'end')).toHaveLength(2)
    const end = messages.at(-1)
    expect(end?.type === 'end' && Math.abs(end.durationMs - call.reference.durationMs)).toBeLessThanOrEqual(1)
  })

  it.each<Party>(['agent', 'customer'])('puts the words of the %s inside the turns of the %s', (party) => {
    const turns = call.reference.turns.filter((turn) => turn.party === party)
    const words = running.finals(CALL, party).flatMap((utterance) => utterance.words)
    const outside = words.filter(
      (word) => !turns.some((turn) => word.startMs >= turn.startMs - 150 && word.endMs <= turn.endMs + 150),
    )
    expect(outside).toEqual([])
  })

  it('has words in the order of their time, with confidences, in finals', () => {
    for (const party of PARTIES) {
      const words = running.finals(CALL, party).flatMap((utterance) => utterance.words)
      words.forEach((word, index) => {
        expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.startMs ?? 0)
        expect(word.endMs).toBeGreaterThan(word.startMs)
        expect(word.confidence).toBeGreaterThan(0)
      })
    }
  })

  it('ends every utterance that a partial began with one final, under the same id', () => {
    const byId = Map.groupBy(utterances(), (utterance) => utterance.utteranceId)
    for (const [, versions] of byId) {
      expect(versions.filter((version) => version.state === 'final')).toHaveLength(1)
      expect(versions.at(-1)?.state).toBe('final')
      expect(new Set(versions.map((version) => version.party)).size).toBe(1)
    }
    expect([...byId.values()].filter((versions) => versions.length > 5).length).toBeGreaterThan(5)
  })

  it('lets words stay long enough in partials for rules, and tells no partial twice', () => {
    const partials = utterances().filter((utterance) => utterance.state === 'partial')
    const stays = partials.flatMap((partial) => partial.words.map((word) => word.stayedMs))
    expect(stays.filter((stay) => stay >= 300).length).toBeGreaterThan(100)
    partials.forEach((partial, index) => {
      const before = partials.findLast((other, at) => at < index && other.utteranceId === partial.utteranceId)
      if (before === undefined) return
      expect(partial.atMs).toBeGreaterThan(before.atMs)
      if (partial.text === before.text) {
        expect(Math.min(...before.words.map((word) => word.stayedMs))).toBeLessThan(700)
      }
    })
  })

  it('estimates the times of partial words near those of the final', () => {
    const offMs: number[] = []
    for (const final of utterances().filter((utterance) => utterance.state === 'final')) {
      const partial = utterances().findLast(
        (other) => other.utteranceId === final.utteranceId && other.state === 'partial',
      )
      if (partial?.text !== final.text) continue
      final.words.forEach((word, index) =>
        offMs.push(Math.abs(word.endMs - (partial.words[index]?.endMs ?? 0))),
      )
    }
    expect(offMs.length).toBeGreaterThan(20)
    expect(offMs.toSorted((a, b) => a - b)[Math.floor(offMs.length / 2)]).toBeLessThan(250)
  })

  it('ticks once a second, in order', () => {
    const ticks = running.messagesOf(CALL).filter((message) => message.type === 'tick')
    expect(ticks.map((tick) => tick.atMs)).toEqual(
      Array.from({ length: Math.floor(call.reference.durationMs / 1000) }, (_, index) => (index + 1) * 1000),
    )
  })

  it('stamps utterances with the times of the audio that decided them', () => {
    for (const utterance of utterances()) {
      const early = utterance.heardAt - utterance.capturedAt
      expect(early).toBeGreaterThanOrEqual(40 - 1)
      expect(early).toBeLessThanOrEqual(60 + 1)
      expect(utterance.decodedAt).toBeGreaterThanOrEqual(utterance.heardAt)
    }
  })

  it('counts words, and keeps no audio', async () => {
    const words = PARTIES.flatMap((party) => running.finals(CALL, party)).flatMap(
      (utterance) => utterance.words,
    )
    expect(await running.metric('earshot_asr_words_total')).toBe(words.length)
    expect(await running.metric('earshot_asr_kept_audio_milliseconds')).toBe(0)
    expect(await running.metric('earshot_asr_dropped_audio_milliseconds_total')).toBe(0)
    expect(await running.metric('earshot_asr_live_calls')).toBe(0)
  })
})

describe('parties that do not speak', () => {
  it('do not hold ticks back, silent or absent', async () => {
    running.open({ callId: 'silent' })
    play(running.sink, { callId: 'silent', party: 'customer', samples: new Int16Array(8 * 5100) })
    play(running.sink, { callId: 'silent', party: 'agent', samples: new Int16Array(8 * 2000) })
    const ticks = (): number =>
      running.messagesOf('silent').filter((message) => message.type === 'tick').length
    await until('five ticks', () => ticks() === 5)
    await running.sink.close('silent', 'abandoned')
    expect(running.messagesOf('silent').filter((message) => message.type === 'utterance')).toEqual([])
    expect(running.messagesOf('silent').at(-1)).toMatchObject({
      type: 'end',
      durationMs: 5100,
      reason: 'abandoned',
    })
  })

  it('make a call without any audio', async () => {
    running.open({ callId: 'empty' })
    running.sink.endParty('empty', 'agent')
    await running.sink.close('empty', 'completed')
    expect(running.messagesOf('empty').map((message) => message.type)).toEqual(['start', 'end'])
  })
})

describe('a gap', () => {
  it('closes the utterance, is told after its final, and moves call time', async () => {
    const turn = call.reference.turns.find((candidate) => candidate.party === 'agent')
    if (turn === undefined) throw new Error('no turn of the agent')
    const speech = between(call.samples.agent, { fromMs: turn.startMs, toMs: turn.endMs })
    const spokenMs = speech.length / 8
    const jumpMs = 60_000
    running.open({ callId: 'gap' })
    const stream = { callId: 'gap', party: 'agent', samples: speech } as const
    play(running.sink, stream)
    running.sink.gap({
      callId: 'gap',
      party: 'agent',
      fromMs: callMs(Math.ceil(spokenMs)),
      toMs: callMs(jumpMs),
      reason: 'paused',
    })
    play(running.sink, { ...stream, fromMs: jumpMs })
    await running.sink.close('gap', 'completed')

    const messages = running.messagesOf('gap')
    const noticeAt = messages.findIndex((message) => message.type === 'gap')
    expect(messages[noticeAt]).toMatchObject({ party: 'agent', reason: 'paused' })
    const finals = running.finals('gap', 'agent')
    const [before, after] = [
      finals.filter((final) => messages.indexOf(final) < noticeAt),
      finals.filter((final) => messages.indexOf(final) > noticeAt),
    ]
    for (const said of [before, after]) expect(wordErrors(turn.text, textOf(said)).rate).toBeLessThan(0.25)
    expect(before.at(-1)?.endMs).toBeLessThanOrEqual(spokenMs + 1)
    expect(after[0]?.startMs).toBeGreaterThanOrEqual(jumpMs)
    expect(messages.at(-1)).toMatchObject({ type: 'end', durationMs: Math.floor(jumpMs + spokenMs) })
  })
})

describe('a party that ends and comes back', () => {
  it('has its last words at once, and is heard again', async () => {
    const turn = call.reference.turns.find((candidate) => candidate.party === 'agent')
    if (turn === undefined) throw new Error('no turn of the agent')
    const speech = between(call.samples.agent, { fromMs: turn.startMs, toMs: turn.endMs })
    running.open({ callId: 'back' })
    play(running.sink, { callId: 'back', party: 'agent', samples: speech })
    running.sink.endParty('back', 'agent')
    await until(
      'the last words',
      () => wordErrors(turn.text, textOf(running.finals('back', 'agent'))).rate < 0.25,
      20_000,
    )
    const told = running.finals('back', 'agent').length
    play(running.sink, { callId: 'back', party: 'agent', samples: speech, fromMs: speech.length / 8 })
    await running.sink.close('back', 'completed')
    const again = running.finals('back', 'agent').slice(told)
    expect(wordErrors(turn.text, textOf(again)).rate).toBeLessThan(0.25)
  })
})
