import { describe, expect, it } from 'vitest'
import { callMs } from '../../../server/contracts/time.ts'
import { holdsNumber, redactWords, type RedactionContext } from '../../../server/redaction/redact-words.ts'
import { buildWords } from '../../helpers/message-builders.ts'

const FINAL: RedactionContext = { state: 'final', open: null, expected: false }
const PARTIAL: RedactionContext = { ...FINAL, state: 'partial' }

function redacted(text: string, context: RedactionContext = FINAL): string {
  return redactWords(buildWords(text), context)
    .words.map((word) => word.text)
    .join(' ')
}

describe('redactWords masks', () => {
  it.each([
    // Digits one by one.
    ['my number is four five three nine thanks', 'my number is • • • • thanks'],
    ['it is oh seven seven double oh nine one two', 'it is • • • • • • • •'],
    ['so double seven nought six please', 'so • • • • please'],
    ['triple nine o yes', '• • • yes'],
    ['one zero zero zero one', '• • • • •'],
    // In pairs and larger groups.
    ['card forty five thirty nine then', 'card • • • • then'],
    ['born in nineteen eighty five here', 'born in • • • here'],
    ['forty four fifty five oh six on it', '• • • • • • on it'],
    ['one eight hundred five five five twelve twelve now', '• • • • • • • • now'],
    ['four thousand five hundred thirty nine is it', '• • • • • • is it'],
    // With what people put in between.
    ['four five uh three um nine is it', '• • uh • um • is it'],
    ['four five then three nine is it', '• • then • • is it'],
    ['four five to nine eight is it', '• • • • • is it'],
    ['three six five five to a one nine', '• • • • • • • •'],
    ['six hundred to double eight nine six now', 'six hundred to • • • • now'],
    // Written.
    ['account 4539 closed', 'account • closed'],
    ['account 45 39 closed', 'account • • closed'],
    ['card 4539-1488-0343-6467, right', 'card • right'],
    ['call 07700.900123 or', 'call • or'],
    ['policy ab1234cd lapsed', 'policy • lapsed'],
    ['born 12/05/1985 in', 'born • in'],
    // Too long for an amount.
    ['four five three nine pounds', '• • • • pounds'],
  ])('%s', (text, expected) => {
    expect(redacted(text)).toBe(expected)
  })
})

describe('redactWords leaves', () => {
  it.each([
    'forty five pounds a month',
    'two hundred',
    'two hundred and forty five of them',
    'five thousand',
    'one thousand two hundred thirty four pounds and more',
    'twelve fifty dollars',
    'at three thirty tomorrow',
    'call me at ten thirty',
    'ten forty five am is good',
    'nine one one is what i said',
    'from twenty to thirty people',
    'one or two or three or four',
    'oh oh',
    'oh i see',
    'it was twenty one days ago',
    'i paid £1,234.50 at 10:45 for 3 of 12',
    'order 2,500 of them',
    'the 21st of the 3rd',
    'the last four digits',
    '',
  ])('%s', (text) => {
    expect(redacted(text)).toBe(text)
  })
})

describe('a number at the end of a final', () => {
  it.each([
    ['it starts four five', 'it starts • •'],
    ['it starts four five uh', 'it starts • • uh'],
    ['four', 'four'],
    ['i am forty five', 'i am forty five'],
    ['at three thirty', 'at three thirty'],
    ['two hundred', 'two hundred'],
  ])('%s', (text, expected) => {
    expect(redacted(text)).toBe(expected)
  })
})

describe('a number at the end of a partial', () => {
  it('is masked from the second digit on, and stays so while it grows', () => {
    const digits = ['four', 'five', 'three', 'nine', 'two']
    const seen = digits.map((_, count) => redacted(`it is ${digits.slice(0, count + 1).join(' ')}`, PARTIAL))
    expect(seen).toEqual(['it is four', 'it is • •', 'it is • • •', 'it is • • • •', 'it is • • • • •'])
  })

  it('is shown again when it turns out to be short', () => {
    expect(redacted('that is forty five', PARTIAL)).toBe('that is • •')
    expect(redacted('that is forty five pounds', PARTIAL)).toBe('that is forty five pounds')
    expect(redacted('at three thirty', PARTIAL)).toBe('at • •')
    expect(redacted('at three thirty on', PARTIAL)).toBe('at three thirty on')
  })

  it('does not blink at exclamations and single digits', () => {
    expect(redacted('oh', PARTIAL)).toBe('oh')
    expect(redacted('not this one', PARTIAL)).toBe('not this one')
  })
})

