import { expect, test } from 'vitest'
import { COMPLAINT_PHRASES } from '../../../../server/language/sentiment/english/phrases-complaint.ts'
import { PRAISE_PHRASES } from '../../../../server/language/sentiment/english/phrases-praise.ts'
import { PROCEDURAL_PHRASES } from '../../../../server/language/sentiment/english/phrases-procedural.ts'
import {
  formsOf,
  rowsOf,
  weighedPhrases,
} from '../../../../server/language/sentiment/english/phrase-table.ts'
import { WRITTEN_PHRASES } from '../../../../server/language/sentiment/english/written/phrases.ts'

const GROUPS = [...COMPLAINT_PHRASES, ...PRAISE_PHRASES, ...PROCEDURAL_PHRASES]

test('choices, joined words and words that may be missing give every form', () => {
  const forms = formsOf('nobody|no_one called me? back').map((words) => words.join(' '))
  expect(forms).toEqual([
    'nobody called back',
    'nobody called me back',
    'no one called back',
    'no one called me back',
  ])
})

test.each([
  { name: 'spoken', groups: GROUPS, least: 200 },
  { name: 'written', groups: WRITTEN_PHRASES, least: 80 },
])('there are many $name rows, none twice, in small letters and without marks', ({ groups, least }) => {
  const rows = groups.flatMap(({ phrases }) => rowsOf(phrases))
  expect(rows.length).toBeGreaterThan(least)
  expect(new Set(rows).size).toBe(rows.length)
  for (const { words } of weighedPhrases(groups)) {
    expect(words.length).toBeGreaterThan(0)
    for (const word of words) expect(word).toMatch(/^[a-z][a-z'-]*$/)
  }
})

test('weights keep to the scale of the lexicon, and each has its reason', () => {
  for (const { weight, why } of [...GROUPS, ...WRITTEN_PHRASES]) {
    expect(Math.abs(weight)).toBeLessThanOrEqual(4)
    expect(why).not.toBe('')
  }
})
