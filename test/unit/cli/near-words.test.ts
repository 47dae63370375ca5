import { expect, it } from 'vitest'
import { nearWordsIn } from '../../../server/cli/near-words.ts'

const VOCABULARY = new Set(
  'any desk good day holiday refund refunds verisign cat car can pay pal papal'.split(' '),
)

it.each([
  ['anydesk', ['any desk']],
  ['good-day', ['good day']],
  ['refundd', ['refund', 'refunds']],
  ['paypal', ['pay pal', 'papal']],
  // By sound: no word is spelled so.
  ['verrysyne', ['verisign']],
  ['zzzz', []],
])('"%s": %j', (word, expected) => {
  expect(nearWordsIn(VOCABULARY)(word)).toEqual(expected)
})

it('takes fewer letters for a short word', () => {
  expect(nearWordsIn(VOCABULARY)('cas')).toEqual(expect.arrayContaining(['cat', 'car', 'can']))
  expect(nearWordsIn(VOCABULARY)('bus')).toEqual([])
})
