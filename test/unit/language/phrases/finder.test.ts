import { describe, expect, it } from 'vitest'
import { createPhraseFinder, type FinderEntry } from '../../../../server/language/phrases/finder.ts'
import { parsePhrase, phraseOf, plainWords } from '../../../../server/language/phrases/phrase.ts'
import { slowFind } from '../../../fixtures/language/slow-finder.ts'
import { seededRandom, type Random } from '../../../fixtures/rules/random.ts'

const LISTS = new Map([['rivals', ['acme', 'blue sky', 'blue sky telecom']]])

function exact(text: string): FinderEntry {
  return { phrase: phraseOf(text, LISTS), soundsAlike: false, minScore: 1 }
}

function alike(text: string, minScore = 0.85): FinderEntry {
  return { phrase: phraseOf(text, LISTS), soundsAlike: true, minScore }
}

function find(entries: readonly FinderEntry[], said: string): readonly string[] {
  const words = said.split(' ')
  return createPhraseFinder(entries)
    .find(words)
    .map(({ phrase, from, to }) => `${phrase}: ${words.slice(from, to).join(' ')} @${from}`)
}

describe('createPhraseFinder', () => {
  it('finds words in a row, not apart', () => {
    expect(find([exact('my account')], 'my old account is my account')).toEqual(['0: my account @4'])
  })

  it('finds every occurrence and those that overlap, by start and length', () => {
    expect(find(['a b', 'a b c', 'b c'].map(exact), 'a b c a b')).toEqual([
      '0: a b @0',
      '1: a b c @0',
      '2: b c @1',
      '0: a b @3',
    ])
  })

  it.each([
    ['(cancel*|close) it', 'cancelling it close it cancel', ['cancelling it @0', 'close it @2']],
    ['(cancel|cancel*) it', 'cancel it', ['cancel it @0']],
    ['(end|close (down|up)) it', 'close it close up it end it', ['close up it @2', 'end it @5']],
    [
      'please? cancel (right now)?',
      'please cancel right now',
      ['please cancel @0', 'please cancel right now @0', 'cancel @1', 'cancel right now @1'],
    ],
    [
      'cancel ...2 account',
      'cancel account cancel my old account',
      ['cancel account @0', 'cancel my old account @2'],
    ],
    ['cancel ...2 account', 'cancel all of my account', []],
    ['*ation', 'a ration of carnations', ['ration @1']],
    ['re*able', 'refundable real readable reable', ['refundable @0', 'readable @2', 'reable @3']],
    ['re*eal', 'real reveal', ['reveal @1']],
    ['~cancel it', 'cancelled it cancellation it councils it', ['cancelled it @0', 'cancellation it @2']],
    ['pay <number>', 'pay twenty four times', ['pay twenty four @0']],
    ['<amount> back', 'a hundred dollars back', ['a hundred dollars back @0']],
    ['by <date>', 'by the third of may', ['by the third of may @0']],
    ['<digits>', 'one two three', ['one two three @0']],
    [
      'to <rivals>',
      'to acme to blue sky telecom',
      ['to acme @0', 'to blue sky @2', 'to blue sky telecom @2'],
    ],
    ['取消 账户', '我 要 取消 账户', ['取消 账户 @2']],
  ])('%s in "%s"', (phrase, said, hits) => {
    expect(find([exact(phrase)], said)).toEqual(hits.map((hit) => `0: ${hit}`))
  })

  it('keeps phrases apart that share a beginning', () => {
    const phrases = [
      'cancel my (account|plan)',
      'cancel my line',
      '(cancel|end) my line',
      'cancel my line',
    ].map(exact)
    expect(find(phrases, 'cancel my line')).toEqual([
      '1: cancel my line @0',
      '2: cancel my line @0',
      '3: cancel my line @0',
    ])
    expect(find(phrases, 'end my line')).toEqual(['2: end my line @0'])
  })

  it('tells where slots and lists were filled, in order', () => {
    const finder = createPhraseFinder([exact('from <rivals> ... <amount> (by <date>)?')])
    const words = 'from blue sky for twenty five dollars by next week'.split(' ')
    expect(finder.find(words)).toEqual([
      {
        phrase: 0,
        from: 0,
        to: 7,
        score: 1,
        slots: [
          { name: 'rivals', from: 1, to: 3 },
          { name: 'amount', from: 4, to: 7 },
        ],
      },
      {
        phrase: 0,
        from: 0,
        to: 10,
        score: 1,
        slots: [
          { name: 'rivals', from: 1, to: 3 },
          { name: 'amount', from: 4, to: 7 },
          { name: 'date', from: 8, to: 10 },
        ],
      },
    ])
    // Two phrases that say the same and name it otherwise share nothing.
    const named = createPhraseFinder([exact('with <old:rivals>'), exact('with <rivals>')])
    expect(named.find(['with', 'acme']).map(({ slots }) => slots)).toEqual([
      [{ name: 'old', from: 1, to: 2 }],
      [{ name: 'rivals', from: 1, to: 2 }],
    ])
    expect(createPhraseFinder([exact('a')]).find(['a'])).toEqual([{ phrase: 0, from: 0, to: 1, score: 1 }])
  })

  it('knows the longest way to say a phrase', () => {
    expect(createPhraseFinder(['a', 'a b ... c'].map(exact)).longest).toBe(6)
    expect(createPhraseFinder([]).longest).toBe(0)
    expect(createPhraseFinder([alike('log in')]).longest).toBe(4)
  })

  it('can be used again: one row leaves nothing for the next', () => {
    const finder = createPhraseFinder([exact('a ... b'), alike('website')])
    expect(finder.find('a x b web site'.split(' '))).toHaveLength(2)
    expect(finder.find('x b'.split(' '))).toEqual([])
    expect(finder.find([])).toEqual([])
    expect(finder.find('a b'.split(' '))).toHaveLength(1)
  })
})

