import type { RecognizedWord } from '../recognizer.ts'
import { alignWords } from '../word-alignment.ts'

/** A word that the second reading leaves out: it thought silence there likelier. */
const LEFT_OUT_CONFIDENCE = 0.4
/** Of a word that stands where the second reading is sure of another: it is on the decoder's path all the same. */
const LEAST_CONFIDENCE = 0.05
/** Of a word for which there is no room between its neighbours: one frame of the decoder. */
const LEAST_SECONDS = 0.03

/**
 * The words of `hypothesis`, timed and judged by `judged`.
 *
 * At the end of an utterance the library reads its lattice a second time and writes the words with the least expected
 * error (Xu, Povey, Mangu, Zhu: "Minimum Bayes risk decoding and system combination", 2011), which is where times and
 * confidences come from. On telephone calls that text is no better than the path that the decoder has followed
 * all along and shown in its hypotheses (test/bench, `settle`: 37.9 % of words wrong instead of 38.7 %), but it differs
 * from it: every twentieth phrase that a rule had seen was taken back by it. So the path is what becomes final. Where
 * the readings differ, a word takes the time of the one it stands for and what confidence that one leaves.
 *
 * Gives `judged` as it is when either side has no words: a word without any time is of no use.
 */
export function wordsOfBestPath(
  hypothesis: readonly string[],
  judged: readonly RecognizedWord[],
): readonly RecognizedWord[] {
  if (hypothesis.length === 0 || judged.length === 0) return judged
  const pairs = alignWords(
    judged.map(({ text }) => text),
    hypothesis,
  )
  const stood = pairs.map((pair) => (pair === null ? undefined : judged[pair.index]))
  return hypothesis.map((text, index) => {
    const word = stood[index]
    if (word === undefined) {
      return { text, confidence: LEFT_OUT_CONFIDENCE, ...roomAt(index, { stood, judged }) }
    }
    if (word.text === text) return word
    return { ...word, text, confidence: Math.max(LEAST_CONFIDENCE, 1 - word.confidence) }
  })
}

/**
 * From the end of the word before to the start of the one after, as far as these have a time; else the last moment of
 * the one before, or the first of the one after.
 */
function roomAt(
  index: number,
  words: {
    readonly stood: readonly (RecognizedWord | undefined)[]
    readonly judged: readonly RecognizedWord[]
  },
): Pick<RecognizedWord, 'startSeconds' | 'endSeconds'> {
  const { stood, judged } = words
  const before = stood.slice(0, index).findLast((word) => word !== undefined)
  const after = stood.slice(index + 1).find((word) => word !== undefined)
  const startSeconds = before?.endSeconds ?? after?.startSeconds ?? judged[0]?.startSeconds ?? 0
  const endSeconds = Math.max(startSeconds, after?.startSeconds ?? startSeconds)
  if (endSeconds - startSeconds >= LEAST_SECONDS) return { startSeconds, endSeconds }
  if (before === undefined) return { startSeconds, endSeconds: startSeconds + LEAST_SECONDS }
  return { startSeconds: endSeconds - LEAST_SECONDS, endSeconds }
}
