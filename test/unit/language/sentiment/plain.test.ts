import { describe, expect, test } from 'vitest'
import { LAYER } from '../../../../server/language/sentiment/english/layer-weights.ts'
import { partsOf, signsOf } from '../../../../server/language/sentiment/english/layer.ts'
import { readUnits } from '../../../../server/language/sentiment/english/units.ts'
import { englishVocabulary } from '../../../../server/language/sentiment/english/vocabulary.ts'

const vocabulary = englishVocabulary('2 sunny\n-2 gloomy\n-3 slow\n3 claim')

function read(text: string): ReturnType<typeof signsOf> {
  const words = text.split(' ')
  return signsOf(readUnits(vocabulary.entriesOf(words)), words.length)
}

describe('words read one by one', () => {
  test.each([
    ['sunny gloomy', 0],
    ['not gloomy', 1.5],
    ['not sunny', -1.5],
    ['very sunny', 2.6],
    ['not very sunny', -1.95],
    ['not because sunny', -1.5],
    ['not a b c sunny', 2],
    ['sunny but gloomy', 2 * 0.6 - 2],
  ])('"%s" is %d', (text, plain) => {
    expect(read(text).plain).toBeCloseTo(plain, 10)
  })

  test('a phrase whose words say nothing weighs what it weighs, one of procedure nothing', () => {
    expect(read('speak to a manager').plain).toBe(-3)
    expect(read('feel free').plain).toBe(0)
  })
})

test('a word of both lists is their mean, and what is procedure on the telephone stays that', () => {
  expect(vocabulary.of('slow')?.valence).toBe((-3 - 1.5) / 2)
  expect(vocabulary.of('claim')?.valence).toBe(0)
  expect(vocabulary.of('overcharged')?.valence).toBe(-2)
})

test('the parts add up to what the layer makes of the signs', () => {
  const words = 'no sunny day but not gloomy and very slow so i never speak to a manager'.split(' ')
  const entries = vocabulary.entriesOf(words)
  const reading = readUnits(entries)
  const signs = signsOf(reading, words.length)
  const whole =
    signs.plain * LAYER.plain +
    signs.density * LAYER.density +
    signs.negator * LAYER.negator +
    signs.refusal * LAYER.refusal
  const sum = partsOf(reading, entries, LAYER).reduce((total, { logOdds }) => total + logOdds, 0)
  expect(sum).toBeCloseTo(whole, 10)
})
