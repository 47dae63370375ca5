import { describe, expect, it } from 'vitest'
import { openAlarm, stepAlarm } from '../../../../server/issues/detect/alarm.ts'
import { Baseline } from '../../../../server/issues/detect/baseline.ts'
import { CountMin } from '../../../../server/issues/detect/count-min.ts'
import type { Entry } from '../../../../server/issues/detect/contact-window.ts'
import { CusumBank } from '../../../../server/issues/detect/cusum-bank.ts'
import { featuresOf, featureText, isPair } from '../../../../server/issues/detect/features.ts'
import { Foreground } from '../../../../server/issues/detect/foreground.ts'
import { hashPair, hashPerson, hashText } from '../../../../server/issues/detect/hash.ts'
import { PeakHistory } from '../../../../server/issues/detect/peak-history.ts'
import { isAbout } from '../../../../server/issues/detect/phrase-topic.ts'
import { surprise } from '../../../../server/issues/detect/poisson.ts'
import { StateReader, StateWriter } from '../../../../server/issues/detect/state-codec.ts'
import { LocalClock, tickOf } from '../../../../server/issues/detect/tick.ts'
import { usualPart } from '../../../../server/issues/detect/usual-part.ts'
import { wordsWithKeys } from '../../../../server/language/content-words.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

describe('surprise', () => {
  it.each([
    [3, 0.1, 3.81],
    [10, 2, 4.333],
    [1, 0.5, 0.405],
    [400, 300, 7.656],
  ])('of %d where %d were expected is %d', (count, expected, score) => {
    expect(surprise(count, expected)).toBeCloseTo(score, 2)
  })

  it('is what a sum over all smaller counts gives, for negative-binomial counts too', () => {
    for (const [count, expected, size] of [
      [4, 0.5, 10],
      [30, 12, 10],
      [8, 3, 2],
    ] as const) {
      let term = (size / (size + expected)) ** size
      let below = 0
      for (let k = 0; k < count; k += 1) {
        below += term
        term *= ((k + size) / (k + 1)) * (expected / (size + expected))
      }
      expect(surprise(count, expected, size)).toBeCloseTo(-Math.log10(1 - below), 4)
    }
  })

  it('is nothing at or below what was expected, and less where counts vary more', () => {
    expect(surprise(2, 2)).toBe(0)
    expect(surprise(0, 0)).toBe(0)
    expect(surprise(30, 10, 10)).toBeLessThan(surprise(30, 10))
  })
})

describe('CountMin', () => {
  it('never says too little, and hardly ever too much', () => {
    const random = seededRandom(3)
    const sketch = new CountMin()
    const exact = new Map<number, number>()
    for (let added = 0; added < 200_000; added += 1) {
      const feature = hashText(`f${Math.floor(random() ** 3 * 50_000)}`)
      exact.set(feature, (exact.get(feature) ?? 0) + 1)
      sketch.add(feature, 1)
    }
    const errors = [...exact].map(([feature, count]) => sketch.estimate(feature) - count)
    expect(Math.min(...errors)).toBe(0)
    expect(errors.filter((error) => error > 0).length).toBeLessThan(errors.length / 25)
  })
})

describe('Foreground', () => {
  it('counts as an exact map does, while features come and go', () => {
    const random = seededRandom(4)
    const foreground = new Foreground()
    const said: Map<number, number>[] = []
    for (let tick = 1; tick < 120; tick += 1) {
      foreground.advance(tick)
      const counts = new Map<number, number>()
      for (let more = 0; more < 40; more += 1) {
        const feature = Math.floor(random() ** 2 * 300) + 1
        foreground.add(feature)
        counts.set(feature, (counts.get(feature) ?? 0) + 1)
      }
      said.push(counts)
      const sum = (feature: number, ticks: number): number =>
        said.slice(-ticks).reduce((total, one) => total + (one.get(feature) ?? 0), 0)
      const shown = new Set<number>()
      foreground.forEachFresh(1, (feature, count) => {
        shown.add(feature)
        for (const ticks of [6, 12, 36]) expect(count(ticks)).toBe(sum(feature, ticks))
      })
      expect(shown).toEqual(new Set(counts.keys()))
      expect(foreground.size).toBe(new Set(said.slice(-36).flatMap((one) => [...one.keys()])).size)
    }
  })

  it('holds 50,000 features, makes room by forgetting stale ones, and counts what it refuses', () => {
    const foreground = new Foreground()
    foreground.advance(1)
    for (let feature = 0; feature < 50_010; feature += 1) foreground.add(feature)
    expect([foreground.size, foreground.refused]).toEqual([50_000, 10])
    foreground.advance(10)
    foreground.add(1)
    foreground.add(60_000)
    expect(foreground.size).toBe(2)
    expect(foreground.refused).toBe(10)
  })
})

