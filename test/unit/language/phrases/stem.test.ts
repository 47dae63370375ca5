import { describe, expect, it } from 'vitest'
import { isStemmable, stem } from '../../../../server/language/phrases/stem.ts'

describe('stem', () => {
  it.each([
    'cancel cancels canceled cancelled cancelling cancellation cancellations',
    'refund refunds refunded refunding refundable',
    'charge charges charged charging',
    'pay pays paid paying',
    'recognise recognize recognised recognizing',
    'organisation organization organize',
    'terminate terminated terminating termination',
    'activate activation activated',
    'policy policies',
    'try tries tried trying',
    'stop stops stopped stopping',
    'bill bills billed billing',
    'agree agrees agreed agreeing',
    'hope hoped hoping',
    'miss misses missed missing',
    "account accounts account's accounts'",
    'freeze froze frozen freezing',
    'withdraw withdrew withdrawn withdrawing',
    'transfer transferred transferring',
    'careful carefulness',
  ])('knows the forms of one word: %s', (forms) => {
    expect(new Set(forms.split(' ').map(stem)).size).toBe(1)
  })

  it.each([
    ['policy', 'police'],
    ['bill', 'build'],
    ['plan', 'plane'],
    ['contract', 'contact'],
    ['universal', 'universe'],
    ['new', 'news'],
  ])('%s and %s are two words, or one as Porter has it', (a, b) => {
    const oneForPorter = ['universal universe', 'new news']
    expect(stem(a) === stem(b)).toBe(oneForPorter.includes(`${a} ${b}`))
  })

  it.each(['a', 'is', 'by', '取消', 'niño', 'wi-fi', ''])('takes %j as it is, or by its table', (word) => {
    expect(stem(word)).toBe(word === 'is' ? 'be' : word)
  })

  it('knows which words it can tell anything about', () => {
    expect(["don't", 'cancel', 'wi-fi', '取消'].map(isStemmable)).toEqual([true, true, false, false])
  })
})
