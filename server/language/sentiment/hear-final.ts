import type { Utterance } from '../../contracts/transcript.ts'
import { takeUtterance, type Affect } from './affect.ts'
import { isBackchannel } from './backchannel.ts'
import { scoreWords, supported } from './sentiment.ts'

/** A party's affect after one more of its finals; in a language without word list it stays as it is. */
export function hearFinal(
  affect: Affect,
  { words, endMs }: Pick<Utterance, 'words' | 'endMs'>,
  language: string,
): Affect {
  if (!supported(language)) return affect
  const texts = words.map(({ text }) => text.toLowerCase())
  const { score } = scoreWords(texts, language)
  return takeUtterance(affect, {
    atMs: endMs,
    words: texts.length,
    score,
    backchannel: isBackchannel(texts),
  })
}
