import { describe, expect, it } from 'vitest'
import { BOOK_DEFAULTS } from '../../../../server/issues/book/book-settings.ts'
import { agentsFor, extraAgents } from '../../../../server/issues/book/erlang.ts'
import { figuresOf } from '../../../../server/issues/book/figures.ts'
import { Hits } from '../../../../server/issues/book/hits.ts'
import { heardContact } from '../../../helpers/heard-contact.ts'

const HOUR = 3_600_000
const NOW = 100 * HOUR
const USUAL = { perHour: 1, volume: 60, calls: 50 }

/** One customer at each of these minutes before now. */
function hitsAt(minutesAgo: readonly number[], change: Parameters<typeof heardContact>[0] = {}): Hits {
  const hits = new Hits()
  minutesAgo.forEach((ago, n) => {
    hits.add(heardContact({ id: `calls:c-${String(n)}-${String(ago)}`, at: NOW - ago * 60_000, ...change }))
  })
  return hits
}

describe('figures', () => {
  it('tell contacts, those of the last hour, and how they grow', () => {
    const hits = hitsAt([5, 10, 20, 50, 70, 200])
    expect(figuresOf(hits, NOW, USUAL, BOOK_DEFAULTS)).toMatchObject({
      counts: { contacts: 6, lastHour: 4, expectedLastHour: 1, byChannel: { call: 6 }, byStep: {} },
      growthPerHour: 3,
      // 4 calls, 1 of them usual, and half of what they grew by.
      extraCallsNextHour: 5,
      cost: null,
    })
  })

  it('expect no calls of what is only written', () => {
    const hits = hitsAt([5, 10, 20], { channel: 'web' })
    expect(figuresOf(hits, NOW, USUAL, BOOK_DEFAULTS)).toMatchObject({
      extraCallsNextHour: 0,
      extraAgentsNextHour: 0,
    })
  })

  it('count a customer once, with the mean of their moods, and know them by the contact', () => {
    const hits = new Hits()
    hits.add(heardContact({ id: 'calls:a', authorKey: null, at: NOW - 1000, mood: -0.8 }))
    // In the middle of the call it became known who it is.
    hits.add(
      heardContact({ id: 'calls:a', authorKey: 'ann', at: NOW - 500, mood: -0.4, texts: ['it fails'] }),
    )
    expect(
      hits.add(
        heardContact({ id: 'calls:a', authorKey: 'ann', at: NOW - 500, mood: -0.4, texts: ['it fails'] }),
      ),
    ).toBe(false)
    hits.add(
      heardContact({ id: 'web:b', channel: 'web', at: NOW - 400, mood: 0.6, queue: 'shop', step: 'payment' }),
    )
    const { counts, sentiment, queues } = figuresOf(hits, NOW, USUAL, BOOK_DEFAULTS)
    expect(counts).toMatchObject({ contacts: 2, byChannel: { call: 1, web: 1 }, byStep: { payment: 1 } })
    expect(sentiment).toBe(0)
    expect(queues).toEqual(['shop'])
  })

  it('tell what contacts cost when the site says so', () => {
    const settings = { ...BOOK_DEFAULTS, handlingSeconds: 600, costPerHour: { amount: 30, currency: 'EUR' } }
    const { cost } = figuresOf(hitsAt([5, 10, 20, 50]), NOW, { ...USUAL, perHour: 0 }, settings)
    expect(cost).toEqual({ soFar: 20, nextHour: 30, currency: 'EUR' })
  })

  it('know some customers by name and the others by number', () => {
    const hits = new Hits()
    for (let n = 0; n < 50_010; n += 1) hits.add(heardContact({ id: `calls:${String(n)}`, at: NOW }))
    expect(hits.size).toBe(50_010)
    expect(hits.newest(Infinity, Infinity)).toHaveLength(50_000)
  })
})

describe('agents', () => {
  // By the formula with factorials: of 360 calls of 300 s, 35 agents answer 79.6 % within 20 s, and 36 85.8 %.
  it.each([
    [0, 180, 0],
    [100, 180, 8],
    [360, 300, 36],
  ])('for %d calls an hour of %d s: %d', (calls, seconds, agents) => {
    expect(agentsFor(calls, seconds)).toBe(agents)
  })

  it('are fewer where others are there to share the calls', () => {
    expect(extraAgents(0, 12, 360)).toBe(agentsFor(12, 360))
    expect(extraAgents(500, 12, 360)).toBeLessThan(extraAgents(0, 12, 360))
    expect(extraAgents(500, 0, 360)).toBe(0)
  })
})
