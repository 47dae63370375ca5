import { expect, it } from 'vitest'
import { contentWords } from '../../../server/language/content-words.ts'
import { generalShare } from '../../../server/language/general-words.ts'

it.each([
  'I need it today',
  "it doesn't work",
  'it doesnt work',
  'nothing works again',
  'Tried twice yesterday',
])('"%s" is general talk to the last word', (text) => {
  const words = contentWords(text)
  expect(words.length).toBeGreaterThan(0)
  for (const word of words) expect(generalShare(word)).toBeGreaterThan(0)
})

it.each(['payment page freezes', 'reset passcode', 'cracked screen', 'delivery refund', '支付页面'])(
  '"%s" is a subject in every word',
  (text) => {
    expect(contentWords(text).map(generalShare)).toEqual(contentWords(text).map(() => 0))
  },
)

it('all that is listed together is less than what people say', () => {
  const all = ['need', 'know', 'work', 'try', 'again', 'today', 'nothing', 'yesterday', 'thing']
  const sum = all.reduce((total, word) => total + generalShare(contentWords(word)[0] ?? ''), 0)
  expect(sum).toBeGreaterThan(0.01)
  expect(sum).toBeLessThan(0.1)
})
