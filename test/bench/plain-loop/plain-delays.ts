import { WordStability } from '../../../server/asr/word-stability.ts'
import type { WordDelays } from '../play/play-plan.ts'
import { joinDelays, wordDelays, type SeenHypothesis } from '../play/word-delays.ts'
import type { Saying } from './plain-channel.ts'

/** Nobody asks for a longer stay, so hypotheses that only age are left out. */
const LONGEST_STAY_MS = 700

interface PlainResult {
  readonly text: string
  readonly result?: readonly { readonly word: string; readonly start: number; readonly end: number }[]
}

export function plainText(sayings: readonly Saying[]): string {
  return sayings
    .filter(({ kind }) => kind === 'result')
    .map(({ json }) => (JSON.parse(json) as PlainResult).text)
    .filter((text) => text !== '')
    .join(' ')
}

/** The delays of a channel's words, with the same rule of staying that recognition has. */
export function plainDelays(
  sayings: readonly Saying[],
  options: { startedAt: number; warmMs: number },
): WordDelays {
  const parts: WordDelays[] = []
  const stability = new WordStability()
  let hypotheses: SeenHypothesis[] = []
  for (const saying of sayings) {
    if (saying.kind === 'partial') {
      hypotheses.push(...hypothesisOf(stability, saying))
      continue
    }
    const words = ((JSON.parse(saying.json) as PlainResult).result ?? []).map(({ word, end }) => ({
      text: word,
      endMs: end * 1000,
    }))
    parts.push(wordDelays({ hypotheses, words, ...options }))
    stability.reset(saying.atMs)
    hypotheses = []
  }
  return joinDelays(parts)
}

function hypothesisOf(stability: WordStability, saying: Saying): readonly SeenHypothesis[] {
  const { partial = '' } = JSON.parse(saying.json) as { partial?: string }
  const changed = stability.update(
    partial.split(' ').filter((text) => text !== ''),
    saying.atMs,
  )
  const stays = stability.stays(saying.atMs)
  const words = stability.words.map(({ text }, index) => ({ text, stayedMs: stays[index] ?? 0 }))
  const youngestMs = Math.min(...words.map(({ stayedMs }) => stayedMs))
  return changed || youngestMs <= LONGEST_STAY_MS ? [{ wallMs: saying.wallMs, words }] : []
}
