import { describe, expect, it } from 'vitest'
import { Hits } from '../../../../server/issues/book/hits.ts'
import { needOf } from '../../../../server/issues/book/need.ts'
import { severityOf, worst } from '../../../../server/issues/book/severity.ts'
import { heardContact } from '../../../helpers/heard-contact.ts'

type Said = readonly [text: string, mood: number | null]

function needOfTexts(said: readonly Said[], fallback: Parameters<typeof needOf>[1] = null) {
  const hits = new Hits()
  said.forEach(([text, mood], n) => hits.add(heardContact({ id: `calls:${String(n)}`, texts: [text], mood })))
  return needOf(hits.all(), fallback)
}

const BROKEN: Said = ['the payment page does not work', -0.6]
const CALM_BROKEN: Said = ['i get an error when i pay', null]
const WISH: Said = ['it would be nice if paying were easier', 0]
const HAPPY: Said = ['i love how quick this is', 0.7]
const NOTHING: Said = ['i looked at the page', null]

describe('need and Kano class', () => {
  it.each([
    ['broken and angry', [BROKEN, BROKEN, BROKEN, BROKEN], { need: 'pain', kano: 'must-be' }],
    ['broken, told calmly', [CALM_BROKEN, CALM_BROKEN, NOTHING, NOTHING], { need: 'pain', kano: 'must-be' }],
    ['wished for', [WISH, WISH, NOTHING, NOTHING, NOTHING], { need: 'itch', kano: 'indifferent' }],
    ['liked', [HAPPY, HAPPY, HAPPY, NOTHING], { need: 'delight', kano: 'attractive' }],
    [
      'liked by some and missed by others',
      [HAPPY, HAPPY, BROKEN, BROKEN],
      { need: 'pain', kano: 'one-dimensional' },
    ],
  ] as const)('%s', (_, said, expected) => {
    expect(needOfTexts(said, 'itch')).toEqual(expected)
  })

  it('are what the code frame says while too few customers were heard', () => {
    expect(needOfTexts([BROKEN, BROKEN], 'delight').need).toBe('delight')
    expect(needOfTexts([BROKEN, BROKEN]).need).toBe('pain')
  })
})

describe('severity', () => {
  const CALM = {
    evidence: 1,
    lastHour: 3,
    expected: 0,
    growthPerHour: 3,
    volume: 300,
    need: 'pain',
    code: null,
  } as const

  it.each([
    ['a few contacts', {}, 'low'],
    ['ten more than usual', { lastHour: 10 }, 'medium'],
    ['a fifth of all contacts', { lastHour: 6, volume: 30 }, 'high'],
    ['thirty more than usual', { lastHour: 32, expected: 2 }, 'high'],
    ['strong and growing', { lastHour: 10, growthPerHour: 10, evidence: 6 }, 'high'],
    ['a critical code', { code: 'critical' }, 'critical'],
    [
      'never more than two above the code',
      { lastHour: 500, growthPerHour: 400, evidence: 60, code: 'info' },
      'medium',
    ],
    ['what customers like', { need: 'delight', lastHour: 500 }, 'info'],
  ] as const)('of %s', (_, change, expected) => {
    expect(severityOf({ ...CALM, ...change })).toBe(expected)
  })

  it('has an order', () => {
    expect(worst('low', 'high')).toBe('high')
    expect(worst('critical', 'info')).toBe('critical')
  })
})
