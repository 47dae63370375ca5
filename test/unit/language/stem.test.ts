import { describe, expect, it } from 'vitest'
import { contentWords, wordsWithKeys } from '../../../server/language/content-words.ts'
import { stem } from '../../../server/language/stem.ts'

describe('stem', () => {
  it.each([
    ['transfer', 'transfers', 'transferred', 'transferring'],
    ['decline', 'declined', 'declining', 'declines'],
    ['verify', 'verified', 'verification', 'verifies'],
    ['cancel', 'cancelled', 'cancels', 'canceling'],
    ['payment', 'payments', 'pay', 'paying'],
    ['charge', 'charged', 'charges', 'charging'],
    ['stop', 'stopped', 'stopping', 'stops'],
    ['card', 'cards', "card's", 'card'],
  ])('takes %s, %s, %s and %s for one word', (...forms) => {
    expect(new Set(forms.map(stem)).size).toBe(1)
  })

  it('leaves short words, other alphabets and words that only look inflected alone', () => {
    expect(['app', 'ring', 'bus', 'größe', 'address', 'virus'].map(stem)).toEqual([
      ...['app', 'ring', 'bus', 'größe', 'address', 'virus'],
    ])
  })
})

describe('contentWords', () => {
  it('leaves out what carries no subject, keeps "not", and makes numbers one mark', () => {
    expect(contentWords("I'm not able to log in, it's the 3rd time!")).toEqual([
      'not',
      'abl',
      'log',
      '#num',
      'tim',
    ])
  })

  it('cuts Chinese into words of two characters or more', () => {
    expect(contentWords('我的支付失败了')).toEqual(['支付', '失败'])
  })

  it('remembers how a word was written', () => {
    expect(wordsWithKeys('Declined transfers')).toEqual([
      { word: 'declined', key: stem('declined') },
      { word: 'transfers', key: stem('transfers') },
    ])
  })
})
