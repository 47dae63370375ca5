import { beforeEach, describe, expect, it } from 'vitest'
import type { ChannelMessage } from '../../../../server/asr/ipc-message.ts'
import { Channel } from '../../../../server/asr/worker/channel.ts'
import { RecognizerPool } from '../../../../server/asr/worker/recognizer-pool.ts'
import { FakeRecognizer, POISON, fakeSpeech, fakeVoiceActivity } from '../../../helpers/fake-recognizer.ts'

const VOCABULARY = ['', 'one', 'two', 'three']

let messages: ChannelMessage[]
let pool: RecognizerPool

beforeEach(() => {
  messages = []
  pool = new RecognizerPool({
    create: (rate) => new FakeRecognizer({ rate, vocabulary: VOCABULARY }),
    sharesGraph: false,
  })
})

function openChannel(channelId = 1, speaking = false): Channel {
  return new Channel({
    channelId,
    pool,
    speaking,
    createVoiceActivity: fakeVoiceActivity,
    emit: (message) => messages.push(message),
  })
}

/** Sends samples in messages of 100 ms. */
function play(channel: Channel, samples: Int16Array, options: { fromMs: number; rate?: 8000 | 16000 }): void {
  const rate = options.rate ?? 8000
  const chunk = rate / 10
  for (let from = 0; from < samples.length; from += chunk) {
    channel.audio({
      atMs: options.fromMs + (from * 1000) / rate,
      rate,
      samples: samples.slice(from, from + chunk),
    })
  }
}

function finals(channelId = 1): string[] {
  return messages.flatMap((message) =>
    message.type === 'final' && message.channelId === channelId
      ? message.words.map((word) => `${word.text} ${word.startMs}-${word.endMs}`)
      : [],
  )
}

const last = (): ChannelMessage | undefined => messages.at(-1)

