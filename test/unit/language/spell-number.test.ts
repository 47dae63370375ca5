import { expect, it } from 'vitest'
import { isSpokenWord } from '../../../server/language/phrases/phrase.ts'
import { spellNumber } from '../../../server/language/spell-number.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

it.each([
  ['0', 'zero'],
  ['7', 'seven'],
  ['13', 'thirteen'],
  ['20', 'twenty'],
  ['24', 'twenty four'],
  ['100', 'one hundred'],
  ['404', 'four hundred four'],
  ['1000', 'one thousand'],
  ['1,250', 'one thousand two hundred fifty'],
  ['12005', 'twelve thousand five'],
  ['123456', 'one hundred twenty three thousand four hundred fifty six'],
  ['1234567', 'one two three four five six seven'],
  ['007', 'zero zero seven'],
  ['3.5', 'three point five'],
  ['3,50', 'three point five zero'],
  ['1,250.99', 'one thousand two hundred fifty point nine nine'],
])('%s is %s', (written, spoken) => {
  expect(spellNumber(written).join(' ')).toBe(spoken)
})

it('is made of words that a phrase may have, whatever the number', () => {
  const random = seededRandom(7)
  for (let run = 0; run < 500; run += 1) {
    const digits = (most: number): string =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () => Math.floor(random() * 10)).join('')
    const written = digits(9) + (random() < 0.5 ? '' : `${random() < 0.5 ? '.' : ','}${digits(4)}`)
    expect(spellNumber(written).every(isSpokenWord), written).toBe(true)
  }
})
