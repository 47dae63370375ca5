import { describe, expect, test } from 'vitest'
import { tokensOf } from '../../../../server/language/sentiment/english/written/tokens.ts'
import { readWritten } from '../../../../server/language/sentiment/english/written/reading.ts'
import { writtenParts, writtenSigns } from '../../../../server/language/sentiment/english/written/layer.ts'
import { WRITTEN_LAYER } from '../../../../server/language/sentiment/english/written/layer-weights.ts'
import { WrittenVocabulary } from '../../../../server/language/sentiment/english/written/vocabulary.ts'
import { scoreText, scoreWords } from '../../../../server/language/sentiment/sentiment.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

/** What a rule would call negative or positive. */
const CLEAR = 0.3

const vocabulary = new WrittenVocabulary('2 sunny\n-2 gloomy\n-3 slow\n3 yay\n3 claim', '2 :)\n-2 :( :-(')

function score(text: string, language = 'en'): number {
  return scoreText(text, language).score
}

function causes(text: string, language = 'en'): readonly string[] {
  return scoreText(text, language).causes.map(({ from, to }) => text.slice(from, to))
}

function units(text: string): readonly { readonly valence: number; readonly plain: number }[] {
  return readWritten(tokensOf(text, vocabulary), vocabulary).units.map(({ valence, plain }) => ({
    valence,
    plain,
  }))
}

function valence(text: string): number {
  return units(text).reduce((sum, unit) => sum + unit.valence, 0)
}

describe('what customers write', () => {
  test.each([
    'Your app keeps crashing!!! Fix it 😡',
    'worst website ever',
    'The payment page freezes every time :(',
    'STOP CHARGING ME',
    'Still waiting for my refund. Third time I write!',
    '#epicfail',
    'the new checkout totally SUX',
  ])('"%s" is clearly negative', (text) => {
    expect(score(text)).toBeLessThanOrEqual(-CLEAR)
  })

  test.each([
    'Great app, love the new design 😍',
    'Thank you for your help',
    'yaaaay it finally works :)',
    "can't wait for the new version",
  ])('"%s" is clearly positive', (text) => {
    expect(score(text)).toBeGreaterThanOrEqual(CLEAR)
  })

  test.each([
    'Where do I find my invoice?',
    'How do I cancel my subscription?',
    'no',
    'no thanks',
    'My account no 4471 has moved',
    'Could you please help me with my credit card?',
    'https://example.com/worst-awful @terrible hate@example.com',
  ])('"%s" says next to nothing', (text) => {
    expect(Math.abs(score(text))).toBeLessThan(0.2)
  })
})