describe('features', () => {
  it('are the words that say something and their pairs, in any order, once', () => {
    const one = featuresOf(['my transfer was declined'], new Set())
    expect(new Set(featuresOf(['Declined! The transfers. Transferring, declined'], new Set()))).toEqual(
      new Set(one),
    )
    expect([...one].filter(isPair)).toHaveLength(1)
  })

  it('pair no words that are more than five apart, and words of one text only', () => {
    const pairs = (texts: readonly string[]): number =>
      [...featuresOf(texts, new Set())].filter(isPair).length
    expect(pairs(['alpha bravo charlie delta echo foxtrot'])).toBe(14)
    expect(pairs(['alpha', 'bravo'])).toBe(0)
  })

  it('leave out what is ignored, and are no more than 120 for a long call and the pairs of its last word', () => {
    const text = Array.from(
      { length: 200 },
      (_, at) => `w${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}`,
    )
    expect(featuresOf([text.join(' ')], new Set()).length).toBeLessThanOrEqual(124)
    const ignored = new Set(featuresOf(['alpha bravo'], new Set()))
    expect(featuresOf(['alpha bravo'], ignored)).toHaveLength(0)
  })

  it('can be read again in a text that holds them', () => {
    const words = wordsWithKeys('My transfers were declined')
    const read = [...featuresOf(['declining transfer'], new Set())].map((feature) =>
      featureText(feature, words),
    )
    expect(new Set(read)).toEqual(new Set(['declined', 'transfers', 'transfers + declined']))
    expect(featureText(hashText('other'), words)).toBeNull()
  })

  it('cut Chinese into words', () => {
    expect(
      [...featuresOf(['支付页面打不开'], new Set())].filter((feature) => !isPair(feature)).length,
    ).toBeGreaterThan(1)
  })
})

describe('a contact is about a topic', () => {
  it.each([
    [[7, 100], true],
    [[8, 9], true],
    [[9], false],
    [[100, 101], false],
    [[], false],
  ])('whose anchors are 7, 8 and 9 when it holds %j: %s', (features, isOne) => {
    expect(isAbout({ features: Uint32Array.from(features) }, { anchors: new Set([7, 8, 9]) })).toBe(isOne)
  })
})

describe('the usual part of a tick', () => {
  const entry = (person: number, codes: readonly number[], isNewcomer = true): Entry => ({
    ...{ id: String(person), person, tick: 0, source: 0, channel: 0, counts: true, isNewcomer, codes },
    ...{ features: new Uint32Array(), texts: [] },
  })
  const entries = [
    ...Array.from({ length: 12 }, (_, n) => entry(n, [7])),
    ...Array.from({ length: 4 }, (_, n) => entry(100 + n, [n])),
    // A further part of calls that are there already.
    ...Array.from({ length: 4 }, (_, n) => entry(100 + n, [], false)),
  ]

  it.each([
    ['a subject that is rare otherwise', 7, 0, 4 / 16],
    ['one of every second contact', 7, 0.5, 8 / 16],
    ['one that grows as everything does', 7, 0.75, 1],
    ['none', 9, 0.1, 1],
  ])('without the customers of %s', (_, code, share, part) => {
    expect(usualPart(entries, ({ codes }) => codes.includes(code), share)).toBeCloseTo(part, 9)
  })

  it('of a tick without anybody is the whole', () => {
    expect(usualPart([], () => true, 0)).toBe(1)
  })
})

describe('hashes', () => {
  it('of a pair do not depend on the order, and people are told apart', () => {
    expect(hashPair(3, 99)).toBe(hashPair(99, 3))
    expect(new Set(Array.from({ length: 100_000 }, (_, at) => hashPerson(`person ${at}`))).size).toBe(100_000)
  })
})

describe('Baseline', () => {
  it('begins at the mean share and learns its own within a day', () => {
    const baseline = new Baseline(1, true)
    const [often, seldom] = [baseline.add(), baseline.add()]
    expect(baseline.share(often, 0)).toBe(baseline.share(seldom, 0))
    for (let tick = 0; tick < 288; tick += 1) {
      baseline.expose(0, 20)
      baseline.hit(often, 0, 4)
      baseline.age()
    }
    expect(baseline.share(often, 0)).toBeCloseTo(0.2, 2)
    expect(baseline.share(seldom, 0)).toBeLessThan(0.001)
    const late = baseline.add()
    expect(baseline.share(late, 0)).toBeGreaterThan(0.05)
  })

  it('halves what it knows in a week', () => {
    const baseline = new Baseline(1, true)
    const series = baseline.add()
    baseline.hit(series, 0, 8)
    for (let tick = 0; tick < 7 * 288; tick += 1) baseline.age()
    expect(baseline.hits(series)).toBeCloseTo(4, 6)
  })
})

