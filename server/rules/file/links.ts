import { nearestName } from '../../platform/nearest-name.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import type { RuleCondition } from '../compile/rule.ts'
import type { RuleDocument } from './parse-rule.ts'
import { allConditions } from './walk.ts'

/** What is wrong with how rules name each other. `faulty`: ids of rules whose own file has a fault, which is told there. */
export function linkFaults(
  documents: readonly RuleDocument[],
  faulty: ReadonlySet<string>,
): readonly FileFault[] {
  const byId = new Map(documents.map((document) => [document.rule.ref.id, document]))
  const known = [...byId.keys()]
  return documents.flatMap((document) =>
    rulesNamedBy(document).flatMap((condition): readonly FileFault[] => {
      const { ruleId } = condition
      const { id } = document.rule.ref
      const place = document.source.placeOf(document.paths.get(condition) ?? ['when'])
      if (!byId.has(ruleId)) {
        if (faulty.has(ruleId)) return []
        const near = nearestName(ruleId, known)
        const hint = near === null ? '' : `; did you mean "${near}"?`
        const message = `there is no rule "${ruleId}", expected the id of a rule in this folder${hint}`
        return [{ ...place, check: 'unknown-rule', severity: 'error', message }]
      }
      const way = wayBack({ from: ruleId, to: id, byId, seen: new Set() })
      if (way === null) return []
      const circle = [id, ...way].join(' → ')
      const message = `the rules wait for each other (${circle}), expected no rule that depends on itself`
      return [{ ...place, check: 'rule-cycle', severity: 'error', message }]
    }),
  )
}

/** The places at which a rule waits for another. */
export function rulesNamedBy({ rule }: RuleDocument): readonly RuleCondition[] {
  return allConditions(rule.condition).filter((condition) => condition.kind === 'rule')
}

/** A rule and all that it waits for, straight or through others, those it waits for first. */
export function withDependencies(
  document: RuleDocument,
  byId: ReadonlyMap<string, RuleDocument>,
): readonly RuleDocument[] {
  const seen = new Set<RuleDocument>()
  const ordered: RuleDocument[] = []
  const visit = (at: RuleDocument): void => {
    if (seen.has(at)) return
    seen.add(at)
    for (const { ruleId } of rulesNamedBy(at)) {
      const other = byId.get(ruleId)
      if (other !== undefined) visit(other)
    }
    ordered.push(at)
  }
  visit(document)
  return ordered
}

interface Walk {
  readonly from: string
  readonly to: string
  readonly byId: ReadonlyMap<string, RuleDocument>
  readonly seen: Set<string>
}

/** The ids from a rule to another by way of what each waits for; null when there is no way. */
function wayBack({ from, to, byId, seen }: Walk): readonly string[] | null {
  if (from === to) return [to]
  const document = byId.get(from)
  if (document === undefined || seen.has(from)) return null
  seen.add(from)
  for (const { ruleId } of rulesNamedBy(document)) {
    const rest = wayBack({ from: ruleId, to, byId, seen })
    if (rest !== null) return [from, ...rest]
  }
  return null
}
