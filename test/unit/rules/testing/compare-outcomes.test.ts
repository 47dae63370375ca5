import { describe, expect, it } from 'vitest'
import {
  compareOutcomes,
  expectedOutcome,
  type TimedOutcome,
} from '../../../../server/rules/testing/compare-outcomes.ts'
import type { Expectation } from '../../../../server/rules/testing/test-schema.ts'

const CAME: TimedOutcome = {
  ...{ atMs: 6000, kind: 'prompt', text: 'Act.', retracted: false, words: 'good day' },
  slots: new Map([['date', 'tuesday']]),
}

function compare(expected: readonly Expectation[], actual: readonly TimedOutcome[]): readonly string[] {
  return compareOutcomes(expected.map(expectedOutcome), actual, 500).map(({ message }) => message)
}

describe('compareOutcomes', () => {
  it('looks at the words when the test names them', () => {
    const at = { at: '00:06', prompt: 'Act.' }
    expect(compare([at], [CAME])).toEqual([])
    expect(compare([{ ...at, words: 'good day' }], [CAME])).toEqual([])
    expect(compare([{ ...at, words: 'good night' }], [CAME])).toEqual([
      'expected the prompt "Act." at 00:06.0 (give or take 500 ms), but it came at 00:06.0 of the words "good day", not "good night"',
    ])
  })

  it('looks at the values caught that the test names', () => {
    const at = { at: '00:06', prompt: 'Act.' }
    expect(compare([{ ...at, slots: { date: 'tuesday' } }], [CAME])).toEqual([])
    expect(compare([{ ...at, slots: { date: 'friday' } }], [CAME])).toEqual([
      'expected the prompt "Act." at 00:06.0 (give or take 500 ms), but it came at 00:06.0 and caught the date "tuesday", not "friday"',
    ])
    expect(compare([{ ...at, slots: { time: 'noon' } }], [CAME])).toEqual([
      'expected the prompt "Act." at 00:06.0 (give or take 500 ms), but it came at 00:06.0 and caught no time, not "noon"',
    ])
  })

  it('takes what was retracted as expected or as nothing', () => {
    const retracted = { ...CAME, retracted: true }
    expect(compare([], [retracted])).toEqual([])
    expect(compare([{ at: '00:06', prompt: 'Act.', state: 'retracted' }], [retracted])).toEqual([])
    expect(compare([{ at: '00:06', prompt: 'Act.' }], [retracted])).toEqual([
      'expected the prompt "Act." at 00:06.0 (give or take 500 ms), but it came at 00:06.0 and was retracted',
    ])
    expect(compare([{ at: '00:06', prompt: 'Act.', state: 'retracted' }], [CAME])).toEqual([
      'expected the prompt "Act." at 00:06.0 (give or take 500 ms), but it came at 00:06.0 and was confirmed',
    ])
  })
})