describe('what stands between spaces', () => {
  const words = (text: string): readonly string[] => tokensOf(text, vocabulary).map(({ word }) => word)

  test.each([
    ['Sunny, GLOOMY... (slow)', ['sunny', 'gloomy', 'slow']],
    ['see www.sunny.example @sunny and me@sunny.example', ['see', 'and']],
    ['home:-( home :) home:(', ['home', ':-(', 'home', ':)', 'home', ':(']],
    [':))) (at home):', [':)', 'at', 'home']],
    ['does n’t do n ’t i ’m', ["doesn't", "don't", "i'm"]],
    ['sunnnny slooooow yesssss', ['sunny', 'slow', 'yes']],
    ['gr8 &lt;3 R&amp;D', ['gr8', '3', 'r&d']],
    ['nice😡😡 👍🏽 ❤️', ['nice', '😡', '😡', '👍', '❤']],
    ['• •• -- !!', []],
  ])('"%s"', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  test('capitals are loud only among small letters', () => {
    const loud = (text: string): readonly boolean[] =>
      tokensOf(text, vocabulary).map(({ shouted }) => shouted)
    expect(loud('I am GLOOMY a')).toEqual([false, false, true, false])
    expect(loud('I AM GLOOMY')).toEqual([false, false, false])
    expect(loud('2 GLOOMY days')).toEqual([false, true, false])
  })

  test('every token is where its word stands', () => {
    const text = 'So SUNNY, isn’t it?😡 &lt;3!'
    const places = tokensOf(text, vocabulary).map(({ from, to }) => text.slice(from, to))
    expect(places).toEqual(['So', 'SUNNY', 'isn’t', 'it', '😡', '&lt;3!'])
  })
})

describe('how words change each other', () => {
  test.each([
    ['sunny', 2],
    ['not sunny', -1.5],
    ['not gloomy', 0],
    ['very sunny', 2.6],
    ['never so sunny', 2.6],
    ['not so sunny', -1.95],
    ['not really. sunny', 2],
    ['so SUNNY', 3.2],
    ['sunny but gloomy', 2 * 0.5 - 2],
    ['not :)', 2],
    ['not yay', 2.5],
  ])('"%s" has the valence %d', (text, expected) => {
    expect(valence(text)).toBeCloseTo(expected, 10)
  })

  test('a "no" is unhappy by itself, turns what follows, and is no mood as an answer or a number', () => {
    expect(valence('there is no router')).toBe(-1)
    expect(valence('it is no sunny place')).toBeCloseTo(-1.5, 10)
    expect(valence('it has no gloomy days')).toBeCloseTo(1.5, 10)
    expect(valence('well no, sunny')).toBeCloseTo(-1 + 2, 10)
    expect(valence('No!')).toBe(0)
    expect(valence('my card no 4471')).toBe(0)
  })

  test('a word of the telephone weighs less in writing, and one of both lists is their mean', () => {
    expect(valence('laggy')).toBeCloseTo(-1.5 * 0.4, 10)
    expect(valence('slow')).toBeCloseTo((-3 - 1.5) / 2, 10)
    expect(valence('claim')).toBeCloseTo(3 / 2, 10)
  })

  test('the end of words written in one tells their mood', () => {
    expect(valence('#careerfail')).toBe(valence('fail'))
    expect(valence('failing')).not.toBe(valence('fail'))
    expect(valence('foxhate')).toBe(valence('hate'))
  })
})

test('marks, faces and capitals add to what words say, and may be missing', () => {
  expect(score('the page is slow')).toBeLessThan(0)
  expect(score('the page is slow :(')).toBeLessThan(score('the page is slow'))
  expect(score('the page is SLOW')).toBeLessThan(score('the page is slow'))
  expect(score('the page is slow')).toBe(score('The page is slow.'))
})

test('service words are no procedure in writing', () => {
  const text = 'free support and interest'
  expect(score(text)).toBeGreaterThan(scoreWords(text.split(' '), 'en').score)
})

test('the causes are stretches of the text, strongest first', () => {
  expect(causes('Hi! I’m not very happy with checkout :(')).toEqual(['not very happy with', ':('])
  expect(causes('Where is my invoice?')).toEqual([])
})

test('the parts add up to what the layer makes of the signs', () => {
  const tokens = tokensOf(
    'No sunny day :( but not gloomy & VERY slow so i never speak to a manager',
    vocabulary,
  )
  const reading = readWritten(tokens, vocabulary)
  const signs = writtenSigns(reading, tokens.length)
  const whole =
    signs.density * WRITTEN_LAYER.density +
    signs.normed * WRITTEN_LAYER.normed +
    signs.negator * WRITTEN_LAYER.negator
  const sum = writtenParts(reading, tokens.length, WRITTEN_LAYER).reduce(
    (total, { logOdds }) => total + logOdds,
    0,
  )
  expect(signs.normed).not.toBe(0)
  expect(sum).toBeCloseTo(whole, 10)
})

describe('Chinese', () => {
  test('is read as it is when spoken, with its causes in characters', () => {
    const text = '👍你们的服务太差了'
    expect(score(text, 'zh')).toBeCloseTo(scoreWords([text], 'zh').score, 10)
    expect(score(text, 'zh')).toBeLessThanOrEqual(-CLEAR)
    expect(causes(text, 'zh')[0]).toContain('差')
  })
})

test('languages without a reader, and nothing, score 0 without causes', () => {
  expect(scoreText('this is ridiculous', 'de')).toEqual({ score: 0, causes: [] })
  expect(scoreText('', 'en-GB')).toEqual({ score: 0, causes: [] })
  expect(scoreText(' \n', 'zh-CN')).toEqual({ score: 0, causes: [] })
})

test.each(['en', 'zh'])(
  'any %s text: bounded, repeatable, causes inside the text and in order',
  (language) => {
    const random = seededRandom(11)
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: Math.floor(random() * 30) }, () => piece(random)).join(' ')
      const result = scoreText(text, language)
      expect(Math.abs(result.score)).toBeLessThanOrEqual(1)
      expect(scoreText(text, language)).toEqual(result)
      for (const [index, { from, to, weight }] of result.causes.entries()) {
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(text.length)
        expect(Math.abs(weight)).toBeLessThanOrEqual(Math.abs(result.causes[index - 1]?.weight ?? 1))
      }
    }
  },
)

const PIECES =
  `not no never but so this happy TERRIBLE great! 😡 👍🏽 :( :)) &lt;3 don’t n ’t 's thank you … @x 12 太差 满意 服务`.split(
    ' ',
  )

/** A word, or a few characters of any kind, halves of pairs included. */
function piece(random: () => number): string {
  if (random() < 0.7) return PIECES[Math.floor(random() * PIECES.length)] ?? ''
  return Array.from({ length: 5 }, () => String.fromCharCode(Math.floor(random() * 65_536))).join('')
}

// Each would take minutes if a pattern went back over what it had read.
test.each(['#', 'a', '!', '😡', 'a#', '-', "'", 'ab@', 'no ', '(', ':(', '&', '…x'])(
  'three hundred kilobytes of "%s" are read',
  (piece) => {
    const text = `x${piece.repeat(300_000 / piece.length)}x`
    expect(Math.abs(score(text))).toBeLessThanOrEqual(1)
  },
)
