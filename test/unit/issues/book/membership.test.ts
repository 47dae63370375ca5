import { describe, expect, it } from 'vitest'
import { memberOf, phraseTest, SearchedContact } from '../../../../server/issues/book/membership.ts'
import { contentWords } from '../../../../server/language/content-words.ts'
import { heardContact } from '../../../helpers/heard-contact.ts'

describe('a contact belongs to', () => {
  const CODE = { code: 'web.payment', heardOn: null, features: [] }
  const PHRASE = { code: null, heardOn: null, features: ['transfers + declined', 'spinner'] }

  it.each([
    ['a code', CODE, { codes: ['web.payment'] }, true],
    ['a code by one below it', CODE, { codes: ['web.payment.page-freezes'] }, true],
    ['no code that begins alike', CODE, { codes: ['web.payments'] }, false],
    ['a code on its channel alone', { ...CODE, heardOn: 'web' }, { codes: ['web.payment'] }, false],
    ['words in any form and order', PHRASE, { texts: ['They declined my transfer!'] }, true],
    [
      'no words that are far apart',
      PHRASE,
      { texts: ['declined again today when i tried paying rent money transfer'] },
      false,
    ],
    ['no words by the weaker feature', PHRASE, { texts: ['the spinner turns'] }, false],
    ['no words without text', PHRASE, { codes: ['web.payment'] }, false],
    ['words with any number', { ...PHRASE, features: ['error + 4711'] }, { texts: ['error 12 again'] }, true],
    ['words of other scripts', { ...PHRASE, features: ['支付 + 页面'] }, { texts: ['支付页面打不开'] }, true],
  ] as const)('%s', (_, subject, change, expected) => {
    expect(memberOf(subject)(new SearchedContact(heardContact(change)))).toBe(expected)
  })

  it('words of several features, and the only word that there is', () => {
    const isSaid = phraseTest(['spinner', 'checkout + stuck'])
    expect(isSaid(contentWords('the spinner turns'))).toBe(false)
    expect(isSaid(contentWords('stuck at the spinner'))).toBe(true)
    expect(phraseTest(['spinner'])(contentWords('the spinner turns'))).toBe(true)
    expect(phraseTest([])(contentWords('the spinner turns'))).toBe(false)
  })
})