describe('CusumBank', () => {
  const history = new PeakHistory(7)
  const bank = new CusumBank(
    history,
    Array.from({ length: 7 }, () => 0.35),
  )
  bank.grow(1)
  const observe = (count: number, tick: number): boolean =>
    bank.observe({ series: 0, count, expected: 0.01, sizeClass: 2, tick }, 20)

  it('gathers evidence, is capped just above the threshold and falls back', () => {
    bank.setThreshold(2, 10)
    expect(observe(0, 1)).toBe(false)
    observe(2, 2)
    expect(bank.evidence(0)).toBeGreaterThan(4)
    observe(30, 3)
    expect(bank.evidence(0)).toBeCloseTo(10.3, 6)
    expect([bank.onset(0), bank.contacts(0)]).toEqual([2, 32])
    let tick = 4
    while (observe(0, tick)) tick += 1
    expect(tick).toBeLessThan(50)
    expect(bank.evidence(0)).toBe(0)
  })
})

describe('PeakHistory', () => {
  it('gives the level that is passed so often a day, within what was seen and beyond it', () => {
    const random = seededRandom(9)
    const history = new PeakHistory(1)
    for (let tick = 0; tick < 288 * 14; tick += 1) {
      history.passTick()
      history.add(0, 2 - Math.log(1 - random()))
    }
    // 288 peaks a day, each above 2 + x with the chance exp(-x).
    expect(history.threshold(0, 28.8)).toBeCloseTo(2 + Math.log(10), 0)
    expect(history.threshold(0, 0.0288)).toBeGreaterThan(2 + Math.log(10_000) - 1.5)
    expect(history.threshold(0, 0.0288)).toBeLessThan(2 + Math.log(10_000) + 1.5)
  })

  it.each([0.5, 1, 2])(
    'gives the same level week after week, though what passes it is not in it (slope %d)',
    (slope) => {
      const random = seededRandom(11)
      const history = new PeakHistory(1)
      // 24 peaks a day, each above 4 + x with the chance exp(-x / slope): one a day is above this.
      const wanted = 4 + slope * Math.log(24)
      let threshold = 4 + slope
      const levels: number[] = []
      for (let week = 0; week < 24; week += 1) {
        for (let tick = 0; tick < 288 * 7; tick += 1) {
          history.passTick()
          history.limit(0, threshold)
          if (tick % 288 === 0) history.fade()
          const peak = 4 - slope * Math.log(1 - random())
          if (tick % 12 === 0 && peak < threshold) history.add(0, peak)
        }
        threshold = history.threshold(0, 1) ?? NaN
        levels.push(threshold)
      }
      const later = levels.slice(4)
      const mean = later.reduce((sum, level) => sum + level, 0) / later.length
      expect(Math.abs(mean - wanted)).toBeLessThan(slope / 3)
      for (const level of later) expect(Math.abs(level - wanted)).toBeLessThan(slope)
    },
  )

  it('says nothing where too little was seen', () => {
    const history = new PeakHistory(1)
    expect(history.threshold(0, 1)).toBeNull()
  })
})

describe('an alarm', () => {
  it('is not ended by a night in which few contacts come', () => {
    const alarm = openAlarm({ onset: 0, opened: 4, hits: 8, expected: 0.1, volume: 80 })
    for (let tick = 5; tick < 60; tick += 1) {
      expect(stepAlarm(alarm, { count: 0, expected: 0.0001, volume: 0.1, tick })).toBe('goes-on')
    }
    const outcomes = Array.from({ length: 40 }, (_, at) =>
      stepAlarm(alarm, { count: 0, expected: 0.02, volume: 20, tick: 60 + at }),
    )
    expect(outcomes).toContain('over')
  })

  it('of a week is the usual state', () => {
    const alarm = openAlarm({ onset: 0, opened: 4, hits: 8, expected: 0.1, volume: 80 })
    const step = { count: 2, expected: 0.02, volume: 20 }
    expect(stepAlarm(alarm, { ...step, tick: 2000 })).toBe('goes-on')
    expect(stepAlarm(alarm, { ...step, tick: 4 + 7 * 288 })).toBe('usual-now')
  })
})

describe('LocalClock', () => {
  it('follows the change to summer time', () => {
    const clock = new LocalClock('Europe/Berlin')
    const hourAt = (time: string): number => clock.at(tickOf(Date.parse(time))).hour
    expect([hourAt('2024-03-31T00:30Z'), hourAt('2024-03-31T01:30Z'), hourAt('2024-03-31T12:00Z')]).toEqual([
      1, 3, 14,
    ])
    expect(clock.at(tickOf(Date.parse('2024-03-31T12:00Z'))).weekday).toBe(0)
  })
})

describe('the form of a saved state', () => {
  it('gives back numbers, texts and arrays of any kind', () => {
    const to = new StateWriter()
    to.number(-Infinity)
    to.texts(['', 'größer 支付'])
    to.array(Uint16Array.of(1, 65_535))
    to.numbers([0.1, -3])
    const from = new StateReader(to.finish())
    expect(from.number()).toBe(-Infinity)
    expect(from.texts()).toEqual(['', 'größer 支付'])
    expect(from.array((length) => new Uint16Array(length))).toEqual(Uint16Array.of(1, 65_535))
    expect(from.done).toBe(false)
    expect(from.numbers()).toEqual([0.1, -3])
    expect(from.done).toBe(true)
  })
})
