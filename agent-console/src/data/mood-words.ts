import type { MoodState } from '../../../server/contracts/assist.ts'

export interface MoodWords {
  readonly text: string
  readonly tone: 'good' | 'even' | 'tense' | 'bad'
  readonly turn: 'better' | 'worse' | null
}

/** Bounds on the server's scale of -1 to 1: as wide as one strong word in a short utterance. */
const UPSET = -0.4
const TENSE = -0.15
const PLEASED = 0.3
/** A change that a person would notice. */
const TURN = 0.3

/** How a customer sounds, in a word: no more than the words of a call can tell. */
export function moodWords({ level, trend, sustained }: MoodState): MoodWords {
  const turn = trend === null || Math.abs(trend) < TURN ? null : trend > 0 ? 'better' : 'worse'
  if (sustained || level <= UPSET) return { text: 'Upset', tone: 'bad', turn }
  if (level <= TENSE) return { text: 'Tense', tone: 'tense', turn }
  return level >= PLEASED ? { text: 'Pleased', tone: 'good', turn } : { text: 'Even', tone: 'even', turn }
}
