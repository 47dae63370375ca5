import { seededRandom } from '../../agent-console/sample-calls/chance.ts'
import { createPhraseFinder } from '../../server/language/phrases/finder.ts'
import { parsePhrase } from '../../server/language/phrases/phrase.ts'
import { similarity } from '../../server/language/sounds/similarity.ts'
import { createSoundIndex } from '../../server/language/sounds/sound-index.ts'
import { testModelDir } from '../helpers/model.ts'
import { wordsOf } from '../helpers/word-error-rate.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, type BenchResult } from './goals.ts'
import { figure, percent, printTable } from './measure/table.ts'
import { readReferenceAudio, type ReferenceAudio } from './play/reference-audio.ts'
import { openEars } from './room/ears.ts'
import { hear, misheardWords, type Misheard } from './sounds/misheard.ts'

const THRESHOLDS = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
/** What rules take when they name no score of their own. */
const DEFAULT_SCORE = 0.85
const RANDOM_PAIRS = 20_000
const SHORTEST = 4

interface Heard {
  readonly id: string
  readonly said: readonly string[]
  readonly heard: readonly string[]
}

/**
 * Words that the recogniser took for others, from everything with a text beside it, and how many of them score above
 * a threshold; beside it pairs of words drawn by chance from the same texts. Then the same for two words in a row,
 * as phrases: how many that were said are found in what was heard, and how many that were not said.
 */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const audio = (await readReferenceAudio()).filter(
    ({ reference, id }) => reference !== null && !id.startsWith('digits'),
  )
  const ears = await openEars(testModelDir())
  const texts: Heard[] = []
  for (const part of options.quick ? audio.slice(0, 1) : audio) {
    texts.push({ id: part.id, said: referenceOf(part), heard: await hear(ears, part) })
  }
  const words = [...new Set(texts.flatMap(({ said }) => said))].filter((word) => word.length >= SHORTEST)
  const real = distinct(texts.flatMap(({ said, heard }) => misheardWords(said, heard)))
  const chance = chancePairs(words)
  console.log(
    `\n${real.length} distinct pairs of words misheard, ${chance.length} pairs by chance; of these score at least`,
  )
  printTable(
    ['score', 'misheard', 'by chance'],
    THRESHOLDS.map((least) => scoreRow(least, real, chance)),
  )
  printPhrases(texts)
  return {
    goals: {
      sounds_chance_pairs_at_default: atMost(share(chance, DEFAULT_SCORE), 0.001),
      sounds_found_by_key: atLeast(recallOfIndex(words), 0.9),
    },
  }
}

function referenceOf({ reference }: ReferenceAudio): readonly string[] {
  return wordsOf(reference ?? '')
}

function distinct(pairs: readonly Misheard[]): readonly Misheard[] {
  const long = pairs.filter(({ said, heard }) => said.length >= SHORTEST && heard.length >= SHORTEST)
  return [...new Map(long.map((pair) => [`${pair.said} ${pair.heard}`, pair])).values()]
}

function chancePairs(words: readonly string[]): readonly Misheard[] {
  const random = seededRandom('pairs')
  const pick = (): string => words[Math.floor(random() * words.length)] ?? ''
  return Array.from({ length: RANDOM_PAIRS }, () => ({ said: pick(), heard: pick() })).filter(
    ({ said, heard }) => said !== heard,
  )
}

function scoreRow(least: number, real: readonly Misheard[], chance: readonly Misheard[]): readonly string[] {
  return [figure(least, 2), percent(share(real, least)), percent(share(chance, least), 3)]
}

function share(pairs: readonly Misheard[], least: number): number {
  return pairs.filter(({ said, heard }) => similarity(said, heard) >= least).length / pairs.length
}

/** Of all pairs of these words that score at least the default, how many the key leads to. */
function recallOfIndex(words: readonly string[]): number {
  const index = createSoundIndex(words)
  let alike = 0
  let found = 0
  for (const word of words) {
    alike += words.filter((other) => other !== word && similarity(word, other) >= DEFAULT_SCORE).length
    found += index.find(word, DEFAULT_SCORE).length - 1
  }
  return alike === 0 ? 1 : found / alike
}

/** Every two or three words in a row, one of them long, as phrases. */
function printPhrases(texts: readonly Heard[]): void {
  const phrases = [...new Set(texts.flatMap(({ said }) => [...runsOf(said, 2), ...runsOf(said, 3)]))]
  const entriesAt = (minScore: number) =>
    phrases.flatMap((text) => {
      const parsed = parsePhrase(text)
      return parsed.ok ? [{ phrase: parsed.phrase, soundsAlike: minScore < 1, minScore }] : []
    })
  console.log(
    `\n${phrases.length} phrases of two and three words as they were said, looked for in what was heard`,
  )
  printTable(
    ['score', 'said and found', 'found and not said'],
    [1, ...THRESHOLDS.toReversed()].map((minScore) => {
      const entries = entriesAt(minScore)
      const finder = createPhraseFinder(entries)
      const totals = { said: 0, found: 0, wrong: 0 }
      for (const { said, heard } of texts) {
        const all = ` ${said.join(' ')} `
        const known = new Set(
          entries.flatMap(({ phrase }, index) => (all.includes(` ${phrase.text} `) ? [index] : [])),
        )
        const hits = new Set(finder.find(heard).map(({ phrase }) => phrase))
        totals.said += known.size
        totals.found += [...known].filter((phrase) => hits.has(phrase)).length
        totals.wrong += [...hits].filter((phrase) => !known.has(phrase)).length
      }
      return [
        minScore === 1 ? 'exact' : figure(minScore, 2),
        percent(totals.found / totals.said),
        figure(totals.wrong),
      ]
    }),
  )
}

function runsOf(words: readonly string[], length: number): readonly string[] {
  return words.flatMap((_, at) => {
    const run = words.slice(at, at + length)
    return run.length === length && run.some((word) => word.length > SHORTEST) ? [run.join(' ')] : []
  })
}
