import { PARTIES, type Party } from '../../contracts/call.ts'
import type { Condition } from './rule.ts'
import { isState, type RuleTree } from './tree.ts'

/** What a rule listens to, which decides what must be known before it can be judged. */
export interface Listening {
  readonly parties: readonly Party[]
  /** Whether words alone decide, each utterance for itself: nothing else needs to be known. */
  readonly direct: boolean
  readonly states: boolean
}

/** `listeningOf` another rule, for rules that build on it; undefined when there is no such rule. */
export type OtherRules = (ruleId: string) => Listening | undefined

export function listeningOf({ nodes }: RuleTree, other: OtherRules): Listening {
  const parties = new Set<Party>()
  let direct = true
  let states = false
  for (const { condition } of nodes) {
    if (condition.kind === 'rule') {
      const listening = other(condition.ruleId)
      for (const party of listening?.parties ?? []) parties.add(party)
      states ||= listening?.states ?? false
      direct &&= listening?.direct ?? true
      continue
    }
    const heard = partiesOf(condition)
    for (const party of heard) parties.add(party)
    states ||= isState(condition) || (condition.kind === 'absence' && condition.clock === 'talk')
    direct &&= condition.kind === 'said' || condition.kind === 'near' || condition.kind === 'any'
  }
  return { parties: PARTIES.filter((party) => parties.has(party)), direct, states }
}

function partiesOf(condition: Condition): readonly Party[] {
  switch (condition.kind) {
    case 'said':
    case 'near':
      return both(condition.party)
    case 'absence':
      return both(condition.missing.party)
    case 'silence':
      return both(condition.party)
    case 'talk-over':
    case 'talk-ratio':
    case 'phase':
      return PARTIES
    case 'pace':
    case 'sentiment':
    case 'sentiment-trend':
      return [condition.party]
    default:
      return []
  }
}

function both(party: Party | null): readonly Party[] {
  return party === null ? PARTIES : [party]
}
