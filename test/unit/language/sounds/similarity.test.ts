import { describe, expect, it } from 'vitest'
import { phonesOf } from '../../../../server/language/sounds/phones.ts'
import { similarity } from '../../../../server/language/sounds/similarity.ts'

describe('phonesOf', () => {
  it.each([
    ['cancel', 'kans@l'],
    ['phone', 'fon'],
    ['write', 'rYt'],
    ['right', 'rYt'],
    ['queue', 'kwu'],
    ['vision', 'vIZ@n'],
    ['question', 'kwEsS@n'],
    ['table', 'teb@l'],
    ['knife', 'nYf'],
    ['agents', '@JEnts'],
    ['wanted', 'wAntId'],
    ['stopped', 'stApt'],
    ['billed', 'bIld'],
    ["don't", 'dont'],
    ['one', 'wVn'],
    ['café', 'kef'],
    ['取消', ''],
    ['취소', ''],
    ['', ''],
  ])('%s: %s', (word, phones) => {
    expect(phonesOf(word)).toBe(phones)
  })
})

describe('similarity', () => {
  it.each([
    ['cancel', 'cancel', 1, 1],
    ['write', 'right', 0.98, 0.98],
    ['cancel', 'council', 0.85, 0.97],
    ['white', 'wide', 0.85, 0.97],
    ['contract', 'contact', 0.85, 0.97],
    ['maturity', 'majority', 0.85, 0.97],
    ['refund', 'account', 0, 0.6],
    ['billing', 'technician', 0, 0.5],
  ])('%s and %s', (a, b, least, most) => {
    expect(similarity(a, b)).toBeGreaterThanOrEqual(least)
    expect(similarity(a, b)).toBeLessThanOrEqual(most)
    expect(similarity(b, a)).toBe(similarity(a, b))
  })

  it('counts near sounds less than far ones, and vowels less than consonants', () => {
    expect(similarity('pillow', 'billow')).toBeGreaterThan(similarity('pillow', 'kilow'))
    expect(similarity('packet', 'picket')).toBeGreaterThan(similarity('packet', 'jacket'))
  })

  it.each([
    ['can', 'ken'],
    ['not', 'nod'],
    ['eye', 'aye'],
    ['取消', '取笑'],
    ['취소', '취수'],
    ['取消', 'cancel'],
  ])('takes %s and %s for two words: short ones, and other scripts', (a, b) => {
    expect(similarity(a, b)).toBe(0)
    expect(similarity(a, a)).toBe(1)
  })
})
