import { describe, expect, test } from 'vitest'
import { fill, fillCard, withoutMasked, type Filling } from '../../../server/actions/fill.ts'
import { firstLine } from '../../../server/actions/first-line.ts'
import type { CaughtSlot, EvidencePart } from '../../../server/contracts/match.ts'
import { caughtWords } from '../../../server/language/caught-words.ts'
import { buildEvidence, buildWords } from '../../helpers/message-builders.ts'

const FILLING: Filling = {
  words: 'cancel my contract',
  slots: new Map([['amount', 'twenty dollars']]),
  attributes: { queue: 'billing', empty: ' ' },
  article: { title: 'Refunds', line: 'Find the payment.' },
}

test.each([
  ['Heard “{words}”.', 'Heard “cancel my contract”.'],
  ['You are on {call.queue}.', 'You are on billing.'],
  ['Tier {call.tier|unknown}.', 'Tier unknown.'],
  ['Ask {call.empty|them} now.', 'Ask them now.'],
  ['Ask {call.tier} now.', 'Ask now.'],
  ['{call.toString|no}', 'no'],
  ['No {place} here.', 'No {place} here.'],
  ['Say that {slot.amount|it} is on its way.', 'Say that twenty dollars is on its way.'],
  ['It comes {slot.date|soon}.', 'It comes soon.'],
  ['It comes {slot.date|}.', 'It comes .'],
  ['See {article.title}: {article.line}', 'See Refunds: Find the payment.'],
])('%s becomes %s', (text, filled) => {
  expect(fill(text, FILLING)).toBe(filled)
})

test('what was said is not read as a template, and a long value is cut', () => {
  expect(fill('{words}', { ...FILLING, words: '{call.queue}' })).toBe('{call.queue}')
  const filled = fill('{call.note}', { ...FILLING, attributes: { note: 'x'.repeat(500) } })
  expect(filled).toHaveLength(80)
  expect(filled.endsWith('…')).toBe(true)
})

test('steps are filled, the link is as it is written', () => {
  const link = { title: 'Look up', url: 'https://kb.example/{words}' }
  const card = fillCard({ steps: ['Say {words}.'], link, expiresMs: 45_000 }, FILLING)
  expect(card).toEqual({ steps: ['Say cancel my contract.'], link, expiresMs: 45_000 })
})

function said(text: string, slots: readonly CaughtSlot[]): EvidencePart {
  const { others: _, ...part } = buildEvidence({ words: buildWords(text), slots })
  return part
}

describe('what phrases caught', () => {
  const refund = said('twenty dollars on tuesday', [
    { name: 'amount', from: 0, to: 2 },
    { name: 'date', from: 3, to: 4 },
  ])

  test('is what was said, of what decided before what held beside it', () => {
    const other = said('two weeks ago', [
      { name: 'date', from: 0, to: 3 },
      { name: 'paid', from: 0, to: 1 },
    ])
    expect(Object.fromEntries(caughtWords({ ...refund, others: [other] }))).toEqual({
      amount: 'twenty dollars',
      date: 'tuesday',
      paid: 'two',
    })
    const { slots: _, ...none } = refund
    expect(caughtWords({ ...none, others: [] }).size).toBe(0)
  })

  test('is not there when a word of it was masked', () => {
    const hidden = (part: EvidencePart, at: number): EvidencePart => ({
      ...part,
      words: part.words.map((word, place) => (place === at ? { ...word, text: '•' } : word)),
    })
    const masked = hidden(refund, 0)
    expect(withoutMasked(masked).slots).toEqual([{ name: 'date', from: 3, to: 4 }])
    expect(withoutMasked(hidden(masked, 3)).slots).toBeUndefined()
  })
})

test.each([
  ['Go **line by line**, the _last_ one beside it.\n\nMore.', 'Go line by line, the last one beside it.'],
  ['\n---\n## 1. Find [the payment](https://kb.example/p)\n', 'Find the payment'],
  ['- `reset` a snake_case_name', 'reset a snake_case_name'],
  ['***', ''],
])('the first line of %j is %s', (markdown, line) => {
  expect(firstLine(markdown)).toBe(line)
})
