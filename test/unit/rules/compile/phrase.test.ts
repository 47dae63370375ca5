import { describe, expect, it } from 'vitest'
import { isSpokenWord, parsePhrase } from '../../../../server/rules/compile/phrase.ts'

function slotsOf(text: string): readonly string[] {
  const parsed = parsePhrase(text)
  if (!parsed.ok) throw new Error(parsed.fault.message)
  return parsed.phrase.slots.map((slot) =>
    slot.map((word) => (word.prefix ? `${word.text}…` : word.text)).join('/'),
  )
}

describe('parsePhrase', () => {
  it.each([
    ['cancel my account', ['cancel', 'my', 'account']],
    ['cancel* my account', ['cancel…', 'my', 'account']],
    ['(cancel|close) my account', ['cancel/close', 'my', 'account']],
    ["i (don't|cancel*|can't)", ['i', "don't/cancel…/can't"]],
    ["'cause i said", ["'cause", 'i', 'said']],
    ['straße öffnen', ['straße', 'öffnen']],
    ['取消 账户', ['取消', '账户']],
  ])('reads %s', (text, slots) => {
    expect(slotsOf(text)).toEqual(slots)
  })

  it.each([
    ['', 0, 'empty'],
    ['Cancel it', 0, 'expected "cancel"'],
    ['pay £50 now', 4, 'digits'],
    ['pay 50', 4, 'digits'],
    ['cancel, please', 0, 'expected "cancel"'],
    ['cancel  it', 6, 'one space'],
    [' cancel', 0, 'one space'],
    ['cancel ', 6, 'ends in a space'],
    ['ca* it', 0, 'at least 3 letters'],
    ['*cel it', 0, '"*" inside'],
    ['can*cel it', 0, '"*" inside'],
    ['a|b', 0, 'outside brackets'],
    ['x (a|b', 2, 'not closed'],
    ['x a)', 3, 'expected a space'],
    ['(a|b)c', 5, 'expected a space'],
    ['x(a|b)', 1, 'expected a space'],
    ['(a|)', 3, 'alternative is empty'],
    ['()', 1, 'alternative is empty'],
    ['(my account|it)', 1, 'one word for each alternative'],
    ['(a|B)', 3, 'expected "b"'],
    ['one two three four five six seven eight nine ten eleven twelve thirteen', 0, 'at most 12'],
  ])('refuses %j at %i', (text, offset, message) => {
    const parsed = parsePhrase(text)
    expect(parsed.ok).toBe(false)
    if (parsed.ok) return
    expect(parsed.fault.offset).toBe(offset)
    expect(parsed.fault.message).toContain(message)
  })
})

describe('isSpokenWord', () => {
  it.each(["don't", 'wi-fi', "accountants'", 'niño'])('takes %s', (word) => {
    expect(isSpokenWord(word)).toBe(true)
  })

  it.each(['', 'A', 'a.', '3', '-', "'", 'a b', '[unk]'])('refuses %j', (word) => {
    expect(isSpokenWord(word)).toBe(false)
  })
})
