import { describe, expect, it } from 'vitest'
import { redactText } from '../../../server/redaction/redact-text.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

describe('redactText masks', () => {
  it.each([
    ['numbers', 'my card 4539 1488 0343 6467 failed', 'my card • • • • failed'],
    ['numbers with signs inside', 'call +49 (0)30 / 123 45 67 or 07700-900123', 'call • • / • • • or •'],
    ['numbers of four digits', 'error 4031 since 2023, pin 4-5-3-9', 'error • since •, pin •'],
    ['numbers in pieces', 'it is 45 39', 'it is • •'],
    ['numbers over lines', '4\n5\n3\n9', '•\n•\n•\n•'],
    ['numbers that are spelled out', 'it is four five three nine', 'it is • • • •'],
    ['numbers that are spelled with hyphens', 'forty-five thirty-nine', '•-• •-•'],
    ['half written numbers', '4 five 3 nine', '• • • •'],
    ['numbers within Chinese', '我的卡号是4539123412341234谢谢', '我的卡号是•谢谢'],
    ['numbers in other digits', '٤٥٣٩١٢٣٤ and １２３４ ５６７８', '• and • •'],
    ['numbers with nothing between that shows', '4\u200b5\u200d3\u00ad9', '•'],
    ['codes of letters and digits', 'order AB123456', 'order •'],
    ['dates', 'born 12/05/1985', 'born •'],
    ['e-mail addresses', 'mail a.b+c@x-y.example.com now', 'mail • now'],
    ['e-mail addresses in other letters', 'schreib an müller@bücher.example!', 'schreib an •!'],
    ['account numbers', 'DE89 3704 0044 0532 0130 00 was refused', '• was refused'],
    ['account numbers in one', 'gb29nwbk60161331926819, please', '•, please'],
    [
      'queries of addresses',
      'https://shop.example/pay?card=4&to=ann failed',
      'https://shop.example/pay• failed',
    ],
    ['queries of paths', 'at /pay?name=ann', 'at /pay•'],
    ['fragments of addresses', 'www.shop.example/a#ann', 'www.shop.example/a•'],
    ['names and passwords in addresses', 'ftp://ann:secret@shop.example/a', 'ftp://•@shop.example/a'],
    ['numbers in addresses', 'https://shop.example/order/123456/pay', 'https://shop.example/order/•/pay'],
    ['keys', 'key sk_live_eCbHqLyjWDarjtTzdpdc4', 'key •'],
    ['signed tokens', 'eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM.dozjgNryP4J3jVm ok', '• ok'],
    ['ids', 'id 9f1c2e34-ab12-4c3d-9e8f-0a1b2c3d4e5f', 'id •'],
    ['short secrets', 'cvv 123, CVC: 456, security code is 999', 'cvv •, CVC: •, security code is •'],
  ])('%s', (_, text, expected) => {
    expect(redactText(text)).toBe(expected)
  })
})

describe('redactText leaves', () => {
  it.each([
    'error 404 on page 3, twice in 2 days',
    'paid £1,234.50 at 12:30',
    'it cost 1234 euros',
    'two hundred people at three thirty',
    'the covid-19-related-problem-page of the Donaudampfschifffahrtsgesellschaft',
    'https://shop.example/pay/step2',
    'why? because a=b',
    'oh oh oh oh',
    'Ann Miller, a@b',
    '支付页面打不开 😡',
    '',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text)
  })
})

/** Pieces of what people write, the worst of them next to each other. */
const PIECES =
  '4|53|1234|four|oh|forty|double|hundred|to|and|a|page|£|12:30|@|.|,|-|/|:|(|)|#|?|=|://|www.|x@y.io|AB1|•|_|卡|٤|１|\u200b|\u00a0|\n| | | |DE89|😡|\ud800'.split(
    '|',
  )

function randomText(random: () => number): string {
  const pieces = Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
    return PIECES[Math.floor(random() * PIECES.length)] ?? ''
  })
  return pieces.join('')
}

describe('whatever it is given, redactText', () => {
  const random = seededRandom(7)
  const texts = Array.from({ length: 4000 }, () => randomText(random))

  it('never gives more text or more digits than there were', () => {
    for (const text of texts) {
      const redacted = redactText(text)
      expect(redacted.length, text).toBeLessThanOrEqual(text.length)
      expect(digitsIn(redacted), text).toBeLessThanOrEqual(digitsIn(text))
    }
  })

  it('leaves no four digits in a row, amounts and times aside', () => {
    for (const text of texts.filter((each) => !/[£:]|hundred/.test(each))) {
      expect(redactText(text), text).not.toMatch(/\p{Nd}{4}/u)
    }
  })

  it('finds nothing more in what it gave', () => {
    for (const text of texts) expect(redactText(redactText(text)), text).toBe(redactText(text))
  })

  it('hides a card number however its digits are set apart', () => {
    const card = '4539148803436467'
    const gaps = ['', ' ', '-', '.', '\u00a0', '\u2009', '–', ' - ', '/', '\u200b', ', ', '_', '\n']
    for (const gap of gaps) {
      for (const size of [1, 2, 3, 4, 16]) {
        const written = card.match(new RegExp(`.{1,${size}}`, 'g'))?.join(gap) ?? ''
        expect(redactText(`card ${written} now`), JSON.stringify([gap, size])).not.toMatch(/\d/)
      }
    }
  })
})

function digitsIn(text: string): number {
  return text.match(/\p{Nd}/gu)?.length ?? 0
}
