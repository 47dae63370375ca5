import { describe, expect, it } from 'vitest'
import {
  fewestWords,
  isSpokenWord,
  mostWords,
  parsePhrase,
  phraseOf,
  plainWords,
  type PhraseNode,
} from '../../../../server/language/phrases/phrase.ts'

const LISTS = new Map([
  ['rivals', ['acme', 'blue sky telecom', 'northern*']],
  ['empty', []],
  ['bad', ['fine', 'Not Fine']],
  ['long', Array.from({ length: 2600 }, (_, index) => `word ${'abcdefghij'[index % 10] ?? ''}`)],
])

/** A tree as one line. */
function show(node: PhraseNode): string {
  switch (node.kind) {
    case 'word':
      return JSON.stringify(Object.values(node.pattern).slice(1)).replace(/[[\]"]/g, '')
    case 'sequence':
      return `[${node.of.map(show).join(' ')}]`
    case 'choice':
      return `(${node.of.map(show).join('|')})`
    case 'optional':
      return `${show(node.of)}?`
    case 'gap':
      return `…${node.most}`
    case 'slot':
      return `<${named(node)}>`
    case 'list':
      return `<${named(node)}: ${node.of.map(show).join('|')}>`
  }
}

function named({ name, as }: { readonly name: string; readonly as?: string }): string {
  return as === undefined ? name : `${as}=${name}`
}

describe('parsePhrase', () => {
  it.each([
    ['cancel my account', '[cancel my account]'],
    ['cancel', 'cancel'],
    ['cancel* *ation re*able', '[cancel, ,ation re,able]'],
    ['~cancelled it', '[cancel it]'],
    ['(cancel|close) my account', '[(cancel|close) my account]'],
    ['(cancel|close down|(shut|turn) off) it', '[(cancel|[close down]|[(shut|turn) off]) it]'],
    ['(cancel) it', '[cancel it]'],
    ['please? cancel (right now)?', '[please? cancel [right now]?]'],
    ['(a|b)? c', '[(a|b)? c]'],
    ['(a? b|c)', '([a? b]|c)'],
    ['cancel ... account', '[cancel …3 account]'],
    ['cancel ...12 account', '[cancel …12 account]'],
    ['pay <number> by <date>?', '[pay <number> by <date>?]'],
    ['with <rivals>', '[with <rivals: acme|[blue sky telecom]|northern,>]'],
    ['<paid:amount> by <date:date>', '[<paid=amount> by <date>]'],
    ['with <old:rivals>', '[with <old=rivals: acme|[blue sky telecom]|northern,>]'],
    ["i (don't|cancel*|can't)", "[i (don't|cancel,|can't)]"],
    ["'cause i said", "['cause i said]"],
    ['straße öffnen', '[straße öffnen]'],
    ['取消 账户', '[取消 账户]'],
  ])('reads %s', (text, tree) => {
    const parsed = parsePhrase(text, LISTS)
    expect(parsed).toMatchObject({ ok: true, phrase: { text } })
    if (parsed.ok) expect(show(parsed.phrase.root)).toBe(tree)
  })

  it.each([
    ['', 0, 'empty'],
    ['Cancel it', 0, 'expected "cancel"'],
    ['pay £50 now', 4, 'digits'],
    ['pay 50', 4, 'digits'],
    ['cancel, please', 0, 'expected "cancel"'],
    ['cancel  it', 6, 'one space'],
    ['cancel\tit', 6, 'one space'],
    [' cancel', 0, 'one space'],
    ['cancel ', 6, 'ends in a space'],
    ['pay <Paid:amount>', 4, '"Paid" is no name for what is caught'],
    ['pay <:amount>', 4, '"" is no name for what is caught'],
    ['pay <paid:amuont>', 4, 'there is no list "amuont"'],
    ['( a|b)', 1, 'one space'],
    ['(a |b)', 2, 'a space stands before "|"'],
    ['ca* it', 0, 'at least 3 letters'],
    ['*el it', 0, 'at least 3 letters'],
    ['a*b it', 0, 'at least 3 letters'],
    ['*', 0, 'at least 3 letters'],
    ['*cel* it', 0, 'more than once'],
    ['can*Cel it', 4, 'expected "cel"'],
    ['~', 0, 'stands alone'],
    ['it ~can*', 3, 'only one of the two'],
    ['~取消', 0, 'not an English word'],
    ['~Cancel', 1, 'expected "cancel"'],
    ['a|b', 0, 'outside brackets'],
    ['x (a|b', 2, 'not closed'],
    ['x (a|(b|c)', 2, 'not closed'],
    ['x a)', 3, 'closes nothing'],
    [')', 0, 'closes nothing'],
    ['(a|b)c', 5, 'expected a space'],
    ['x(a|b)', 1, 'expected a space'],
    ['(a|)', 3, 'alternative is empty'],
    ['()', 1, 'alternative is empty'],
    ['(a|B)', 3, 'expected "b"'],
    ['(a|b)??', 6, 'expected a space'],
    ['a? b?', 0, 'all of the phrase may be left out'],
    ['(a?|b)', 0, 'all of the phrase may be left out'],
    ['?', 0, 'recogniser writes'],
    ['... a', 0, 'between two words'],
    ['a ...', 2, 'between two words'],
    ['a ... ... b', 6, 'between two words'],
    ['a? ... b', 3, 'between two words'],
    ['a ... b?', 2, 'between two words'],
    ['a (... b|c)', 3, 'between two words'],
    ['a ...13 b', 2, '"...1" to "...12"'],
    ['a ...0 b', 2, '"...1" to "...12"'],
    ['a ...x b', 2, '"...1" to "...12"'],
    ['a ...12 b ...12 c ...1 d', 0, 'at most 24 in all'],
    ['pay <number', 4, '"<" is not closed'],
    ['pay <nubmer>', 4, 'there is no list "nubmer"'],
    ['pay <empty>', 4, 'is empty'],
    ['pay <bad>', 4, 'has the entry "Not Fine"'],
    ['pay > it', 4, 'recogniser writes'],
    ['<long>', 0, 'at most 5000'],
    [`${'('.repeat(9)}a${')'.repeat(9)}`, 8, 'at most 8 brackets'],
    [Array.from({ length: 25 }, () => 'word').join(' '), 0, 'at most 24'],
  ])('refuses %j at %i', (text, offset, message) => {
    const parsed = parsePhrase(text, LISTS)
    expect(parsed.ok ? parsed : { ...parsed.fault, ok: false }).toMatchObject({
      ok: false,
      offset,
      message: expect.stringContaining(message),
    })
  })

  it('gives plain data', () => {
    const phrase = phraseOf('~cancel (my|the)? <rivals> ... account*', LISTS)
    expect(JSON.parse(JSON.stringify(phrase))).toEqual(phrase)
  })
})

describe('phraseOf', () => {
  it('throws with the place of the fault', () => {
    expect(() => phraseOf('pay 50')).toThrow('"pay 50" at 4: "50" has digits')
  })
})

describe('fewestWords and mostWords', () => {
  it.each([
    ['cancel my account', 3, 3],
    ['please? cancel (it|my account) (right now)?', 2, 6],
    ['cancel ... account', 2, 5],
    ['pay <number>', 2, 15],
    ['with <rivals>', 2, 4],
  ])('%s: %i to %i', (text, fewest, most) => {
    const phrase = phraseOf(text, LISTS)
    expect([fewestWords(phrase), mostWords(phrase)]).toEqual([fewest, most])
  })
})

describe('plainWords', () => {
  it('gives the words for each place that needs certain ones', () => {
    expect(plainWords(phraseOf('please? (cancel|close) ~pay ... <number> <rivals> bill*', LISTS))).toEqual([
      ['please'],
      ['cancel', 'close'],
      ['blue'],
      ['sky'],
      ['telecom'],
    ])
    expect(plainWords(phraseOf('(end|close down) (stop|bill*)'))).toEqual([['end'], ['close'], ['down']])
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
