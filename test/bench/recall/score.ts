import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { firingsByRule } from '../../../server/rules/backtest/firing.ts'
import { compileRules } from '../../../server/rules/compile/compile.ts'
import type { PhraseGroup, Rule } from '../../../server/rules/compile/rule.ts'
import { inVariant, type Variant } from './variants.ts'

/** Two firings no further apart than this are the same occasion, in call time. */
const SAME_WITHIN_MS = 3000

export interface RulesUnderTest {
  readonly rules: readonly Rule[]
  readonly phases: PhraseGroup | null
}

interface Firing {
  readonly atMs: number
  /** Where the last of its words ends. */
  readonly endMs: number
}

export type Firings = ReadonlyMap<string, readonly Firing[]>

/** Occasions of a variant held against those that should be, summed over rules and calls. */
export interface Score {
  /** Occasions of the reference. */
  readonly due: number
  readonly found: number
  readonly false: number
  /** What was missed and what was not due, as `rule in call`. */
  readonly missed: readonly string[]
  readonly wrong: readonly string[]
}

/** Plays calls through rules: what stays in front of somebody, by rule, call for call. */
export function playCalls(
  { rules, phases }: RulesUnderTest,
  calls: readonly (readonly CallMessage[])[],
  variant: Variant,
): readonly Firings[] {
  const set = compileRules({
    rules: rules.map((rule) => inVariant(rule, variant)),
    hash: variant.name,
    phases: phases === null ? undefined : { closing: phases },
  })
  return calls.map((messages) => {
    const [start] = messages
    if (start?.type !== 'start') throw new Error('the messages of a call do not begin with its start')
    const fired = firingsByRule(set, start.call, messages)
    return new Map(
      [...fired].map(([id, matches]) => [
        id,
        matches.map(({ atMs, evidence }): Firing => ({ atMs, endMs: evidence.endMs })),
      ]),
    )
  })
}

/** `timed` false: the reference has no times, and the n-th firing of a rule is held against its n-th. */
export function scoreCall(call: { id: string; timed: boolean }, due: Firings, fired: Firings): Score {
  const ids = [...new Set([...due.keys(), ...fired.keys()])].toSorted()
  const scores = ids.map((id): Score => {
    const expected = due.get(id) ?? []
    const heard = fired.get(id) ?? []
    const found = call.timed ? met(expected, heard) : Math.min(expected.length, heard.length)
    const name = `${id} in ${call.id}`
    return {
      due: expected.length,
      found,
      false: heard.length - found,
      missed: Array.from({ length: expected.length - found }, () => name),
      wrong: Array.from({ length: heard.length - found }, () => name),
    }
  })
  return sumScores(scores)
}

export function sumScores(scores: readonly Score[]): Score {
  return {
    due: scores.reduce((sum, { due }) => sum + due, 0),
    found: scores.reduce((sum, { found }) => sum + found, 0),
    false: scores.reduce((sum, score) => sum + score.false, 0),
    missed: scores.flatMap(({ missed }) => missed),
    wrong: scores.flatMap(({ wrong }) => wrong),
  }
}

/** How many of the expected are heard; each firing stands for one occasion at most. */
function met(expected: readonly Firing[], heard: readonly Firing[]): number {
  const left = [...heard]
  let count = 0
  for (const one of expected) {
    const index = left.findIndex((other) => isSame(one, other))
    if (index === -1) continue
    left.splice(index, 1)
    count += 1
  }
  return count
}

function isSame(one: Firing, other: Firing): boolean {
  return (
    Math.abs(one.endMs - other.endMs) <= SAME_WITHIN_MS || Math.abs(one.atMs - other.atMs) <= SAME_WITHIN_MS
  )
}
