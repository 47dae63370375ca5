import { describe, expect, it } from 'vitest'
import {
  frameCoverage,
  type CoveredContact,
} from '../../../../../server/issues/codes/coverage/frame-coverage.ts'
import { unusualWords } from '../../../../../server/issues/codes/coverage/unusual-words.ts'
import { seededRandom } from '../../../../helpers/seeded-random.ts'

function contact(id: string, codes: readonly string[], text = ''): CoveredContact {
  return { id, codes, texts: [text] }
}

describe('coverage', () => {
  it('counts contacts, not parts and not mentions', () => {
    const report = frameCoverage([
      contact('a', ['web.slow']),
      contact('a', ['web.slow', 'web.down']),
      contact('a', []),
      contact('b', ['web.slow']),
      contact('c', []),
    ])
    expect(report).toMatchObject({ contacts: 3, coded: 2 })
    expect(report.byCode).toEqual([
      { code: 'web.slow', contacts: 2 },
      { code: 'web.down', contacts: 1 },
    ])
  })

  it('says which codes are found together, and how much of the rarer one that is', () => {
    const { together } = frameCoverage([
      contact('a', ['x', 'y']),
      contact('b', ['y', 'x', 'z']),
      contact('c', ['x']),
      contact('d', ['x']),
      contact('e', ['y']),
    ])
    expect(together).toEqual([{ codes: ['x', 'y'], contacts: 2, share: 2 / 3 }])
  })

  it('is nothing without contacts', () => {
    expect(frameCoverage([])).toEqual({ contacts: 0, coded: 0, byCode: [], together: [], uncodedWords: [] })
  })

  it('tells what those without a code talk of', () => {
    const known = Array.from({ length: 40 }, (_, at) =>
      contact(`known ${at}`, ['bill'], 'please tell me about the bill of my account'),
    )
    const unknown = Array.from({ length: 20 }, (_, at) =>
      contact(`unknown ${at}`, [], at < 15 ? `my loyalty points vanished on day ${at}` : 'my account please'),
    )
    const { uncodedWords } = frameCoverage([...known, ...unknown])
    expect(uncodedWords[0]).toEqual({ words: expect.stringMatching(/loyalty|points|vanished/), share: 0.75 })
    expect(uncodedWords.map(({ words }) => words).join(' ')).not.toMatch(/account|bill|please/)
  })
})

describe('unusual words', () => {
  const random = seededRandom(5)
  const COMMON = 'order delivery phone bill price shop card letter street number'.split(' ')
  const noise = (): string =>
    Array.from({ length: 6 }, () => COMMON[Math.floor(random() * COMMON.length)]).join(' ')

  it('finds the pair that is together more often than chance, beside equally frequent words', () => {
    const texts = Array.from({ length: 300 }, (_, at) => [
      at % 10 === 0 ? `${noise()} cracked pipe` : noise(),
    ])
    const others = Array.from({ length: 300 }, () => [noise()])
    const found = unusualWords({ texts, others })
    expect(found.map(({ words }) => words)).toContain('cracked + pipe')
    expect(found.find(({ words }) => words === 'cracked + pipe')?.share).toBeCloseTo(0.1)
  })

  it('leaves out numbers, single chances and what others say as often', () => {
    const texts = Array.from({ length: 50 }, () => ['order 12345 of street'])
    texts.push(['unicorn'], ['unicorn'])
    expect(unusualWords({ texts, others: texts })).toEqual([])
  })

  it('spells words as they were written most often, what tells most first', () => {
    const texts = [
      ['roaming charges'],
      ['roaming charged'],
      ['Roaming charges'],
      ['roaming'],
      ['roaming'],
      ['parking'],
      ['parking'],
      ['parking'],
      ['parking'],
    ]
    const [first, ...others] = unusualWords({ texts, others: [['bill'], ['bill']] })
    expect(first).toEqual({ words: 'roaming', share: 5 / 9 })
    expect(others.map(({ words }) => words)).toContain('parking')
  })

  it('leaves out what people say of anything, alone and among themselves, also while there are no others', () => {
    const texts = Array.from({ length: 60 }, (_, at) => [
      at % 2 === 0 ? 'I need to know what time you work today' : 'I tried it again yesterday, nothing works',
    ])
    for (let at = 0; at < 20; at += 1) texts.push(['I tried to reorder my lenses yesterday'])
    const found = unusualWords({ texts, others: [] }).map(({ words }) => words)
    expect(found.join(' ')).toMatch(/reorder|lenses/)
    expect(found.join(' ')).not.toMatch(
      /^(?:need|know|time|work|works|today|tried|again|nothing|yesterday)\b/,
    )
  })

  it('puts a pair that tells more before a broad word, in the order in which it is said', () => {
    const about = (subject: string, count: number): readonly string[][] =>
      Array.from({ length: count }, (_, at) => [`${subject} ${noise()} ${'abcdefghij'[at % 10] ?? ''}`])
    const texts = [
      ...about('the transfer is pending', 40),
      ...about('the transfer to china', 30),
      ...about('a transfer', 30),
      ...about('', 200),
    ]
    const others = [...about('my transfer', 60), ...about('', 240)]
    const found = unusualWords({ texts, others }).map(({ words }) => words)
    expect(found.slice(0, 2).toSorted()).toEqual(['transfer + china', 'transfer + pending'])
  })

  it('gives twenty at most, whatever the texts are', () => {
    const texts = Array.from({ length: 300 }, (_, at) =>
      Array.from('abcdefghijklmnopqrstuvwxyz').map((letter) => `${letter.repeat(4)}${letter}x ${at % 3}`),
    )
    expect(unusualWords({ texts, others: [] }).length).toBeLessThanOrEqual(20)
  })
})
