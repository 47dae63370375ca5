import { describe, expect, it } from 'vitest'
import type { DigitalFeedback } from '../../../../server/contracts/digital-feedback.ts'
import { wallMs } from '../../../../server/contracts/time.ts'
import { MAX_TEXT } from '../../../../server/feedback/form/clean-text.ts'
import { readItem, type ItemDefaults } from '../../../../server/feedback/form/item.ts'
import { toFeedback } from '../../../../server/feedback/form/to-feedback.ts'
import { redactText } from '../../../../server/redaction/redact-text.ts'

const NOW = wallMs(Date.UTC(2026, 2, 1, 12))
const MINUTE_MS = 60_000

function made(
  value: object,
  defaults: ItemDefaults = { channel: 'web' },
): DigitalFeedback & { cut: boolean } {
  const read = readItem(value)
  if ('faults' in read) throw new Error(JSON.stringify(read.faults))
  const result = toFeedback({
    item: read.item,
    defaults,
    sourceId: 'api',
    receivedAt: NOW,
    redact: redactText,
    authorKeyOf: (author) => `hash of ${author.length}`,
    contentIdOf: (content) => `hash ${content}`,
  })
  if ('faults' in result) throw new Error(JSON.stringify(result.faults))
  return { ...result.feedback, cut: result.cut }
}

describe('an item becomes feedback', () => {
  it('with everything that it says', () => {
    const item = {
      id: 'r-1',
      source: 'app-store',
      channel: 'app',
      step: 'payment',
      at: NOW - MINUTE_MS,
      author: 'ann@example.com',
      language: 'en_gb',
      subject: 'Broken',
      text: 'Card 4539 1488 0343 6467 refused',
      rating: 2,
      page: 'https://shop.example/order/123456/pay?card=1#ann',
      queue: 'shop',
    }
    expect(made(item)).toEqual({
      type: 'feedback',
      feedbackId: 'r-1',
      sourceId: 'app-store',
      channel: 'app',
      step: 'payment',
      at: NOW - MINUTE_MS,
      receivedAt: NOW,
      authorKey: 'hash of 15',
      language: 'en-GB',
      text: 'Broken\nCard • • • • refused',
      turns: [],
      rating: { value: 2, min: 1, max: 5 },
      page: '/order/•/pay',
      queue: 'shop',
      cut: false,
    })
  })

  it('with what holds for all where it says nothing', () => {
    const defaults = { source: 's', channel: 'ivr', step: 'other', language: 'de', queue: 'q' } as const
    expect(made({ text: 'a' }, defaults)).toMatchObject({
      ...{ sourceId: 's', channel: 'ivr', step: 'other', language: 'de', queue: 'q' },
      ...{ at: NOW, authorKey: null, rating: null, page: null },
    })
    expect(made({ text: 'a', source: 't', channel: 'app', queue: 'r' }, defaults)).toMatchObject({
      ...{ sourceId: 't', channel: 'app', queue: 'r' },
    })
    expect(made({ text: 'a' })).toMatchObject({ sourceId: 'api', channel: 'web', step: null, queue: null })
  })

  it('never without a channel', () => {
    expect(() => made({ text: 'a' }, {})).toThrow('channel')
  })

  it.each([
    [undefined, 'und'],
    ['klingon', 'und'],
    ['x', 'und'],
    ['zh-hans-cn', 'zh-Hans-CN'],
    ['tlh', 'tlh'],
    ['en-', 'und'],
    ['und', 'und'],
  ])('in the language %s: %s', (language, expected) => {
    expect(made({ text: 'a', language }).language).toBe(expected)
  })

  it.each([
    [NOW + MINUTE_MS, NOW],
    [NOW + 3_600_000, NOW],
    [NOW - 3_600_000, NOW - 3_600_000],
  ])('written at %i: %i', (at, expected) => {
    expect(made({ text: 'a', at }).at).toBe(expected)
  })

  it.each([
    ['/pay?card=4#x', '/pay'],
    ['Payment screen', 'Payment screen'],
    ['https://shop.example', '/'],
    ['/r%C3%BCckgabe', '/rückgabe'],
    ['/100%', '/100%'],
    ['/user/ann@example.com/', '/user/•/'],
  ])('of the page %s: %s', (page, expected) => {
    expect(made({ text: 'a', page }).page).toBe(expected)
  })
})

describe('the customer’s words', () => {
  it('of a conversation are the customer’s turns, redacted like all others', () => {
    const turns = [
      { party: 'bot', text: 'Your PIN 1234?' },
      { party: 'customer', text: 'it is 4321', at: NOW },
      { party: 'system', text: ' ' },
      { party: 'agent', text: 'Thanks' },
      { party: 'customer', text: 'and it freezes' },
    ]
    expect(made({ turns })).toMatchObject({
      text: 'it is •\nand it freezes',
      turns: [
        { party: 'agent', text: 'Your PIN •?', at: null },
        { party: 'customer', text: 'it is •', at: NOW },
        { party: 'agent', text: 'Thanks', at: null },
        { party: 'customer', text: 'and it freezes', at: null },
      ],
    })
  })

  it('of a survey stand after the question, which is not theirs', () => {
    expect(made({ question: 'How was it?', text: 'Bad', rating: 1 })).toMatchObject({
      text: 'Bad',
      turns: [
        { party: 'agent', text: 'How was it?' },
        { party: 'customer', text: 'Bad' },
      ],
    })
    expect(made({ question: 'How was it?', rating: 1 })).toMatchObject({
      text: '',
      turns: [{ party: 'agent', text: 'How was it?' }],
    })
  })

  it('are cut and counted where they are too long, a conversation as a whole', () => {
    expect(made({ text: 'x'.repeat(MAX_TEXT + 1) })).toMatchObject({ cut: true })
    const turns = Array.from({ length: 4 }, () => ({ party: 'customer', text: 'x'.repeat(MAX_TEXT / 2) }))
    const { text, cut, turns: kept } = made({ turns })
    expect(cut).toBe(true)
    expect(kept.map((turn) => turn.text.length)).toEqual([MAX_TEXT / 2, MAX_TEXT / 2])
    expect(text).toHaveLength(MAX_TEXT + 1)
  })
})

describe('the id of what has none', () => {
  it('is that of its content, which it does not show', () => {
    const id = (value: object): string => made(value).feedbackId
    expect(id({ text: 'a' })).toBe(id({ text: 'a', rating: null }))
    expect(id({ text: 'a' })).toMatch(/^content-hash /)
    const others = [
      { text: 'b' },
      { text: 'a', author: 'x' },
      { text: 'a', at: NOW },
      { text: 'a', rating: 1 },
    ]
    expect(new Set([{ text: 'a' }, ...others].map(id)).size).toBe(5)
  })
})
