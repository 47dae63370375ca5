import type { MoodState } from '../contracts/assist.ts'
import type { Utterance } from '../contracts/transcript.ts'
import {
  affectLevel,
  affectTrend,
  initialAffect,
  sustainedNegative,
  type Affect,
} from '../language/sentiment/affect.ts'
import { hearFinal } from '../language/sentiment/hear-final.ts'

/** Figures on a screen need no more, and change less often. */
const STEPS = 20

/** How the customer of one call sounds, by the words of finals; pure. */
export class CallMood {
  readonly #language: string
  #affect: Affect = initialAffect

  constructor(language: string) {
    this.#language = language
  }

  take(utterance: Utterance): void {
    const { party, state } = utterance
    if (party !== 'customer' || state !== 'final') return
    this.#affect = hearFinal(this.#affect, utterance, this.#language)
  }

  stateAt(atMs: number): MoodState | null {
    const level = affectLevel(this.#affect)
    if (level === null) return null
    const trend = affectTrend(this.#affect, atMs)
    return {
      level: rounded(level),
      trend: trend === null ? null : rounded(trend),
      sustained: sustainedNegative(this.#affect),
    }
  }
}

function rounded(value: number): number {
  return Math.round(value * STEPS) / STEPS
}
