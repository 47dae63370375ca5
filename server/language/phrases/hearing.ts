import {
  createSoundIndex,
  JOIN_FLOOR,
  JOIN_SCORE,
  WORD_FLOOR,
  type SoundIndex,
} from '../sounds/sound-index.ts'
import { affixTable, type AffixTable } from './affix-table.ts'
import type { Label } from './net.ts'
import { createRecent } from './recent.ts'
import { mayBeginSlot } from './slots/slot.ts'
import { stem } from './stem.ts'

/** What a heard word may stand for. */
export interface Heard {
  /** Labels of the automaton that it fits. */
  readonly labels: readonly number[]
  /** For each label what is missing from a full score, in thousandths; null: nothing anywhere. */
  readonly losses: readonly number[] | null
  /** Whether a phrase may begin with it. */
  readonly begins: boolean
  /** Whether a number, a date and the like may begin with it. */
  readonly mayBeginSlot: boolean
  /** Whether it may be the first of two words that were said as one: then `pair` is worth asking. */
  readonly splits: boolean
}

/** Tells for words what they may stand for; each distinct word is worked out once and remembered for a while. */
export interface Hearing {
  /** Whether words may sound alike, so that two heard words may be one of a phrase. */
  readonly soundsAlike: boolean
  word(word: string): Heard
  /** Two words that follow each other, taken as one; null: they are none. */
  pair(first: string, second: string): Heard | null
}

export interface HearingOptions {
  readonly labels: readonly Label[]
  /** Whether a label leads on from the beginning of all phrases. */
  readonly begins: Uint8Array
  /** Whether phrases have slots at all, and whether one can be the first thing of a phrase. */
  readonly hasSlots: boolean
  readonly slotBegins: boolean
}

/** Distinct words, and pairs of words, that are remembered. */
const REMEMBERED = 60_000

const NOTHING: Heard = { labels: [], losses: null, begins: false, mayBeginSlot: false, splits: false }
const NO_PAIR: { readonly heard: Heard | null } = { heard: null }

export function createHearing(options: HearingOptions): Hearing {
  const tables = tablesOf(options.labels)
  const exact = new Map(
    [...tables.exact].map(([word, label]) => [word, heardOf(options, tables, word, [label])]),
  )
  const { sounds } = tables
  if (!tables.patterned && !options.hasSlots) {
    return { soundsAlike: false, word: (word) => exact.get(word) ?? NOTHING, pair: () => null }
  }
  const words = createRecent<Heard>(REMEMBERED)
  const pairs = createRecent<{ readonly heard: Heard | null }>(REMEMBERED)
  return {
    soundsAlike: sounds !== null,
    word: (word) => words.get(word) ?? words.set(word, resolve(options, tables, word)),
    pair(first, second) {
      if (sounds === null) return null
      const key = `${first} ${second}`
      const known = pairs.get(key) ?? pairs.set(key, resolvePair({ options, tables, sounds, first, second }))
      return known.heard
    },
  }
}

interface Sounds {
  readonly index: SoundIndex
  /** Labels by the index's word. */
  readonly labels: readonly { readonly label: number; readonly joined: boolean }[]
}

interface Tables {
  readonly exact: ReadonlyMap<string, number>
  readonly stems: ReadonlyMap<string, number>
  readonly affixes: AffixTable
  readonly sounds: Sounds | null
  /** Whether there is more than whole words. */
  readonly patterned: boolean
}

function tablesOf(labels: readonly Label[]): Tables {
  const exact = new Map<string, number>()
  const stems = new Map<string, number>()
  const affixes: { begins: string; ends: string; label: number }[] = []
  const sounds: { word: string; label: number; joined: boolean }[] = []
  labels.forEach((each, label) => {
    if (each.kind === 'sound') sounds.push({ word: each.word, label, joined: each.joined })
    else if (each.kind === 'word') {
      const { pattern } = each
      if (pattern.kind === 'exact') exact.set(pattern.text, label)
      else if (pattern.kind === 'stem') stems.set(pattern.stem, label)
      else affixes.push({ begins: pattern.begins, ends: pattern.ends, label })
    }
  })
  const index = createSoundIndex(sounds.map(({ word }) => word))
  return {
    exact,
    stems,
    affixes: affixTable(affixes),
    sounds: sounds.length === 0 ? null : { index, labels: sounds },
    patterned: stems.size + affixes.length + sounds.length > 0,
  }
}

function resolve(options: HearingOptions, tables: Tables, word: string): Heard {
  const labels: number[] = [...tables.affixes.labelsOf(word)]
  const whole = tables.exact.get(word)
  if (whole !== undefined) labels.push(whole)
  const stemmed = tables.stems.size === 0 ? undefined : tables.stems.get(stem(word))
  if (stemmed !== undefined) labels.push(stemmed)
  const { sounds } = tables
  if (sounds === null) return heardOf(options, tables, word, labels)
  const losses = labels.map(() => 0)
  for (const { index, score } of sounds.index.find(word, WORD_FLOOR)) {
    const found = sounds.labels[index]
    if (found === undefined || (found.joined && score < JOIN_FLOOR)) continue
    labels.push(found.label)
    losses.push(lossOf(found.joined ? score * JOIN_SCORE : score))
  }
  return heardOf(options, tables, word, labels, losses)
}

function resolvePair(pair: {
  readonly options: HearingOptions
  readonly tables: Tables
  readonly sounds: Sounds
  readonly first: string
  readonly second: string
}): { readonly heard: Heard | null } {
  const { options, tables, sounds, first, second } = pair
  const labels: number[] = []
  const losses: number[] = []
  for (const { index, score } of sounds.index.findPair(first, second)) {
    const found = sounds.labels[index]
    if (found === undefined || found.joined) continue
    labels.push(found.label)
    losses.push(lossOf(score))
  }
  if (labels.length === 0) return NO_PAIR
  return { heard: heardOf(options, tables, '', labels, losses) }
}

function heardOf(
  options: HearingOptions,
  { sounds }: Tables,
  word: string,
  labels: readonly number[],
  losses?: readonly number[],
): Heard {
  const beginsSlot = options.hasSlots && mayBeginSlot(word)
  const begins = labels.some((label) => options.begins[label] === 1) || (options.slotBegins && beginsSlot)
  const splits = sounds?.index.mayBegin(word) ?? false
  if (labels.length === 0 && !beginsSlot && !splits) return NOTHING
  const missing = losses?.some((loss) => loss > 0) === true ? losses : null
  return { labels, losses: missing, begins, mayBeginSlot: beginsSlot, splits }
}

function lossOf(score: number): number {
  return Math.round((1 - score) * 1000)
}
