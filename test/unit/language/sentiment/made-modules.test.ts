import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readGrams } from '../../../../server/language/sentiment/chinese/grams.ts'
import { GRAM_WEIGHTS } from '../../../../server/language/sentiment/chinese/gram-weights.ts'
import { CHINESE_REVIEWS, hasChineseReviews } from '../../../bench/sentiment/chinese-grams.ts'
import { hasCorpora } from '../../../bench/sentiment/corpora.ts'
import {
  emoticonModule,
  gramModule,
  layerModule,
  lexiconModule,
  recordOf,
  SENTIMENT,
  writtenLayerModule,
} from '../../../bench/sentiment/modules.ts'
import { RECORDS, type MadeRecords } from '../../../bench/sentiment/record.ts'

const RECORDED = JSON.parse(readFileSync(RECORDS, 'utf8')) as MadeRecords

function lying(path: string): string {
  return readFileSync(join(SENTIMENT, path), 'utf8')
}

test('the lexicon and the emoticons are what the word lists give', () => {
  expect(lying('english/lexicon.ts')).toBe(lexiconModule().text)
  expect(lying('english/written/emoticons.ts')).toBe(emoticonModule().text)
})

/*
 * The data of these is not everywhere. What holds without it: the module lies as its last making left it, from the
 * files whose sums the code asks for, and what made the grams has not changed since. Where the data is, all is made again.
 */
test.each([
  ['english/layer-weights.ts', layerModule],
  ['english/written/layer-weights.ts', writtenLayerModule],
] as const)('%s is what the rated messages gave, and where they are, what they give', (path, moduleNow) => {
  expect(recordOf(path, lying(path))).toEqual(RECORDED[path])
  if (hasCorpora()) expect(lying(path)).toBe(moduleNow().text)
})

test(
  'the Chinese grams are what the reviews gave, and where they are, what they give',
  { timeout: 60_000 },
  () => {
    const path = 'chinese/gram-weights.ts'
    expect(recordOf(path, lying(path))).toEqual(RECORDED[path])
    if (hasChineseReviews(CHINESE_REVIEWS)) expect(lying(path)).toBe(gramModule(CHINESE_REVIEWS).text)
  },
)

test('the Chinese grams read as one to three characters with a weight in quarters', () => {
  const grams = [...readGrams(GRAM_WEIGHTS)]
  expect(grams.length).toBeGreaterThan(1000)
  for (const [gram, weight] of grams) {
    expect(gram).toMatch(/^\p{Script=Han}{1,3}$/u)
    expect(Number.isInteger(weight * 4)).toBe(true)
  }
})
