import { describeState } from '../engine/measures/describe-state.ts'
import type { StateCondition } from './rule.ts'
import { isState, type TreeNode } from './tree.ts'

/** A rule that asks for a state. */
export interface Subscriber {
  /** Index into `RuleSet.rules`. */
  readonly rule: number
  /** Its nodes that are this state. */
  readonly nodes: readonly TreeNode[]
  /** Whether the state's beginning matters to it though it remembers nothing. */
  readonly wakes: boolean
  /** Whether it has a clock that stands still while the state (hold) lasts. */
  readonly clock: boolean
}

/** A state that rules ask for. Each is judged once, however many rules ask. */
export interface Atom {
  /** The state in the rules' own terms. */
  readonly text: string
  readonly condition: StateCondition
  readonly subscribers: readonly Subscriber[]
}

/** On hold, however short: the clock of talk stands still then. */
const ON_HOLD: StateCondition = { kind: 'hold', forMs: 0 }

interface Draft {
  readonly text: string
  readonly condition: StateCondition
  readonly subscribers: Subscriber[]
}

export interface AtomTable {
  readonly atoms: readonly Atom[]
  /** By rule, then by node: index into `atoms`. */
  readonly atomOf: readonly (readonly (number | undefined)[])[]
  /** Index of the atom "on hold"; -1 when no rule asks. */
  readonly onHold: number
}

/** Collects the states of all rules, each rule given by its nodes. */
export function collectAtoms(rules: readonly (readonly TreeNode[])[]): AtomTable {
  const drafts: Draft[] = []
  const byKey = new Map<string, number>()
  const indexOf = (condition: StateCondition): number => {
    const key = JSON.stringify(condition)
    const known = byKey.get(key)
    if (known !== undefined) return known
    byKey.set(key, drafts.length)
    return drafts.push({ text: describeState(condition), condition, subscribers: [] }) - 1
  }
  const atomOf = rules.map((nodes, rule) => {
    const ofNode: (number | undefined)[] = []
    const byAtom = new Map<number, TreeNode[]>()
    for (const node of nodes) {
      if (!isState(node.condition)) continue
      const atom = indexOf(node.condition)
      ofNode[node.index] = atom
      byAtom.set(atom, [...(byAtom.get(atom) ?? []), node])
    }
    for (const [atom, asking] of byAtom) {
      const wakes = asking.some((node) => node.wakes)
      drafts[atom]?.subscribers.push({ rule, nodes: asking, wakes, clock: false })
    }
    if (nodes.some(({ condition }) => condition.kind === 'absence' && condition.clock === 'talk')) {
      drafts[indexOf(ON_HOLD)]?.subscribers.push({ rule, nodes: [], wakes: true, clock: true })
    }
    return ofNode
  })
  return { atoms: drafts, atomOf, onHold: byKey.get(JSON.stringify(ON_HOLD)) ?? -1 }
}
