import { describe, expect, it } from 'vitest'
import { readItem } from '../../../../server/feedback/form/item.ts'

const GOOD = { text: 'The payment page freezes.' }

function faultsOf(value: unknown): readonly string[] {
  const read = readItem(value)
  return 'faults' in read ? read.faults.map(({ field }) => field) : []
}

/** Each fault with a neighbour that has none: what is refused is refused for this alone. */
const PAIRS: readonly [place: string, bad: unknown, good: unknown][] = [
  ['', null, GOOD],
  ['', 'text', GOOD],
  ['', [GOOD], GOOD],
  ['text', {}, { rating: 3 }],
  ['text', { text: '' }, { text: 'a' }],
  ['text', { text: ' \n\t' }, { subject: 'a' }],
  ['text', { text: 4 }, { text: '4' }],
  ['text', { text: ['a'] }, { text: 'a' }],
  ['unknown', { ...GOOD, unknown: 1 }, { ...GOOD, queue: 'a' }],
  ['?', { ...GOOD, 'The page freezes, says Ann': 1 }, GOOD],
  ['id', { ...GOOD, id: '' }, { ...GOOD, id: 'a' }],
  ['id', { ...GOOD, id: 7 }, { ...GOOD, id: '7' }],
  ['id', { ...GOOD, id: 'x'.repeat(201) }, { ...GOOD, id: 'x'.repeat(200) }],
  ['id', { ...GOOD, id: 'a\nb' }, { ...GOOD, id: 'a b' }],
  ['source', { ...GOOD, source: 'app store' }, { ...GOOD, source: 'app-store' }],
  ['source', { ...GOOD, source: '-a' }, { ...GOOD, source: 'a-' }],
  ['source', { ...GOOD, source: 'x'.repeat(65) }, { ...GOOD, source: 'x'.repeat(64) }],
  ['channel', { ...GOOD, channel: 'call' }, { ...GOOD, channel: 'ivr' }],
  ['channel', { ...GOOD, channel: 'fax' }, { ...GOOD, channel: 'shop-floor' }],
  ['step', { ...GOOD, step: 'checkout' }, { ...GOOD, step: 'payment' }],
  ['at', { ...GOOD, at: 'now' }, { ...GOOD, at: '2026-03-01T14:30:00Z' }],
  ['at', { ...GOOD, at: true }, { ...GOOD, at: 1_772_371_800_000 }],
  ['author', { ...GOOD, author: '' }, { ...GOOD, author: 'K-1' }],
  ['author', { ...GOOD, author: 20417 }, { ...GOOD, author: '20417' }],
  ['language', { ...GOOD, language: 5 }, { ...GOOD, language: 'klingon' }],
  ['rating', { rating: 0 }, { rating: 1 }],
  ['rating', { rating: 6 }, { rating: 5 }],
  ['rating', { rating: '5' }, { rating: 4.5 }],
  ['rating', { rating: 5, scale: { min: 0, max: 4 } }, { rating: 4, scale: { min: 0, max: 4 } }],
  ['rating', { rating: { value: 11, min: 0, max: 10 } }, { rating: { value: 10, min: 0, max: 10 } }],
  ['rating', { rating: { value: 1, min: 1, max: 1 } }, { rating: { value: 1, min: 1, max: 2 } }],
  ['rating', { rating: { value: 1 } }, { rating: { value: 1, min: 0, max: 1 } }],
  ['scale', { rating: 1, scale: { min: 5, max: 1 } }, { rating: 1, scale: { min: 1, max: 5 } }],
  ['scale', { rating: 1, scale: 5 }, { rating: 1, scale: null }],
  ['scale.min', { rating: 1, scale: { max: 5 } }, { rating: 1, scale: { min: 1, max: 5 } }],
  ['turns', { turns: 'a' }, { turns: [{ party: 'customer', text: 'a' }] }],
  ['turns', { turns: [] }, { turns: [], rating: 1 }],
  ['turns', { turns: [{ party: 'bot', text: 'a' }] }, { turns: [{ party: 'customer', text: 'a' }] }],
  ['turns.0.party', { turns: [{ party: 'Ann', text: 'a' }] }, { turns: [{ party: 'customer', text: 'a' }] }],
  [
    'turns.1.text',
    { turns: [TURN(), { party: 'agent' }] },
    { turns: [TURN(), { party: 'agent', text: '' }] },
  ],
  ['turns.0.at', { turns: [{ ...TURN(), at: 'x' }] }, { turns: [{ ...TURN(), at: '2026-03-01' }] }],
  ['turns.0.name', { turns: [{ ...TURN(), name: 'Ann' }] }, { turns: [TURN()] }],
  ['turns', { turns: turns(1001) }, { turns: turns(1000) }],
  ['text', { ...GOOD, turns: turns(1) }, { text: '', turns: turns(1) }],
  ['page', { ...GOOD, page: '' }, { ...GOOD, page: '/' }],
  ['page', { ...GOOD, page: 'x'.repeat(4001) }, { ...GOOD, page: 'x'.repeat(4000) }],
  ['queue', { ...GOOD, queue: 'x'.repeat(101) }, { ...GOOD, queue: 'x'.repeat(100) }],
  ['subject', { ...GOOD, subject: 1 }, { ...GOOD, subject: 'a' }],
  ['question', { ...GOOD, question: 1 }, { ...GOOD, question: 'a' }],
  ['text', { question: 'How was it?' }, { question: 'How was it?', rating: 1 }],
]

function TURN(): object {
  return { party: 'customer', text: 'a' }
}

function turns(count: number): readonly object[] {
  return Array.from({ length: count }, TURN)
}

describe('an item is refused for its fault alone, and the fault has a place', () => {
  it.each(PAIRS.map(([place, bad, good], at) => [at, place, bad, good] as const))(
    '%i: %s',
    (_, place, bad, good) => {
      expect(faultsOf(bad)).toContain(place)
      expect(faultsOf(good)).toEqual([])
    },
  )

  it('of which there are fifty', () => {
    expect(PAIRS.length).toBeGreaterThanOrEqual(50)
  })

  it('names every field at fault, and never what it holds', () => {
    const secret = 'Ann Miller'
    const read = readItem({ id: { secret }, channel: secret, step: secret, at: secret, [secret]: 1, text: 5 })
    expect(faultsOf({ channel: secret, step: secret, at: secret, text: 5 })).toEqual(
      expect.arrayContaining(['channel', 'step', 'at', 'text']),
    )
    expect(JSON.stringify(read)).not.toContain('Ann')
  })

  it('takes null for what is not there', () => {
    const nothing = {
      id: null,
      source: null,
      channel: null,
      at: null,
      author: null,
      turns: null,
      rating: null,
    }
    expect(readItem({ ...GOOD, ...nothing })).toMatchObject({ item: { text: GOOD.text, rating: null } })
  })
})
