import { callMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { RuleHit } from '../compile/compiled-rule.ts'
import type { PhraseHit } from '../compile/phrase-finder.ts'
import type { TailWord } from './call-state.ts'

/** What an utterance holds for the rules. */
export interface Heard {
  /** Hits by index of the rule, each rule's by start. */
  readonly hits: ReadonlyMap<number, readonly RuleHit[]>
  /** Keys of the rules that each word counts for, by position in tail and utterance together. */
  readonly usedBy: ReadonlyMap<number, readonly string[]>
}

const NOTHING: Heard = { hits: new Map(), usedBy: new Map() }

/**
 * Finds the phrases of all rules in an utterance and across its border with the words before. Words of
 * the wrong party, words that lie wholly before the utterance, and words that have counted for the rule
 * already are left out.
 */
export function listen(set: RuleSet, before: readonly TailWord[], utterance: Utterance): Heard {
  const words: readonly Word[] = [...before.map(({ word }) => word), ...utterance.words]
  const found = set.finder.find(words.map(({ text }) => text))
  if (found.length === 0) return NOTHING
  const hits = new Map<number, RuleHit[]>()
  const usedBy = new Map<number, string[]>()
  for (const phrase of found) {
    const listener = set.listeners[phrase.phrase]
    const rule = listener === undefined ? undefined : set.rules[listener.rule]
    if (listener === undefined || rule === undefined || phrase.to <= before.length) continue
    if (listener.party !== null && listener.party !== utterance.party) continue
    if (before.slice(phrase.from).some((word) => word.usedBy.includes(rule.key))) continue
    const hit: RuleHit = {
      role: listener.role,
      phrase: listener.phrase,
      ...place(phrase, words, before.length),
    }
    hits.set(listener.rule, [...(hits.get(listener.rule) ?? []), hit])
    for (let at = phrase.from; at < phrase.to; at += 1) usedBy.set(at, [...(usedBy.get(at) ?? []), rule.key])
  }
  return { hits, usedBy }
}

function place(
  { from, to }: PhraseHit,
  row: readonly Word[],
  tailLength: number,
): Omit<RuleHit, 'role' | 'phrase'> {
  const words = row.slice(from, to)
  const own = row.slice(Math.max(from, tailLength), to)
  return {
    words,
    from,
    to,
    startMs: words[0]?.startMs ?? callMs(0),
    endMs: words.at(-1)?.endMs ?? callMs(0),
    stayedMs: own.reduce<number>((least, word) => Math.min(least, word.stayedMs), Number.MAX_SAFE_INTEGER),
  }
}
