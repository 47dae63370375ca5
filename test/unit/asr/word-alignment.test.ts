import { describe, expect, it } from 'vitest'
import { alignWords } from '../../../server/asr/word-alignment.ts'

/** `=2` the same word as number 2 before, `~2` in its place, `+` new. */
function aligned(before: string, after: string): string {
  return alignWords(before.split(' '), after.split(' '))
    .map((pair) => (pair === null ? '+' : `${pair.same ? '=' : '~'}${pair.index}`))
    .join(' ')
}

describe('alignWords', () => {
  it.each([
    { why: 'grows', before: 'i want', after: 'i want to cancel', expected: '=0 =1 + +' },
    {
      why: 'a word early on changes',
      before: 'eye want to cancel',
      after: 'i want to cancel',
      expected: '~0 =1 =2 =3',
    },
    {
      why: 'a word splits in two',
      before: 'my nap is gone',
      after: 'my new app is gone',
      expected: '=0 + + =2 =3',
    },
    { why: 'two words become one', before: 'an active plan', after: 'inactive plan', expected: '+ =2' },
    {
      why: 'a word is inserted',
      before: 'my bill is wrong',
      after: 'my last bill is wrong',
      expected: '=0 + =1 =2 =3',
    },
    { why: 'a word vanishes', before: 'my uh bill', after: 'my bill', expected: '=0 =2' },
    { why: 'a repeated word comes again', before: 'no no', after: 'no no no', expected: '=0 =1 +' },
    { why: 'everything changes', before: 'good day', after: 'could they', expected: '~0 ~1' },
  ])('when $why', ({ before, after, expected }) => {
    expect(aligned(before, after)).toBe(expected)
  })

  it('takes empty sentences', () => {
    expect(alignWords([], ['hello'])).toEqual([null])
    expect(alignWords(['hello'], [])).toEqual([])
  })
})
