import { describe, expect, it } from 'vitest'
import { createPhraseFinder } from '../../../../server/rules/compile/phrase-finder.ts'
import { parsePhrase, type Phrase } from '../../../../server/rules/compile/phrase.ts'
import { seededRandom, type Random } from '../../../fixtures/rules/random.ts'

function phraseOf(text: string): Phrase {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.message)
  return parsed.phrase
}

function find(phrases: readonly string[], said: string): readonly string[] {
  const words = said.split(' ')
  return createPhraseFinder(phrases.map(phraseOf))
    .find(words)
    .map(({ phrase, from, to }) => `${phrase}: ${words.slice(from, to).join(' ')} @${from}`)
}

describe('createPhraseFinder', () => {
  it('finds words in a row, not apart', () => {
    expect(find(['my account'], 'my old account is my account')).toEqual(['0: my account @4'])
  })

  it('finds every occurrence and those that overlap, by start and length', () => {
    expect(find(['a b', 'a b c', 'b c'], 'a b c a b')).toEqual([
      '0: a b @0',
      '1: a b c @0',
      '2: b c @1',
      '0: a b @3',
    ])
  })

  it('takes any of the alternatives and any word with the beginning', () => {
    expect(find(['(cancel*|close) it'], 'cancelling it close it cancel')).toEqual([
      '0: cancelling it @0',
      '0: close it @2',
    ])
  })

  it('reports a phrase once when two alternatives fit the same word', () => {
    expect(find(['(cancel|cancel*) it'], 'cancel it')).toEqual(['0: cancel it @0'])
  })

  it('keeps phrases apart that share a beginning', () => {
    expect(find(['cancel my (account|plan)', 'cancel my line'], 'cancel my line')).toEqual([
      '1: cancel my line @0',
    ])
  })

  it('knows the longest phrase', () => {
    expect(createPhraseFinder(['a', 'a b c'].map(phraseOf)).longest).toBe(3)
    expect(createPhraseFinder([]).longest).toBe(0)
  })

  it('finds what a search phrase by phrase finds, on random phrases and words', () => {
    const random = seededRandom(7)
    for (let round = 0; round < 300; round += 1) {
      const phrases = Array.from({ length: random.int(1, 8) }, () => phraseOf(randomPhrase(random)))
      const words = Array.from({ length: random.int(0, 20) }, () => random.pick(WORDS))
      const found = createPhraseFinder(phrases).find(words)
      expect(found.map(key).toSorted()).toEqual(slowFind(phrases, words).map(key).toSorted())
    }
  })
})

const WORDS = ['aaa', 'aaab', 'bbb', 'ccc', 'aaac']

function randomPhrase(random: Random): string {
  const word = (): string => random.pick([...WORDS, 'aaa*'])
  return Array.from({ length: random.int(1, 4) }, () =>
    random.int(0, 3) === 0 ? `(${word()}|${word()})` : word(),
  ).join(' ')
}

interface Hit {
  readonly phrase: number
  readonly from: number
  readonly to: number
}

function key({ phrase, from, to }: Hit): string {
  return `${phrase} ${from} ${to}`
}

function slowFind(phrases: readonly Phrase[], words: readonly string[]): readonly Hit[] {
  return phrases.flatMap(({ slots }, phrase) =>
    words.flatMap((_, from) => {
      const fits = slots.every((slot, index) => {
        const word = words[from + index]
        return (
          word !== undefined &&
          slot.some(({ text, prefix }) => (prefix ? word.startsWith(text) : word === text))
        )
      })
      return fits ? [{ phrase, from, to: from + slots.length }] : []
    }),
  )
}
