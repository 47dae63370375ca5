import type { Condition, PhraseGroup, StateCondition } from './rule.ts'

/** One condition of a rule, with its place among the others. */
export interface TreeNode {
  readonly index: number
  /** Null: the root. */
  readonly parent: TreeNode | null
  /** Place among the parent's members. */
  readonly member: number
  readonly condition: Condition
  readonly members: readonly TreeNode[]
  /** Whether it holds or does not at any moment, whatever has happened before. */
  readonly isState: boolean
  /** Whether a join asks when it happened last. */
  readonly remembers: boolean
  /** Whether its words count where they begin: they begin the watch of an absence. */
  readonly fromStart: boolean
  /** For a state: whether its beginning matters to a rule that remembers nothing. */
  readonly wakes: boolean
  /** Where it stands in the rule: `all[1].sequence[0].said`. */
  readonly path: string
}

/** A rule's conditions, numbered. */
export interface RuleTree {
  /** By index; the root first, members after their parents. */
  readonly nodes: readonly TreeNode[]
}

interface Draft {
  readonly index: number
  readonly parent: Draft | null
  readonly member: number
  readonly condition: Condition
  readonly members: Draft[]
  readonly isState: boolean
  remembers: boolean
  fromStart: boolean
  wakes: boolean
  readonly path: string
}

export function compileTree(condition: Condition): RuleTree {
  const nodes: Draft[] = []
  const root = addNode(nodes, { condition, parent: null, member: 0, path: condition.kind })
  markAsked(root, false)
  for (const node of nodes) {
    node.fromStart = beginsWatch(node)
    node.wakes = wakesAlone(node)
  }
  return { nodes }
}

function addNode(nodes: Draft[], place: Pick<Draft, 'condition' | 'parent' | 'member' | 'path'>): Draft {
  const node: Draft = {
    ...place,
    index: nodes.length,
    members: [],
    isState: isStateLike(place.condition),
    remembers: false,
    fromStart: false,
    wakes: false,
  }
  nodes.push(node)
  for (const [member, condition] of membersOf(place.condition).entries()) {
    const step = place.condition.kind === 'absence' ? '.after' : `[${member}]`
    const path = `${place.path}${step}.${condition.kind}`
    node.members.push(addNode(nodes, { condition, parent: node, member, path }))
  }
  return node
}

/** The conditions that a condition is made of. */
export function membersOf(condition: Condition): readonly Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'sequence':
      return condition.of
    case 'not':
    case 'count':
    case 'last':
      return [condition.of]
    case 'absence':
      return condition.after === null ? [] : [condition.after]
    default:
      return []
  }
}

/** Whether the condition is one that `measures/` judges. */
export function isState(condition: Condition): condition is StateCondition {
  return !NOT_MEASURED.has(condition.kind)
}

const NOT_MEASURED: ReadonlySet<string> = new Set<Condition['kind']>([
  ...(['said', 'near', 'sequence', 'absence', 'count', 'last', 'rule', 'all', 'any', 'not'] as const),
])

function isStateLike(condition: Condition): boolean {
  if (condition.kind === 'not') return true
  if (condition.kind === 'all' || condition.kind === 'any') return condition.of.every(isStateLike)
  return isState(condition)
}

/** Marks the nodes of which a join wants to know whether they have happened. */
function markAsked(node: Draft, asked: boolean): void {
  switch (node.condition.kind) {
    case 'all':
      node.remembers = asked && !node.isState
      for (const member of node.members) markAsked(member, node.members.length > 1 || asked)
      return
    case 'any':
      for (const member of node.members) markAsked(member, asked)
      return
    case 'not':
      for (const member of node.members) markAsked(member, true)
      return
    default:
      node.remembers = asked && !node.isState
      for (const member of node.members) markAsked(member, false)
  }
}

function beginsWatch(node: Draft): boolean {
  const { parent } = node
  if (parent?.condition.kind === 'absence') return true
  return parent?.condition.kind === 'any' && beginsWatch(parent)
}

function wakesAlone(node: Draft): boolean {
  const { parent } = node
  switch (parent?.condition.kind) {
    case undefined:
      return true
    case 'not':
      return false
    case 'sequence':
      return node.member === 0
    case 'all':
      return parent.members.every((member) => member === node || member.isState) && wakesAlone(parent)
    default:
      return parent === null || wakesAlone(parent)
  }
}

/** What phrases of a node are for. */
export type PhraseRole = 'said' | 'to' | 'missing'

/** The phrases that a condition by itself listens for. */
export function groupsOf(
  condition: Condition,
): readonly { readonly role: PhraseRole; readonly group: PhraseGroup }[] {
  switch (condition.kind) {
    case 'said':
      return [{ role: 'said', group: condition }]
    case 'near':
      return [
        { role: 'said', group: condition },
        { role: 'to', group: { ...condition, phrases: condition.to } },
      ]
    case 'absence':
      return [{ role: 'missing', group: condition.missing }]
    default:
      return []
  }
}
