import { describe, expect, it } from 'vitest'
import { gapMs, lastError, placeCall, shareBeyond, worstError } from '../helpers/line-call.ts'
import { officeJitter, stretches, wirelessJitter, type LineOptions } from '../helpers/phone-line.ts'
import { seededRandom } from '../helpers/seeded-random.ts'

const HOUR_MS = 3_600_000
const TEN_MINUTES_MS = 600_000

/** Speech of three seconds, then two of which nothing is sent. */
const silenceSuppressed = stretches({ fromMs: 8_000, everyMs: 5_000, forMs: 2_000, untilMs: HOUR_MS })
const stalls = stretches({ fromMs: 60_000, everyMs: 60_000, forMs: 3_000, untilMs: HOUR_MS })

describe('call time after an hour', () => {
  it.each<[string, LineOptions, number]>([
    ['a clock 200 ppm fast', { durationMs: HOUR_MS, driftPpm: 200 }, 10],
    [
      'a clock 200 ppm slow, wireless',
      { durationMs: HOUR_MS, driftPpm: -200, jitterMs: wirelessJitter },
      150,
    ],
    ['a clock 900 ppm fast, office', { durationMs: HOUR_MS, driftPpm: 900, jitterMs: officeJitter }, 20],
    ['stalls of 3 s and a fast clock', { durationMs: HOUR_MS, driftPpm: 200, stalls }, 10],
    ['stalls whose backlog comes at double speed', { durationMs: HOUR_MS, stalls, catchUp: 2 }, 10],
    ['silence suppressed', { durationMs: HOUR_MS, silences: silenceSuppressed, jitterMs: officeJitter }, 250],
    ['one frame in a hundred lost', { durationMs: HOUR_MS, lossShare: 0.01, jitterMs: officeJitter }, 250],
    [
      'losses of 200 ms',
      { durationMs: HOUR_MS, lossShare: 0.01, lossRun: 10, jitterMs: officeJitter, driftPpm: -200 },
      250,
    ],
    ['frames of 10 ms', { durationMs: HOUR_MS / 3, frameMs: 10, driftPpm: 200, jitterMs: officeJitter }, 10],
    ['frames of 200 ms', { durationMs: HOUR_MS, frameMs: 200, driftPpm: 200, jitterMs: officeJitter }, 50],
  ])('%s', (_what, line, worstMs) => {
    const call = placeCall({ customer: line })
    expect(Math.abs(lastError(call, 'customer'))).toBeLessThanOrEqual(100)
    expect(worstError(call, 'customer')).toBeLessThanOrEqual(worstMs)
    expect(shareBeyond(call, 'customer', { ms: 100, fromMs: 0 })).toBeLessThan(0.02)
    expect(call.breaches).toEqual([])
  })

  it('is the same for two parties whose clocks run apart', () => {
    const call = placeCall({
      agent: { durationMs: HOUR_MS, driftPpm: 200, jitterMs: officeJitter, seed: 1 },
      customer: { durationMs: HOUR_MS, driftPpm: -200, jitterMs: officeJitter, seed: 2 },
    })
    expect(worstError(call, 'agent')).toBeLessThanOrEqual(20)
    expect(worstError(call, 'customer')).toBeLessThanOrEqual(20)
    expect(call.gaps).toEqual([])
    expect(call.breaches).toEqual([])
  })
})

describe('what a source does not send', () => {
  it('is a gap of its length, and nothing else is', () => {
    const silences = [
      { fromMs: 60_000, toMs: 63_000 },
      { fromMs: 90_000, toMs: 90_400 },
      { fromMs: 120_000, toMs: 165_000 },
    ]
    const call = placeCall({ agent: { durationMs: 200_000, silences, jitterMs: officeJitter } })
    expect(call.gaps.map((gap) => gap.reason)).toEqual(['lost', 'lost', 'lost'])
    call.gaps.forEach((gap, index) => {
      expect(Math.abs(gap.fromMs - (silences[index]?.fromMs ?? NaN))).toBeLessThanOrEqual(60)
      expect(Math.abs(gap.toMs - (silences[index]?.toMs ?? NaN))).toBeLessThanOrEqual(60)
    })
    expect(worstError(call, 'agent')).toBeLessThanOrEqual(60)
  })

  it('is found out as soon as the source has proved to be live, when it begins so', () => {
    const silences = stretches({ fromMs: 2_000, everyMs: 4_000, forMs: 2_000, untilMs: 120_000 })
    const call = placeCall({ agent: { durationMs: 120_000, silences } })
    expect(worstError(call, 'agent', 20_000)).toBeLessThanOrEqual(60)
    expect(gapMs(call, 'agent')).toBeGreaterThan(54_000)
  })

  it('lets the other party go on', () => {
    const silences = [{ fromMs: 30_000, toMs: 90_000 }]
    const call = placeCall({
      agent: { durationMs: 120_000, silences },
      customer: { durationMs: 120_000, driftPpm: 100 },
    })
    expect(gapMs(call, 'customer')).toBe(0)
    expect(worstError(call, 'agent')).toBeLessThanOrEqual(60)
    expect(worstError(call, 'customer')).toBeLessThanOrEqual(60)
  })
})

describe('a source that does not run in real time', () => {
  it.each([16, 2, 1.05, 0.9, 0.5])('is taken as it comes at %s times', (speed) => {
    const call = placeCall({ customer: { durationMs: TEN_MINUTES_MS / 2, speed } })
    expect(call.frames.map((frame) => frame.atMs)).toEqual(call.frames.map((_, index) => index * 20))
    expect(call.gaps).toEqual([])
  })

  it('may stop for a while: nothing is missing', () => {
    const stops = [{ fromMs: 20_000, toMs: 40_000 }]
    const call = placeCall({ customer: { durationMs: 60_000, speed: 16, stalls: stops } })
    expect(call.gaps).toEqual([])
    expect(call.frames.at(-1)?.atMs).toBe((call.frames.length - 1) * 20)
  })
})

/** A line with a bit of everything, another for each seed. */
function anyLine(seed: number): LineOptions {
  const random = seededRandom(seed)
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const suppresses = random() < 0.5
  return {
    durationMs: TEN_MINUTES_MS,
    frameMs: pick(10, 20, 30, 60, 200),
    driftPpm: Math.round(random() * 600 - 300),
    delayMs: pick(5, 30, 150),
    jitterMs: pick(() => 0, officeJitter, wirelessJitter),
    lossShare: pick(0, 0, 0.002),
    silences: suppresses
      ? stretches({
          fromMs: 6_000 + random() * 5_000,
          everyMs: 4_000 + random() * 20_000,
          forMs: 300 + random() * 3_000,
          untilMs: TEN_MINUTES_MS,
        })
      : [],
    // Stalls and suppressed silence at once cannot be told apart while they overlap.
    stalls: suppresses
      ? []
      : stretches({ fromMs: 15_000, everyMs: 31_000, forMs: random() * 4_000, untilMs: TEN_MINUTES_MS }),
    seed,
  }
}

describe('any line', () => {
  it.each(Array.from({ length: 16 }, (_, index) => index + 1))('number %i keeps call time', (seed) => {
    const call = placeCall({ customer: anyLine(seed) })
    expect(call.breaches).toEqual([])
    expect(Math.abs(lastError(call, 'customer'))).toBeLessThanOrEqual(100)
    expect(shareBeyond(call, 'customer', { ms: 100, fromMs: 30_000 })).toBeLessThan(0.02)
    const order = call.frames.map((frame) => frame.capturedMs)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })
})
