import { expect, test } from 'vitest'
import { fill, fillCard, type Filling } from '../../../server/actions/fill.ts'

const FILLING: Filling = { words: 'cancel my contract', attributes: { queue: 'billing', empty: ' ' } }

test.each([
  ['Heard “{words}”.', 'Heard “cancel my contract”.'],
  ['You are on {call.queue}.', 'You are on billing.'],
  ['Tier {call.tier|unknown}.', 'Tier unknown.'],
  ['Ask {call.empty|them} now.', 'Ask them now.'],
  ['Ask {call.tier} now.', 'Ask now.'],
  ['{call.toString|no}', 'no'],
  ['No {place} here.', 'No {place} here.'],
])('%s becomes %s', (text, filled) => {
  expect(fill(text, FILLING)).toBe(filled)
})

test('what was said is not read as a template, and a long value is cut', () => {
  expect(fill('{words}', { words: '{call.queue}', attributes: { queue: 'billing' } })).toBe('{call.queue}')
  const filled = fill('{call.note}', { words: '', attributes: { note: 'x'.repeat(500) } })
  expect(filled).toHaveLength(80)
  expect(filled.endsWith('…')).toBe(true)
})

test('steps are filled, the link is as it is written', () => {
  const link = { title: 'Look up', url: 'https://kb.example/{words}' }
  const card = fillCard({ steps: ['Say {words}.'], link, expiresMs: 45_000 }, FILLING)
  expect(card).toEqual({ steps: ['Say cancel my contract.'], link, expiresMs: 45_000 })
})