describe('where a number is expected', () => {
  const expected = true

  it.each([
    ['it is sixty nine', 'it is • •'],
    ['four', '•'],
    ['it is seven eight nine on the back', 'it is • • • on the back'],
    ['seven one that he seeks', '• • that he seeks'],
    ['one moment please', 'one moment please'],
    ['i have two of them', 'i have two of them'],
    ['that was forty five pounds', 'that was forty five pounds'],
    ['oh', 'oh'],
  ])('%s', (text, result) => {
    expect(redacted(text, { ...FINAL, expected })).toBe(result)
    expect(redacted(text, { ...PARTIAL, expected })).toBe(result)
  })
})

describe('a number that goes on in the next utterance', () => {
  /** Utterances of one party with pauses of `pauseMs` between them. */
  function spoken(utterances: readonly string[], pauseMs = 800): readonly string[] {
    let context = FINAL
    let startMs = 0
    return utterances.map((text) => {
      const words = buildWords(text, startMs)
      const result = redactWords(words, context)
      context = { ...FINAL, open: result.open }
      startMs = (words.at(-1)?.endMs ?? callMs(startMs)) + pauseMs
      return result.words.map((word) => word.text).join(' ')
    })
  }

  it.each([
    [
      ['my card is four five three nine', 'one four', 'eight', 'oh three'],
      ['my card is • • • •', '• •', '•', '• •'],
    ],
    [
      ['four five three', 'nine'],
      ['• • •', '•'],
    ],
    [
      ['four five three', 'uh', 'yeah nine two please'],
      ['• • •', 'uh', 'yeah • • please'],
    ],
    // The first pair had gone out as what it seemed to be.
    [
      ['it is forty five', 'thirty nine'],
      ['it is forty five', '• •'],
    ],
    [
      ['it ends in oh', 'one two', 'eight'],
      ['it ends in oh', '• •', '•'],
    ],
    [
      ['four five three', 'thank you', 'three times'],
      ['• • •', 'thank you', 'three times'],
    ],
    [
      ['i have forty five', 'pounds'],
      ['i have forty five', 'pounds'],
    ],
  ])('%j', (utterances, expected) => {
    expect(spoken(utterances)).toEqual(expected)
  })

  it('ends when the pause is longer than three seconds', () => {
    expect(spoken(['it is forty five', 'thirty nine of them'], 3000)).toEqual([
      'it is forty five',
      '• • of them',
    ])
    expect(spoken(['it is forty five', 'thirty nine of them'], 3001)).toEqual([
      'it is forty five',
      'thirty nine of them',
    ])
  })

  it('does not take a currency for harmless when the number began before', () => {
    expect(spoken(['my card is forty five thirty', 'nine pounds'])).toEqual(['my card is • • •', '• pounds'])
  })
})

describe('a masked word', () => {
  it('keeps its times and confidence', () => {
    const words = buildWords('card 4539', 7000)
    expect(redactWords(words, FINAL)).toEqual({
      words: [words[0], { ...words[1], text: '•' }],
      masked: 1,
      open: { digits: 4, single: 0, masked: true, endMs: words[1]?.endMs },
    })
  })
})

describe('holdsNumber', () => {
  it('says whether words hold a number that must not leave', () => {
    expect(holdsNumber(['call', 'four', 'five', 'three', 'nine'])).toBe(true)
    expect(holdsNumber(['the', 'four', 'five', 'three'])).toBe(false)
    expect(holdsNumber(['long', 'number', 'on', 'the', 'front'])).toBe(false)
  })
})
