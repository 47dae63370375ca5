import type { Demotion } from '../../../server/contracts/attention.ts'
import type { RuleStatus } from '../../../server/contracts/match.ts'
import type { RuleFigures } from '../../../server/contracts/rule-desk.ts'
import type { LoadedRule, RulesState } from '../../../server/contracts/rules-state.ts'
import { filterWords } from './floor.ts'

/** One rule in the list: as it is in force, what it did lately, and what is wrong with its files. */
export interface RuleRow {
  readonly id: string
  readonly title: string
  /** Within the rules folder; empty for the rules folder itself. */
  readonly folder: string
  /** As it is in force; null when its file has never been without errors. */
  readonly rule: LoadedRule | null
  readonly figures: RuleFigures | null
  /** Errors in its files as they lie now. */
  readonly faults: number
  /** What people said of it, when it is shown to nobody for that; null: it is not demoted. */
  readonly demotion: Demotion | null
  /** Somebody has changes here that are not saved. */
  readonly unsaved: boolean
}

export const SORT_KEYS = ['rule', 'fired', 'useful', 'wrong', 'perCallHour'] as const

export type SortKey = (typeof SORT_KEYS)[number]

export interface RuleGroup {
  /** Null: all rules together, sorted by a figure. */
  readonly folder: string | null
  readonly rows: readonly RuleRow[]
}

export interface RowSources {
  readonly state: RulesState
  readonly figures: readonly RuleFigures[]
  readonly demotions: readonly Demotion[]
  /** Ids of rules with changes that are not saved, and the folders of those that are new. */
  readonly unsaved: ReadonlyMap<string, string>
}

const RULE_FILE = /(^|\/)([^/]+)\.(rule|test)\.yaml$/

/** The id of the rule that a file belongs to; null for files of other kinds. */
export function ruleIdOf(file: string): string | null {
  return RULE_FILE.exec(file)?.[2] ?? null
}

/** All rules: those in force, those whose files are broken, and those that are only begun. */
export function ruleRows({ state, figures, demotions, unsaved }: RowSources): readonly RuleRow[] {
  const faulty = new Map<string, { file: string; count: number }>()
  for (const { file } of state.faults) {
    const id = ruleIdOf(file)
    if (id !== null) faulty.set(id, { file, count: (faulty.get(id)?.count ?? 0) + 1 })
  }
  const figuresOf = new Map(figures.map((each) => [each.ruleId, each]))
  const demoted = new Map(demotions.map((each) => [each.ruleId, each]))
  const loaded = new Map(state.rules.map((rule) => [rule.id, rule]))
  const ids = new Set([...loaded.keys(), ...faulty.keys(), ...unsaved.keys()])
  return [...ids].map((id) => {
    const rule = loaded.get(id) ?? null
    const file = rule?.file ?? faulty.get(id)?.file
    return {
      id,
      title: rule?.title ?? id,
      folder: file === undefined ? (unsaved.get(id) ?? '') : folderOf(file),
      rule,
      figures: figuresOf.get(id) ?? null,
      faults: faulty.get(id)?.count ?? 0,
      demotion: demoted.get(id) ?? null,
      unsaved: unsaved.has(id),
    }
  })
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : ''
}

export interface RowFilter {
  readonly text: string
  /** Null: any. `broken`: with errors in its files; `demoted`: shown to nobody for what people said. */
  readonly status: RuleStatus | 'broken' | 'demoted' | null
}

export function fittingRows(rows: readonly RuleRow[], { text, status }: RowFilter): readonly RuleRow[] {
  const words = filterWords(text)
  return rows.filter((row) => {
    if (status === 'broken' && row.faults === 0) return false
    if (status === 'demoted' && row.demotion === null) return false
    if (status !== null && status !== 'broken' && status !== 'demoted' && row.rule?.status !== status)
      return false
    const all = [row.id, row.title, row.folder, row.rule?.owner, row.rule?.severity, row.rule?.kind]
    const searched = all.join('\n').toLowerCase()
    return words.every((word) => searched.includes(word))
  })
}

/** By folder and name; or, by a figure, all together with the highest first. */
export function groupRows(rows: readonly RuleRow[], sort: SortKey): readonly RuleGroup[] {
  const byName = rows.toSorted((one, other) => one.title.localeCompare(other.title))
  if (sort !== 'rule') {
    const sorted = byName.toSorted((one, other) => figureOf(other, sort) - figureOf(one, sort))
    return sorted.length === 0 ? [] : [{ folder: null, rows: sorted }]
  }
  const folders = [...new Set(byName.map(({ folder }) => folder))].toSorted()
  return folders.map((folder) => ({ folder, rows: byName.filter((row) => row.folder === folder) }))
}

function figureOf({ figures }: RuleRow, sort: Exclude<SortKey, 'rule'>): number {
  if (figures === null) return -1
  return { ...figures, useful: figures.used, perCallHour: figures.perCallHour ?? 0 }[sort]
}