describe('Channel', () => {
  it('puts words on call time, however much silence lies between', () => {
    const channel = openChannel()
    play(
      channel,
      fakeSpeech([
        [0, 10_000],
        [1, 300],
        [0, 60_000],
        [2, 400],
        [0, 1000],
      ]),
      { fromMs: 5000 },
    )
    expect(finals()).toEqual(['one 15000-15300', 'two 75300-75700'])
  })

  it('decodes only speech, with what lies just before and after it', () => {
    const channel = openChannel()
    play(
      channel,
      fakeSpeech([
        [0, 10_000],
        [1, 300],
        [0, 10_000],
      ]),
      { fromMs: 0 },
    )
    expect(channel.takeWork()).toMatchObject({ decodedMs: 20_300, fedMs: 300 + 300 + 600 })
  })

  it('tells the hypothesis while somebody speaks and through the hangover', () => {
    const channel = openChannel()
    play(
      channel,
      fakeSpeech([
        [0, 1000],
        [1, 500],
        [0, 1000],
      ]),
      { fromMs: 0 },
    )
    const hypotheses = messages.flatMap((message) =>
      message.type === 'progress' ? [message.hypothesis] : [],
    )
    expect(hypotheses.filter((text) => text === 'one').length).toBeGreaterThanOrEqual(7)
    expect(hypotheses.at(-1)).toBe('')
  })

  it('answers every message with its position', () => {
    const channel = openChannel()
    play(channel, fakeSpeech([[0, 1000]]), { fromMs: 3000 })
    const positions = messages.map((message) => message.atMs)
    expect(positions).toEqual(Array.from({ length: 10 }, (_, index) => 3100 + index * 100))
  })

  it('gives several finals when the recogniser hears pauses that the gate does not', () => {
    // Noise keeps the gate open.
    const channel = openChannel()
    play(
      channel,
      fakeSpeech([
        [1, 300],
        [9, 900],
        [2, 300],
        [0, 1000],
      ]),
      { fromMs: 0 },
    )
    expect(finals()).toEqual(['one 0-300', 'two 1200-1500'])
  })

  describe('says what audio is settled', () => {
    it('while nobody speaks: all but what would be decoded if somebody began', () => {
      play(openChannel(), fakeSpeech([[0, 5000]]), { fromMs: 0 })
      expect(last()).toMatchObject({ settledMs: 4700, speaking: false })
    })

    it('while somebody speaks: up to the start of the utterance', () => {
      play(
        openChannel(),
        fakeSpeech([
          [0, 1000],
          [1, 2000],
        ]),
        { fromMs: 0 },
      )
      expect(last()).toMatchObject({ settledMs: 700, speaking: true })
    })

    it('after a final inside the speech: to its last word at least, less what the pipeline may hold', () => {
      play(
        openChannel(),
        fakeSpeech([
          [1, 300],
          [9, 700],
        ]),
        { fromMs: 0 },
      )
      expect(last()).toMatchObject({ type: 'progress', settledMs: 500, speaking: true })
    })

    it('after the gate has closed: everything', () => {
      play(
        openChannel(),
        fakeSpeech([
          [1, 300],
          [0, 600],
        ]),
        { fromMs: 0 },
      )
      expect(last()).toMatchObject({ settledMs: 900, speaking: false })
    })
  })

  it('takes up an utterance in its middle without waiting for a voice', () => {
    const channel = openChannel(1, true)
    play(
      channel,
      fakeSpeech([
        [0, 200],
        [2, 300],
        [0, 1000],
      ]),
      { fromMs: 700 },
    )
    expect(finals()).toEqual(['two 900-1200'])
    expect(channel.takeWork().fedMs).toBe(200 + 300 + 600)
  })

  describe('when it is flushed', () => {
    it('makes the last word final, to its last sample', () => {
      const channel = openChannel()
      play(
        channel,
        fakeSpeech([
          [1, 300],
          [2, 310],
        ]),
        { fromMs: 0 },
      )
      channel.flush()
      expect(finals()).toEqual(['one 0-300', 'two 300-610'])
      expect(last()).toEqual({ type: 'flushed', channelId: 1, atMs: 610, settledMs: 610, speaking: false })
    })

    it('leaves nothing behind for the channel that gets the recogniser next', () => {
      const first = openChannel(1)
      play(first, fakeSpeech([[1, 300]]), { fromMs: 0 })
      first.flush()
      first.close()
      const second = openChannel(2)
      play(
        second,
        fakeSpeech([
          [2, 300],
          [0, 1000],
        ]),
        { fromMs: 0 },
      )
      expect(pool.size).toBe(1)
      expect(finals(2)).toEqual(['two 0-300'])
      expect(second.takeWork().strayWords).toBe(0)
    })

    it('goes on at another time', () => {
      const channel = openChannel()
      play(channel, fakeSpeech([[1, 300]]), { fromMs: 0 })
      channel.flush()
      play(
        channel,
        fakeSpeech([
          [2, 300],
          [0, 1000],
        ]),
        { fromMs: 60_000 },
      )
      expect(finals()).toEqual(['one 0-300', 'two 60000-60300'])
    })

    it('only answers when there is nothing', () => {
      const channel = openChannel()
      channel.flush()
      expect(messages).toEqual([{ type: 'flushed', channelId: 1, atMs: 0, settledMs: 0, speaking: false }])
    })
  })

  it('goes on when the rate changes', () => {
    const channel = openChannel()
    play(channel, fakeSpeech([[1, 300]]), { fromMs: 0 })
    play(
      channel,
      fakeSpeech(
        [
          [2, 300],
          [0, 1000],
        ],
        16_000,
      ),
      { fromMs: 300, rate: 16_000 },
    )
    expect(finals()).toEqual(['one 0-300', 'two 300-600'])
  })

  it('throws away words that the recogniser heard before this session', () => {
    const recognizer = pool.borrow(1, 8000)
    recognizer.accept(fakeSpeech([[3, 250]]))
    pool.giveBack(1, recognizer)
    const channel = openChannel(1)
    play(
      channel,
      fakeSpeech([
        [2, 300],
        [0, 1000],
      ]),
      { fromMs: 0 },
    )
    expect(finals()).toEqual(['two 0-300'])
    expect(channel.takeWork().strayWords).toBe(1)
  })

  describe('when the recogniser refuses samples', () => {
    it('says so once, with what is lost, and goes on with another', () => {
      const channel = openChannel()
      play(
        channel,
        fakeSpeech([
          [0, 1000],
          [1, 300],
          [POISON, 100],
          [0, 1000],
          [2, 300],
          [0, 1000],
        ]),
        { fromMs: 0 },
      )
      const faults = messages.filter((message) => message.type === 'fault')
      expect(faults).toEqual([
        { type: 'fault', channelId: 1, fromMs: 700, atMs: 1400, settledMs: 1400, speaking: false },
      ])
      expect(finals()).toEqual(['two 2400-2700'])
      expect(pool.size).toBe(1)
    })

    it('does not take it for the end of an utterance', () => {
      const channel = openChannel()
      play(
        channel,
        fakeSpeech([
          [1, 300],
          [POISON, 100],
        ]),
        { fromMs: 0 },
      )
      expect(messages.some((message) => message.type === 'final')).toBe(false)
    })
  })

  it('does not give a recogniser back that is in the middle of somebody’s words', () => {
    const channel = openChannel()
    play(channel, fakeSpeech([[1, 300]]), { fromMs: 0 })
    expect(pool.busy).toBe(1)
    channel.close()
    expect(pool.size).toBe(0)
  })
})
