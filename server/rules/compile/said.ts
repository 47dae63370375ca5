import { align, type Span } from './align.ts'
import {
  NO_DECISIONS,
  matchIdOf,
  type CompiledRule,
  type Decision,
  type RuleInput,
  type RuleStep,
} from './compiled-rule.ts'
import { saidEvidence } from './evidence.ts'
import { longestHit, occasionsOf, type Occasion } from './occasions.ts'
import type { PendingMatch, SaidState } from './rule-state.ts'
import { STAY_MS, type Rule, type SaidCondition } from './rule.ts'

/**
 * How far the words of a match may move and still be the same words. Times in partials are estimated from
 * when a word first appeared, which is up to half a second after it was said.
 */
const SAME_WORDS_MS = 1000

type WordsInput = Extract<RuleInput, { kind: 'words' }>

/** Fires once for each time that the words are said; see `SaidCondition`. */
export function compileSaid(rule: Rule, condition: SaidCondition): Pick<CompiledRule, 'step'> {
  return {
    step(state, input) {
      const pending = state?.pending ?? []
      switch (input.kind) {
        case 'words':
          return input.final
            ? onFinal(rule, condition, pending, input)
            : onPartial(rule, condition, pending, input)
        case 'end':
          // Finals come before the end; words that never became final were not said for certain.
          return { state: null, decisions: pending.map((match) => ({ ...match, state: 'retracted' })) }
        case 'start':
        case 'time':
          return { state, decisions: NO_DECISIONS }
      }
    },
  }
}

function onPartial(
  rule: Rule,
  condition: SaidCondition,
  pending: readonly PendingMatch[],
  input: WordsInput,
): RuleStep {
  const stayMs = STAY_MS[condition.timing]
  const unchanged = { state: toState(pending), decisions: NO_DECISIONS }
  if (stayMs === null || input.hits.length === 0) return unchanged
  const occasions = occasionsOf(input.hits)
  const known = new Set(pair(ofUtterance(pending, input), occasions).values())
  const fired: Decision[] = []
  for (const [index, occasion] of occasions.entries()) {
    if (known.has(index)) continue
    const hit = longestHit(occasion, ({ stayedMs }) => stayedMs >= stayMs)
    if (hit === undefined) continue
    const evidence = saidEvidence(hit, condition.party, input.utteranceId)
    fired.push({ matchId: matchIdOf(rule, input, fired.length), evidence, state: 'fired' })
  }
  if (fired.length === 0) return unchanged
  const added = fired.map(({ matchId, evidence }) => ({ matchId, evidence }))
  return { state: toState([...pending, ...added]), decisions: fired }
}

function onFinal(
  rule: Rule,
  condition: SaidCondition,
  pending: readonly PendingMatch[],
  input: WordsInput,
): RuleStep {
  const mine = ofUtterance(pending, input)
  const occasions = occasionsOf(input.hits)
  const pairs = pair(mine, occasions)
  const decisions: Decision[] = mine
    .filter((_, index) => !pairs.has(index))
    .map((match) => ({ ...match, state: 'retracted' }))
  const matchOf = new Map([...pairs].map(([index, occasion]) => [occasion, mine[index]]))
  let fresh = 0
  for (const [index, occasion] of occasions.entries()) {
    const hit = longestHit(occasion)
    if (hit === undefined) continue
    const evidence = saidEvidence(hit, condition.party, input.utteranceId)
    const known = matchOf.get(index)
    if (known === undefined) {
      const matchId = matchIdOf(rule, input, fresh)
      fresh += 1
      decisions.push({ matchId, evidence, state: 'fired' }, { matchId, evidence, state: 'confirmed' })
    } else {
      decisions.push({ matchId: known.matchId, evidence, state: 'confirmed' })
    }
  }
  return { state: toState(pending.filter((match) => !mine.includes(match))), decisions }
}

function ofUtterance(pending: readonly PendingMatch[], input: WordsInput): readonly PendingMatch[] {
  return pending
    .filter((match) => match.evidence.utteranceId === input.utteranceId)
    .toSorted((a, b) => a.evidence.startMs - b.evidence.startMs)
}

function pair(pending: readonly PendingMatch[], occasions: readonly Occasion[]): ReadonlyMap<number, number> {
  const spans: readonly Span[] = pending.map((match) => match.evidence)
  return align(spans, occasions, SAME_WORDS_MS)
}

function toState(pending: readonly PendingMatch[]): SaidState | null {
  return pending.length === 0 ? null : { kind: 'said', pending }
}
