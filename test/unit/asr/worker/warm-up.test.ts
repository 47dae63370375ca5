import { beforeEach, describe, expect, it } from 'vitest'
import { RecognizerError } from '../../../../server/asr/recognizer.ts'
import { WarmUp } from '../../../../server/asr/worker/warm-up.ts'
import { FakeRecognizer, POISON } from '../../../helpers/fake-recognizer.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

let clock: ManualClock
let made: FakeRecognizer[]
let isIdle: boolean

const speech = (value = 1): Int16Array => new Int16Array(8000).fill(value)

function start(options: { sharesGraph?: boolean; speech?: readonly Int16Array[] } = {}): WarmUp {
  const warmUp = new WarmUp({
    model: {
      create: (rate) => {
        const recognizer = new FakeRecognizer({ rate, vocabulary: ['', 'hello'] })
        made.push(recognizer)
        return recognizer
      },
      sharesGraph: options.sharesGraph ?? true,
      knowsWord: () => true,
    },
    speech: options.speech ?? [speech(), speech()],
    isIdle: () => isIdle,
    clock,
  })
  warmUp.start()
  return warmUp
}

beforeEach(() => {
  clock = new ManualClock(0)
  made = []
  isIdle = true
})

describe('WarmUp', () => {
  it('decodes all speech once, in small steps, then closes', () => {
    const warmUp = start()
    expect(made[0]?.fedSamples).toBe(800)
    clock.advance(60_000)
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({ fedSamples: 16_000, closed: true })
    expect(warmUp.cpuMs).toBeGreaterThan(0)
  })

  it('stands back while there is work, and goes on after it', () => {
    start()
    clock.advance(10)
    const before = made[0]?.fedSamples ?? NaN
    isIdle = false
    clock.advance(10_000)
    expect(made[0]?.fedSamples).toBeLessThanOrEqual(before + 800)
    isIdle = true
    clock.advance(60_000)
    expect(made[0]).toMatchObject({ fedSamples: 16_000, closed: true })
  })

  it('is of no use where recognisers keep their graphs to themselves', () => {
    start({ sharesGraph: false })
    expect(made).toEqual([])
  })

  it('gives up when the recogniser refuses, and harms nobody', () => {
    expect(() => new FakeRecognizer({ rate: 8000, vocabulary: [] }).accept(speech(POISON))).toThrow(
      RecognizerError,
    )
    start({ speech: [speech(POISON), speech()] })
    clock.advance(60_000)
    expect(made[0]).toMatchObject({ closed: true, fedSamples: 0 })
  })
})
