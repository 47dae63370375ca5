import type { ExplainedCondition, Explanation } from '../../../server/contracts/explanation.ts'

/** One condition with those that it is made of, and what lacked of it at the nearest miss. */
export interface ConditionBranch {
  readonly condition: ExplainedCondition
  /** Null: nothing of its own lacked. */
  readonly lack: string | null
  readonly members: readonly ConditionBranch[]
}

/** The conditions of a rule as they lie within each other. */
export function conditionTree({
  conditions,
  nearestMiss,
}: Pick<Explanation, 'conditions' | 'nearestMiss'>): readonly ConditionBranch[] {
  const lacks = new Map(nearestMiss?.lacks.map(({ path, detail }) => [path, detail]))
  const [branches] = branchesFrom({ conditions, lacks }, 0, 0)
  return branches
}

interface Source {
  readonly conditions: readonly ExplainedCondition[]
  readonly lacks: ReadonlyMap<string, string>
}

/** Those of a depth from a place on, and the place behind them. */
function branchesFrom(
  source: Source,
  from: number,
  depth: number,
): readonly [readonly ConditionBranch[], number] {
  const branches: ConditionBranch[] = []
  let at = from
  for (;;) {
    const condition = source.conditions[at]
    if (condition === undefined || condition.depth < depth) return [branches, at]
    const [members, behind] = branchesFrom(source, at + 1, depth + 1)
    branches.push({ condition, lack: source.lacks.get(condition.path) ?? null, members })
    at = behind
  }
}
