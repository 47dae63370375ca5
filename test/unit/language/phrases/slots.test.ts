import { describe, expect, it } from 'vitest'
import { SLOT_LONGEST } from '../../../../server/language/phrases/slots/slot-words.ts'
import { mayBeginSlot, slotEnd } from '../../../../server/language/phrases/slots/slot.ts'
import { SLOT_NAMES, type SlotName } from '../../../../server/language/phrases/tree.ts'

function taken(name: SlotName, said: string): string {
  const words = said.split(' ')
  return words.slice(0, Math.max(0, slotEnd(name, words, 0))).join(' ')
}

/** What lies before the bar is what the slot takes. */
const SAID: Readonly<Record<SlotName, readonly string[]>> = {
  number: [
    'twenty four | people',
    'twenty | twenty four',
    'zero | times',
    'a hundred | times',
    'a hundred and five | times',
    'a thousand | and',
    '| a lot',
    '| and five',
    'fifteen hundred | times',
    'two thousand three hundred and one | times',
    'one million two hundred thousand | and no more',
    'three point one four | or so',
    'three | point taken',
    'five million | and',
    'two million | two million',
    'two thousand | three thousand',
    'nine hundred and ninety nine | five',
  ],
  amount: [
    'twenty dollars | more',
    'fifty euros and ten cents | more',
    'fifty euros ten cents | more',
    'ten dollars fifty | please',
    'ten dollars | one hundred times',
    'ten dollars | and two people',
    'a hundred pounds | and',
    'a dollar | a day',
    'ninety nine cents | each',
    'three point five pounds | each',
    '| twenty people',
    '| dollars',
  ],
  date: [
    'the third of may | please',
    'third of may | please',
    'may third | please',
    'may the third | please',
    'may twenty first | please',
    'may twenty one | please',
    'december thirty first twenty twenty six | please',
    'the first of june two thousand and four | please',
    'tuesday | morning',
    'next tuesday | morning',
    'tuesday the third of may | please',
    'next week | please',
    'today | please',
    'the day after tomorrow | please',
    'two weeks ago | now',
    'a month ago | now',
    'in ten days | or so',
    '| two weeks',
    '| may i',
    '| the first thing',
    '| the day',
    '| in may',
  ],
  time: [
    'three thirty | please',
    'three thirty five | please',
    'half past four | please',
    'half four | please',
    'quarter to nine | please',
    'a quarter past one | please',
    'twenty five to nine in the evening | please',
    "ten o'clock | please",
    "ten o'clock in the morning | please",
    'nine a m | please',
    'nine pm | please',
    'seven oh five | please',
    'eleven at night | please',
    'noon | please',
    '| five people',
    '| thirteen thirty',
    '| five to',
    '| half an hour',
    '| a quarter',
    '| three seventy',
  ],
  digits: [
    'four one seven | please',
    'zero oh o | please',
    'double five two | please',
    'triple nine | please',
    'twenty four thirty | please',
    'nineteen seven | please',
    'four one seven | hundred',
    '| one two',
    '| twenty four',
    '| double trouble one two three',
  ],
}

const CASES = SLOT_NAMES.flatMap((name) => SAID[name].map((row) => [name, row] as const))

describe('slotEnd', () => {
  it.each(CASES)('<%s>: %s', (name, row) => {
    const [before = '', after = ''] = row.split('|').map((part) => part.trim())
    expect(taken(name, `${before} ${after}`.trim())).toBe(before)
  })

  it('takes no more words than a slot may have', () => {
    const run = Array.from({ length: 50 }, () => 'seven')
    expect(slotEnd('digits', run, 3)).toBe(3 + SLOT_LONGEST.digits)
  })

  it('begins with no word that is not known as a beginning', () => {
    for (const [name, row] of CASES) {
      const first = row.split(' ')[0] ?? ''
      if (first !== '|') expect(mayBeginSlot(first), `${name} ${row}`).toBe(true)
    }
  })
})
