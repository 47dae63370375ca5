import { ruleIdOf, type Outcome, type OutcomeReason } from '../../contracts/outcome.ts'
import type { Utterance } from '../../contracts/transcript.ts'

/**
 * What an outcome that was held says of the call. `fired`: it was, though nobody was told. `shadow`: as the file says.
 * `doubtful`: people call the rule wrong too often to hold it against an agent, and not firing says nothing either.
 * `not`: it was not so.
 */
type Weight = 'fired' | 'shadow' | 'doubtful' | 'not'

const HELD: Readonly<Record<OutcomeReason, Weight>> = {
  'rule-in-shadow': 'shadow',
  demoted: 'doubtful',
  // What keeps a prompt from a person says nothing about the call.
  cooldown: 'fired',
  'once-per-call': 'fired',
  'no-agent': 'fired',
  silenced: 'fired',
  'not-for-team': 'fired',
  'below-threshold': 'fired',
  'same-words': 'fired',
  'budget-spent': 'fired',
  'agent-speaking': 'fired',
  outranked: 'fired',
  inhibited: 'fired',
  grouped: 'fired',
  matched: 'fired',
  'confirmed-by-final': 'fired',
  'not-in-final': 'not',
  'issue-over': 'not',
}

/** What fired in a call, by rule, in the order of the call. */
export class Evidence {
  readonly #fired = new Map<string, Outcome[]>()
  readonly #shadow = new Map<string, Outcome[]>()
  readonly #doubtful = new Set<string>()

  constructor(outcomes: readonly Outcome[], finals: readonly Utterance[]) {
    const said = new Map(finals.map((final) => [final.utteranceId, final]))
    for (const outcome of outcomes.toSorted(inOrder)) {
      const ruleId = ruleIdOf(outcome)
      const weight = weightOf(outcome, said)
      if (weight === 'fired') add(this.#fired, ruleId, outcome)
      else if (weight === 'shadow') add(this.#shadow, ruleId, outcome)
      else if (weight === 'doubtful') this.#doubtful.add(ruleId)
    }
  }

  /** What one of these rules found, in the order of the call. */
  of(rules: readonly string[], shadow: boolean): readonly Outcome[] {
    const from = shadow ? [this.#fired, this.#shadow] : [this.#fired]
    return rules.flatMap((id) => from.flatMap((found) => found.get(id) ?? [])).toSorted(inOrder)
  }

  /** One of these rules fired and is not to be trusted. */
  isDoubtful(rules: readonly string[]): boolean {
    return rules.some((id) => this.#doubtful.has(id))
  }
}

/** In the order of the call, and always the same one. */
function inOrder(one: Outcome, other: Outcome): number {
  return one.atMs - other.atMs || (one.outcomeId < other.outcomeId ? -1 : 1)
}

function weightOf(outcome: Outcome, said: ReadonlyMap<string, Utterance>): Weight {
  switch (outcome.state) {
    case 'shown':
    case 'confirmed':
      return 'fired'
    case 'retracted':
      // Its words were said; another card on them was more important.
      return outcome.reason === 'outranked' ? 'fired' : 'not'
    case 'held':
      return wasSaid(outcome, said) ? HELD[outcome.reason] : 'not'
  }
}

/**
 * A held outcome is neither confirmed nor withdrawn, and may rest on words that the final does not have: so they are
 * looked for in it, one after the other. What rests on no words was so when it was found.
 */
function wasSaid({ evidence }: Outcome, said: ReadonlyMap<string, Utterance>): boolean {
  const { words, utteranceId } = evidence
  if (words.length === 0 || utteranceId === null) return true
  const heard = said.get(utteranceId)?.words ?? []
  let from = 0
  for (const { text } of words) {
    // What is masked in one may be masked in a longer run of words in the other.
    if (!/\p{L}/u.test(text)) continue
    const at = heard.findIndex((word, place) => place >= from && word.text === text)
    if (at === -1) return false
    from = at + 1
  }
  return true
}

function add(to: Map<string, Outcome[]>, ruleId: string, outcome: Outcome): void {
  const known = to.get(ruleId)
  if (known === undefined) to.set(ruleId, [outcome])
  else known.push(outcome)
}
