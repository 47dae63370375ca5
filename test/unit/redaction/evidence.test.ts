import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { holdsNumber } from '../../../server/redaction/redact-words.ts'

/** Every string in a list that is called `phrases`, wherever it stands in a rule. */
function phrasesOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === 'phrases' && Array.isArray(value)
      ? value.filter((phrase): phrase is string => typeof phrase === 'string')
      : phrasesOf(value),
  )
}

/** The words that a phrase may match; of alternatives such as `(four|for)`, one that is a number. */
function wordsOf(phrase: string): readonly string[] {
  return [...phrase.matchAll(/\([^)]*\)|\S+/g)].map(([slot]) => {
    const words = slot.replaceAll(/[()*]/g, '').split('|')
    return words.find((word) => holdsNumber([word, word, word, word])) ?? words[0] ?? ''
  })
}

describe('evidence of outcomes', () => {
  // Evidence leaves the process without redaction: it holds the words that a phrase matched and no others.
  it('can hold no number, because no phrase of the rules does', () => {
    const files = readdirSync('rules', { recursive: true, encoding: 'utf8' })
    const rules = files.filter((file) => file.endsWith('.rule.yaml'))
    const phrases = rules.flatMap((file) => phrasesOf(parse(readFileSync(join('rules', file), 'utf8'))))
    expect(phrases.length).toBeGreaterThan(rules.length)
    expect(rules.length).toBeGreaterThan(0)
    expect(phrases.filter((phrase) => holdsNumber(wordsOf(phrase)))).toEqual([])
  })

  it('would be found if a phrase did', () => {
    const rule = {
      when: { said: { speaker: 'customer', phrases: ['call (the|oh) eight hundred one (five|to) one'] } },
    }
    expect(phrasesOf(rule).filter((phrase) => holdsNumber(wordsOf(phrase)))).toHaveLength(1)
  })
})
