import { parse } from 'yaml'
import { type Clause, conditionClause } from './condition-words.ts'
import { durationWords } from './duration-words.ts'
import { isRecord, type JsonRecord } from './shape.ts'

/** What a rule does, for people who do not read YAML. */
export interface RuleInWords {
  readonly title: string
  readonly severity: string
  readonly owner: string
  readonly when: Clause
  readonly to: 'agent' | 'supervisors'
  /** What they are told. */
  readonly tells: string
  /** How often at most. */
  readonly howOften: string
  /** What else follows, a sentence each: whom it holds back, and when calls are told of together. */
  readonly besides: readonly string[]
}

/**
 * Puts the text of a rule file into words. Null while it cannot be read; parts of it that cannot be told
 * stand as an ellipsis.
 */
export function ruleInWords(text: string): RuleInWords | null {
  const rule = parsed(text)
  if (!isRecord(rule)) return null
  const then = isRecord(rule['then']) ? rule['then'] : {}
  const action = [then['prompt'], then['alert']].find(isRecord)
  if (action === undefined || rule['when'] === undefined) return null
  return {
    title: textOf(rule['title']),
    severity: textOf(rule['severity']),
    owner: textOf(rule['owner']),
    when: conditionClause(rule['when']),
    to: isRecord(then['prompt']) ? 'agent' : 'supervisors',
    tells: textOf(action['text']),
    howOften: howOften(action),
    besides: [...inhibitsWords(action['inhibits']), ...groupWords(action['group'])],
  }
}

function howOften({ once, cooldown }: JsonRecord): string {
  if (once === 'call') return 'at most once in a call'
  const pause = durationWords(cooldown)
  return pause === '0 s' || pause === '…' ? 'every time' : `not again for ${pause}`
}

function inhibitsWords(inhibits: unknown): readonly string[] {
  if (!isRecord(inhibits)) return []
  const { rules, for: time } = inhibits
  const names = Array.isArray(rules) ? rules.map(textOf) : ['…']
  const howLong = time === undefined ? 'for the rest of the call' : `for ${durationWords(time)}`
  return [`While that stands, ${listed(names)} say nothing in the same call, ${howLong}.`]
}

function groupWords(group: unknown): readonly string[] {
  if (!isRecord(group)) return []
  const calls = typeof group['calls'] === 'number' ? String(group['calls']) : '…'
  return [`From ${calls} calls within ${durationWords(group['within'])} on, supervisors see them as one.`]
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '…'
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

function parsed(text: string): unknown {
  try {
    const value: unknown = parse(text, { logLevel: 'silent', maxAliasCount: 0 })
    return value
  } catch {
    // Expected while somebody is writing; the checks say where.
    return null
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
