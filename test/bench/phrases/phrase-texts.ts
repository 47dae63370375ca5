import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { seededRandom } from '../../../agent-console/sample-calls/chance.ts'
import { allSampleCalls } from '../../helpers/sample-calls.ts'
import { wordsOf } from '../../helpers/word-error-rate.ts'

const RULES = resolve(import.meta.dirname, '../../../rules')
/** Customers' questions, which lie beside the project. */
const QUESTIONS = resolve(import.meta.dirname, '../../../../shared/data/dialogue/banking77/train.csv')

const LIST_ITEM = /^ +- ([^:"{}[\]\n]+)$/gm
/** A word of a phrase, with the stars and so on that belong to it. */
const PHRASE_WORD = /[~<*]?[\p{L}'-]+[>*]?/gu
/** So many of the words said most are in phrases as they are; all others are exchanged. */
const COMMON = 40
const SYLLABLES = 'ba ce di fo gu ka le mi no pu ra se ti vo zu bla cre dri flo gru pla ste tri sno'.split(
  ' ',
)
const COINED = 20_000
/** A word is rare that is said at most so often. */
const RARE = 10

/** What is said, one row of words an utterance. */
export async function readRows(): Promise<readonly (readonly string[])[]> {
  const texts = existsSync(QUESTIONS)
    ? (await readFile(QUESTIONS, 'utf8')).split('\n').map((line) => line.slice(0, line.lastIndexOf(',')))
    : (await allSampleCalls()).flatMap(({ reference }) => reference.turns.map(({ text }) => text))
  return texts.map(wordsOf).filter((words) => words.length > 0)
}

/** The phrases of the rules that come with the project, as they are written. */
export async function shippedPhrases(): Promise<readonly string[]> {
  const files = await readdir(RULES, { recursive: true })
  const texts = files
    .filter((file) => file.endsWith('.rule.yaml'))
    .map((file) => readFile(join(RULES, file), 'utf8'))
  const found = (await Promise.all(texts)).flatMap((text) =>
    [...text.matchAll(LIST_ITEM)].map(([, item = '']) => item),
  )
  return [...new Set(found)]
}

/**
 * So many different phrases of the same make: the shipped ones again and again, their content words exchanged for
 * words that are rare in the rows, and for coined ones: few of them are found.
 */
export function morePhrases(
  shipped: readonly string[],
  rows: readonly (readonly string[])[],
  count: number,
): readonly string[] {
  const random = seededRandom('phrases')
  const { common, rare } = wordsByUse(rows)
  const coined = Array.from({ length: COINED }, () =>
    Array.from({ length: 3 }, () => pick(SYLLABLES, random)).join(''),
  )
  const phrases = new Set(shipped.slice(0, count))
  while (phrases.size < count) {
    const template = pick(shipped, random)
    const others = template.includes(' ') && random() < 0.5 ? rare : coined
    phrases.add(
      template.replace(PHRASE_WORD, (word) =>
        word.startsWith('<') || common.has(word) ? word : pick(others, random),
      ),
    )
  }
  return [...phrases]
}

function wordsByUse(rows: readonly (readonly string[])[]): {
  readonly common: ReadonlySet<string>
  readonly rare: readonly string[]
} {
  const counts = new Map<string, number>()
  for (const word of rows.flat()) counts.set(word, (counts.get(word) ?? 0) + 1)
  const byUse = [...counts].toSorted(([, a], [, b]) => b - a)
  return {
    common: new Set(byUse.slice(0, COMMON).map(([word]) => word)),
    rare: byUse.flatMap(([word, count]) => (count <= RARE && /^[a-z]{5,}$/.test(word) ? [word] : [])),
  }
}

function pick(items: readonly string[], random: () => number): string {
  return items[Math.floor(random() * items.length)] ?? ''
}
