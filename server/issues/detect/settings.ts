import type { CodeId } from '../../contracts/contact.ts'
import { TICKS_PER_DAY } from './tick.ts'

/** A code of the site's code frame. An open issue of its parent says what an issue of the code would say. */
export interface Code {
  readonly id: CodeId
  readonly parent: CodeId | null
}

/** How unhappy the customers' words are, from -1 (furious) to 1 (delighted). */
export type Negativity = (texts: readonly string[]) => number

export interface DetectSettings {
  readonly codes: readonly Code[]
  /** IANA name of the zone whose hours the customers live by. */
  readonly timeZone: string
  /** False alarms a day that the site accepts over all codes, and over all phrases. */
  readonly codeFalseAlarms: number
  readonly phraseFalseAlarms: number
  /** Words of the agents' and the machines' own scripts, and slogans: what customers repeat is no news. */
  readonly scripts: readonly string[]
  /**
   * With `sentiment`, a phrase opens no issue unless the words around it are at least this unhappy (-1 to 1);
   * without it every sudden phrase does.
   */
  readonly sentiment: Negativity | null
  readonly sentimentAtMost: number
  /** How much more counts vary than chance, for each size class of codes. */
  readonly dispersion: readonly number[]
  /** Ticks between two calibrations by the quiet history; Infinity: only when asked to. */
  readonly recalibrateTicks: number
  /** Ticks for which a new site or feed is only learned from. */
  readonly warmUpTicks: number
}

export const DETECT_DEFAULTS: DetectSettings = {
  codes: [],
  timeZone: 'UTC',
  codeFalseAlarms: 2 / 7,
  phraseFalseAlarms: 1,
  scripts: [],
  sentiment: null,
  sentimentAtMost: -0.05,
  dispersion: [0.35, 0.35, 0.35, 0.35, 0.35, 0.35, 0.35],
  recalibrateTicks: 7 * TICKS_PER_DAY,
  warmUpTicks: TICKS_PER_DAY,
}