describe('words that sound alike', () => {
  it.each([
    ['cancel my account', 'council my account', true],
    ['cancel my account', 'cancel by account', false],
    ['log in', 'login', true],
    ['login', 'log in', true],
    ['website', 'web site', true],
    ['my website is down', 'my web site is down', true],
    ['sign up', 'signup', true],
    ['e mail', 'email', true],
    ['email me', 'e mail me', true],
    ['not renewing', 'renewing', false],
    ['i am not renewing my contract', 'i am renewing my contract', false],
    ['cancel', 'cancer', false],
    ['refund', 'account', false],
    ['取消', '取笑', false],
    ['취소', '취수', false],
  ])('"%s" heard as "%s": %s', (phrase, heard, found) => {
    const words = heard.split(' ')
    const hits = createPhraseFinder([alike(phrase)]).find(words)
    expect(hits.some(({ from, to }) => from === 0 && to === words.length)).toBe(found)
  })

  it('weighs long words more, and takes exact words for 1', () => {
    const finder = createPhraseFinder([alike('cancel my account', 0)])
    const scores = ['cancel my account', 'council my account', 'cancel my amount'].map(
      (said) => finder.find(said.split(' '))[0]?.score ?? 0,
    )
    expect(scores[0]).toBe(1)
    expect(scores[1]).toBeGreaterThan(scores[2] ?? 1)
    expect(scores[2]).toBeGreaterThan(0.8)
  })

  it('does not loosen the phrases of others', () => {
    const finder = createPhraseFinder([exact('cancel'), alike('cancel', 0.8), alike('cancel', 0.99)])
    expect(finder.find(['council']).map(({ phrase }) => phrase)).toEqual([1])
    expect(finder.find(['cancel']).map(({ phrase }) => phrase)).toEqual([0, 1, 2])
  })
})

describe('against a search that tries everything', () => {
  it.each([1, 2, 3, 4])('finds the same in random rows (%i)', (seed) => {
    const random = seededRandom(seed)
    let hits = 0
    for (let round = 0; round < 200; round += 1) {
      const entries = Array.from({ length: random.int(1, 8) }, () => randomEntry(random))
      const finder = createPhraseFinder(entries)
      const stepping = createPhraseFinder(entries, { bundles: false })
      const own = [...entries.flatMap(({ phrase }) => plainWords(phrase).flat()), ...WORDS.slice(0, 5)]
      for (let row = 0; row < 3; row += 1) {
        const words = Array.from({ length: random.int(0, 14) }, () =>
          random.pick(random.int(0, 3) === 0 ? WORDS : own),
        )
        const found = finder.find(words)
        const told = entries.map(({ phrase }) => phrase.text).join(' / ')
        expect(found.map(key).toSorted(), `${told} in ${words.join(' ')}`).toEqual(
          slowFind(entries, words).map(key).toSorted(),
        )
        expect(stepping.find(words), told).toEqual(found)
        expect(found.map(({ from, to }) => from * 100 + to)).toEqual(
          found.map(({ from, to }) => from * 100 + to).toSorted((a, b) => a - b),
        )
        hits += found.length
      }
    }
    expect(hits).toBeGreaterThan(100)
  })
})

const WORDS = (
  'cancel cancel council cancelled cancellation account account a my my login log in website web site sign up signup ' +
  'twenty four dollars may the third one two three and acme blue sky acme xylophone'
).split(' ')

const PATTERNS = [
  'cancel*',
  '*ation',
  'ca*led',
  '~cancel',
  '~sign',
  '<number>',
  '<amount>',
  '<date>',
  '<digits>',
  '<rivals>',
]

function randomEntry(random: Random): FinderEntry {
  const text = randomSequence(random, 2)
  // Long ones are refused, which is for another test.
  if (!parsePhrase(text, LISTS).ok) return randomEntry(random)
  return random.int(0, 2) === 0 ? alike(text, random.pick([0, 0.7, 0.85, 0.95])) : exact(text)
}

/** Begins and ends with a word that must be said, so that gaps between are allowed anywhere. */
function randomSequence(random: Random, depth: number): string {
  const parts = [randomPart(random, depth)]
  for (let more = random.int(0, 3); more > 0; more -= 1) {
    if (random.int(0, 5) === 0) parts.push(`...${random.int(1, 4)}`)
    else if (random.int(0, 4) === 0) parts.push(`(${randomPart(random, depth)})?`)
    parts.push(randomPart(random, depth))
  }
  return parts.join(' ')
}

function randomPart(random: Random, depth: number): string {
  if (depth > 0 && random.int(0, 4) === 0) {
    return `(${Array.from({ length: random.int(2, 3) }, () => randomSequence(random, depth - 1)).join('|')})`
  }
  return random.pick(random.int(0, 3) === 0 ? PATTERNS : WORDS)
}

function key({
  phrase,
  from,
  to,
  score,
}: {
  phrase: number
  from: number
  to: number
  score: number
}): string {
  return `${phrase} ${from} ${to} ${score.toFixed(6)}`
}
