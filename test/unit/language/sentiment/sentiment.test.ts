import { describe, expect, test } from 'vitest'
import { scoreWords, sentimentLanguages, supported } from '../../../../server/language/sentiment/sentiment.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

/** What a rule would call negative or positive. */
const CLEAR = 0.3

function score(text: string, language = 'en'): number {
  return scoreWords(text.split(' '), language).score
}

function strongest(text: string, language = 'en'): string | null {
  const words = text.split(' ')
  const [cause] = scoreWords(words, language).causes
  return cause === undefined ? null : words.slice(cause.from, cause.to).join(' ')
}

describe('what dissatisfied callers say', () => {
  test.each([
    'this is ridiculous',
    "i'm not happy with this",
    'i want to speak to a manager',
    "i'm going to take my business elsewhere",
    'nobody called me back',
    "i've already told you that three times",
    'it was a waste of time',
    'you people are useless',
    "i'm so disappointed",
    'this is the worst service ever',
  ])('"%s" is clearly negative', (text) => {
    expect(score(text)).toBeLessThanOrEqual(-CLEAR)
  })

  test.each([
    "i've been on hold for forty five minutes",
    "this is the third time i'm calling about this",
    "it doesn't work",
    "i'm still waiting for my refund",
    'my order has not arrived',
    "i can't log in to my account",
  ])('"%s" leans to negative', (text) => {
    expect(score(text)).toBeLessThan(-0.1)
  })
})

describe('what satisfied callers say', () => {
  test.each([
    'thank you so much that was quick',
    "you've been so helpful",
    "that's perfect thank you",
    'i love this service',
    "it's not bad",
    'excellent service i would definitely recommend you',
  ])('"%s" is clearly positive', (text) => {
    expect(score(text)).toBeGreaterThanOrEqual(CLEAR)
  })
})

test.each([
  'i want to cancel my appointment',
  'can i have your account number',
  'four five three nine one two three four five six seven eight nine zero one two',
  'my name is grace friend',
  "yes that's correct",
  "no that's everything",
  "i'd like to check the balance on my credit card",
  'what seems to be the problem',
  'i lost my card yesterday',
  'could you help me change my address please',
  'can i put you on hold for a moment',
  'let me transfer you to the claims department',
  'is there anything else i can help you with today',
  'i have been a customer for ten years',
])('"%s" is procedure and stays near 0', (text) => {
  expect(Math.abs(score(text))).toBeLessThan(0.15)
})

describe('how words change each other', () => {
  test('a negation turns a mood round, within its clause', () => {
    expect(score('i am happy')).toBeGreaterThan(0)
    expect(score('i am not happy')).toBeLessThan(0)
    expect(score('i am not at all happy')).toBeLessThan(0)
    expect(score('i did not call because i am happy')).toBeGreaterThan(0)
  })

  test('a negated complaint is not a complaint', () => {
    expect(score('it was not terrible')).toBeGreaterThan(score('it was terrible') / 4)
  })

  test('degree words strengthen and weaken', () => {
    expect(score('i am very disappointed')).toBeLessThan(score('i am disappointed'))
    expect(score('i am slightly disappointed')).toBeGreaterThan(score('i am really disappointed'))
    expect(score('it is fucking great')).toBeGreaterThan(score('it is great'))
  })

  test('after "but" comes what counts', () => {
    const praiseFirst = score('the agent was very helpful but the app keeps crashing')
    const praiseLast = score('the app keeps crashing but the agent was very helpful')
    expect(praiseFirst).toBeLessThan(praiseLast)
  })

  test('"no" as an answer says nothing, "no" before a thing does', () => {
    expect(score("no it's in my name")).toBe(0)
    expect(score('no electricity since monday')).toBeLessThan(0)
  })
})

test('the causes are the words that made the score, negators and degree words included', () => {
  expect(strongest("hello i'm not very happy with the router")).toBe('not very happy with')
  expect(strongest('well i want to speak to a manager now')).toBe('speak to a manager')
  expect(scoreWords(['my', 'account', 'number'], 'en').causes).toEqual([])
})

test('case and punctuation of a recogniser that writes them make no difference', () => {
  const written = ['I', 'am', 'NOT', 'happy,', 'this', 'doesn’t', 'work!']
  const bare = ['i', 'am', 'not', 'happy', 'this', "doesn't", 'work']
  expect(scoreWords(written, 'en')).toEqual(scoreWords(bare, 'en'))
})

describe('Chinese', () => {
  test.each(['你们 的 服务 太 差 了', '根本 没有 用 完全 是 欺骗', '很 失望 再 也 不 会 来 了'])(
    '"%s" is clearly negative',
    (text) => {
      expect(score(text, 'zh')).toBeLessThanOrEqual(-CLEAR)
    },
  )

  test.each([
    '我 想 查 一下 我 的 账单',
    '请问 您 的 账号 是 多少',
    '请 稍 等 一下',
    '好 的 没 问题',
    '我 的 名字 是 王小明',
  ])('"%s" stays below what is clear', (text) => {
    expect(Math.abs(score(text, 'zh'))).toBeLessThan(CLEAR)
  })

  test('a happy text is positive', () => {
    expect(score('谢谢 很 满意', 'zh')).toBeGreaterThanOrEqual(CLEAR)
  })

  test('how the words are cut does not change the score, and causes point at words', () => {
    expect(score('你们的服务太差了', 'zh')).toBeCloseTo(score('你们 的 服务 太 差 了', 'zh'), 10)
    expect(strongest('你们 的 服务 太 差 了', 'zh')).toContain('差')
  })
})

describe('languages', () => {
  test('are told by their primary subtag', () => {
    expect(sentimentLanguages).toEqual(['en', 'zh'])
    expect(['en', 'en-GB', 'EN_us', 'zh-CN'].every(supported)).toBe(true)
    expect(['de', 'enx', '', 'und'].some(supported)).toBe(false)
  })

  test('that are not supported score 0 without causes', () => {
    expect(scoreWords(['this', 'is', 'ridiculous'], 'de')).toEqual({ score: 0, causes: [] })
  })
})

test.each(['en', 'zh'])(
  'any row of %s words: bounded, repeatable, causes inside the row and in order',
  (language) => {
    const random = seededRandom(7)
    const stock = language === 'en' ? ENGLISH : CHINESE
    for (let round = 0; round < 2000; round += 1) {
      const words = Array.from(
        { length: Math.floor(random() * 30) },
        () => stock[Math.floor(random() * stock.length)] ?? '',
      )
      const { score, causes } = scoreWords(words, language)
      expect(Math.abs(score)).toBeLessThanOrEqual(1)
      expect(scoreWords(words, language)).toEqual({ score, causes })
      if (words.length === 0) expect(score).toBe(0)
      for (const [index, { from, to, weight }] of causes.entries()) {
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(words.length)
        expect(Math.abs(weight)).toBeLessThanOrEqual(Math.abs(causes[index - 1]?.weight ?? 1))
      }
    }
  },
)

test('no words score 0', () => {
  expect(scoreWords([], 'en')).toEqual({ score: 0, causes: [] })
  expect(scoreWords([], 'zh')).toEqual({ score: 0, causes: [] })
})

const ENGLISH =
  `not no never very so but i the happy terrible great doesn't work on hold still waiting thank you much
  speak to a manager card number seven xyzzy • ' ridiculous pretty fucking 1234`.split(/\s+/)
const CHINESE = '服务 太 差 了 很 好 满意 失望 不 没有 谢谢 账号 abc 七 • 再 也'.split(' ')
