import { expect, it } from 'vitest'
import { writtenWords } from '../../../server/language/written-words.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

function rows(text: string): readonly string[] {
  return writtenWords(text).map(({ words }) => words.join(' '))
}

it.each([
  ['what a recogniser wrote', "i can't log in", ["i can't log in"]],
  ['capitals and marks', 'Cant log in!!! Help...', ["can't log in", 'help']],
  ['apostrophes of typography', 'It doesn’t work', ["it doesn't work"]],
  ['apostrophes left out', 'dont work, wont load', ["don't work won't load"]],
  ['short forms', 'pls reset my pw', ['please reset my password']],
  ['hyphens', 'The log-in page of your web-site', ['the log in page of your web site']],
  ['e-mail in any form', 'E-mail, e-mails, Email', ['email emails email']],
  ['numbers', 'Error 404 on 2 pages', ['error four hundred four on two pages']],
  ['a number beside letters', '2FA code', ['two fa code']],
  ['ampersands', 'search & pay', ['search and pay']],
  ['sentences', 'No error. It freezes; then nothing', ['no error', 'it freezes', 'then nothing']],
  ['lines', 'first\nsecond', ['first', 'second']],
  [
    'addresses',
    'see https://example.com/pay?id=1 or write to me@example.com now',
    ['see', 'or write to', 'now'],
  ],
  ['masks of the redaction', 'my card • • declined', ['my card', 'declined']],
  ['faces', 'love it 😀 thanks', ['love it thanks']],
  ['full width', 'ＰＡＹ page', ['pay page']],
  ['Chinese', '付款失败', ['付款 失败']],
  ['nothing but marks', '!!! ... ???', []],
  ['nothing', '', []],
])('%s', (_name, text, expected) => {
  expect(rows(text)).toEqual(expected)
})

it('knows where the writer paused', () => {
  expect(writtenWords('No, the app (still) crashes')).toEqual([
    { words: ['no', 'the', 'app', 'still', 'crashes'], pauses: [1, 3, 4] },
  ])
})

it('gives words and nothing else, whatever is written', () => {
  const random = seededRandom(11)
  const pieces = [
    ...Array.from('aZé页\u0301\u200d🙂•!?.,;:()"\'’-–—&@\n\t 0179½％'),
    'www.x.de',
    'e-mail',
    'ß',
    'don’t',
    '1,5',
  ]
  for (let run = 0; run < 2000; run += 1) {
    const text = Array.from({ length: 20 }, () => pieces[Math.floor(random() * pieces.length)]).join('')
    for (const { words, pauses } of writtenWords(text)) {
      expect(words.length).toBeGreaterThan(0)
      expect(
        words.every((word) => word !== '' && !/[\s.,!?0-9]/u.test(word)),
        text,
      ).toBe(true)
      expect(pauses.every((at) => at > 0 && at <= words.length)).toBe(true)
    }
  }
})
