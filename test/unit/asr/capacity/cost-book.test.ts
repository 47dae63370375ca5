import { describe, expect, it } from 'vitest'
import { CostBook } from '../../../../server/asr/capacity/cost-book.ts'

/** `minutes` of audio of one channel that cost `cost` CPU seconds a second, reported once a second. */
function decode(book: CostBook, { cost, minutes }: { cost: number; minutes: number }): void {
  for (let second = 0; second < minutes * 60; second += 1) {
    book.observed('en', { cpuMs: cost * 1000, decodedMs: 1000 })
  }
}

describe('CostBook', () => {
  it('takes a model that was not measured to be dear', () => {
    const book = new CostBook()
    expect(book.isMeasured('en')).toBe(false)
    expect(book.costPerCall('en')).toBeCloseTo(0.172)
  })

  it('counts two channels a call', () => {
    const book = new CostBook()
    book.calibrated('en', 0.04)
    expect(book.costPerCall('en')).toBeCloseTo(0.08)
    expect(book.isMeasured('en')).toBe(true)
  })

  it('keeps the models apart', () => {
    const book = new CostBook()
    book.calibrated('en', 0.04)
    book.calibrated('ko', 0.12)
    decode(book, { cost: 0.08, minutes: 60 })
    expect(book.costPerCall('ko')).toBeCloseTo(0.24)
  })

  it('follows slowly what live calls cost', () => {
    const book = new CostBook()
    book.calibrated('en', 0.04)
    decode(book, { cost: 0.06, minutes: 1 })
    expect(book.costPerCall('en')).toBeGreaterThan(0.082)
    expect(book.costPerCall('en')).toBeLessThan(0.09)
    decode(book, { cost: 0.06, minutes: 60 })
    expect(book.costPerCall('en')).toBeCloseTo(0.12, 2)
  })

  it('follows within bounds only: a floor on hold soon talks again', () => {
    const book = new CostBook()
    book.calibrated('en', 0.04)
    decode(book, { cost: 0.001, minutes: 600 })
    expect(book.costPerCall('en')).toBeCloseTo(0.064)
    decode(book, { cost: 1, minutes: 600 })
    expect(book.costPerCall('en')).toBeCloseTo(0.24)
  })

  it('does not judge by a moment without audio', () => {
    const book = new CostBook()
    book.calibrated('en', 0.04)
    for (let second = 0; second < 3600; second += 1) book.observed('en', { cpuMs: 2, decodedMs: 0 })
    expect(book.costPerCall('en')).toBeCloseTo(0.08)
  })

  it('begins anew when it is calibrated again', () => {
    const book = new CostBook()
    book.calibrated('en', 0.04)
    decode(book, { cost: 0.2, minutes: 60 })
    book.calibrated('en', 0.05)
    expect(book.costPerCall('en')).toBeCloseTo(0.1)
  })
})
