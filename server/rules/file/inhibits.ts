import { dirname, relative } from 'node:path'
import { namesRule } from '../../contracts/floor.ts'
import type { Inhibitor } from '../../contracts/match.ts'
import { nearestName } from '../../platform/nearest-name.ts'
import type { FileFault, Place } from '../../platform/yaml/file-fault.ts'
import type { Path } from '../../platform/yaml/yaml-source.ts'
import type { RuleDocument } from './parse-rule.ts'

/** Rules, and the folder below which they lie. */
export interface RulesOfFolder {
  readonly dir: string
  readonly documents: readonly RuleDocument[]
}

/** By the id of each rule, those that it holds back. */
type Held = ReadonlyMap<string, ReadonlySet<string>>

/** What is wrong with whom rules hold back. `faulty`: ids of rules whose own file has a fault, which is told there. */
export function inhibitFaults(
  { dir, documents }: RulesOfFolder,
  faulty: ReadonlySet<string>,
): readonly FileFault[] {
  const held = heldBack({ dir, documents })
  return documents.flatMap((document) => {
    const named = document.rule.inhibits?.rules ?? []
    const unknown = named.flatMap((name, index): readonly FileFault[] => {
      const message = nameFault({ dir, documents, document, faulty, name })
      return message === null
        ? []
        : [{ ...placeOf(document, ['rules', index]), ...message, severity: 'error' }]
    })
    return [...unknown, ...cycleFaults(document, held)]
  })
}

/** The rules, each with those that hold it back. */
export function withInhibitors({ dir, documents }: RulesOfFolder): readonly RuleDocument[] {
  const held = heldBack({ dir, documents })
  return documents.map((document) => {
    const { rule } = document
    const inhibitedBy = documents.flatMap(({ rule: { ref, inhibits } }): readonly Inhibitor[] => {
      const isHeld = inhibits !== undefined && held.get(ref.id)?.has(rule.ref.id) === true
      return isHeld ? [{ ruleId: ref.id, forMs: inhibits.forMs }] : []
    })
    if (inhibitedBy.length === 0) return document
    return { ...document, rule: { ...rule, action: { ...rule.action, inhibitedBy } } }
  })
}

interface Name extends RulesOfFolder {
  readonly document: RuleDocument
  readonly faulty: ReadonlySet<string>
  readonly name: string
}

function nameFault({
  dir,
  documents,
  document,
  faulty,
  name,
}: Name): Pick<FileFault, 'check' | 'message'> | null {
  if (name === document.rule.ref.id) {
    const message =
      'the rule holds itself back, expected another one; "cooldown" is what keeps it from saying it again'
    return { check: 'inhibit-cycle', message }
  }
  if (documents.some((other) => isNamed(other, [name], dir))) return null
  if (name.endsWith('*')) {
    // A rule that could not be read may be the one that is meant.
    if (faulty.size > 0) return null
    const message = `there is no rule in "${name}", expected a folder that has rules, such as coaching/*`
    return { check: 'unknown-rule', message }
  }
  if (faulty.has(name)) return null
  const near = nearestName(
    name,
    documents.map(({ rule }) => rule.ref.id),
  )
  const hint = near === null ? '' : `; did you mean "${near}"?`
  const message = `there is no rule "${name}", expected the id of a rule, or a folder such as coaching/*${hint}`
  return { check: 'unknown-rule', message }
}

/** Of rules that hold each other back it would be chance which one people are told of. */
function cycleFaults(document: RuleDocument, held: Held): readonly FileFault[] {
  const { id } = document.rule.ref
  const way = wayBack(id, held)
  if (way === null) return []
  const circle = [id, ...way].join(' → ')
  const message = `the rules hold each other back (${circle}), expected no rule that is held back by what it holds back`
  return [{ ...placeOf(document, []), check: 'inhibit-cycle', severity: 'error', message }]
}

/** The shortest way from a rule to itself; null: there is none. */
function wayBack(id: string, held: Held): readonly string[] | null {
  const ways: (readonly string[])[] = [...(held.get(id) ?? [])].map((next) => [next])
  const seen = new Set<string>()
  for (const way of ways) {
    const at = way.at(-1) ?? id
    if (at === id) return way
    if (seen.has(at)) continue
    seen.add(at)
    for (const next of held.get(at) ?? []) ways.push([...way, next])
  }
  return null
}

function heldBack({ dir, documents }: RulesOfFolder): Held {
  return new Map(
    documents.map(({ rule: { ref, inhibits } }) => {
      const named = documents.filter((other) => isNamed(other, inhibits?.rules ?? [], dir))
      // A rule is in its own folder, too, and means the others.
      return [ref.id, new Set(named.map(({ rule }) => rule.ref.id).filter((id) => id !== ref.id))]
    }),
  )
}

function isNamed({ rule, source }: RuleDocument, names: readonly string[], dir: string): boolean {
  return namesRule(names, { ruleId: rule.ref.id, folder: dirname(relative(dir, source.file)) })
}

function placeOf({ rule, source }: RuleDocument, path: Path): Place {
  return source.placeOf(['then', rule.action.kind, 'inhibits', ...path])
}
