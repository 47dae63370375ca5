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
  }
}

function howOften({ once, cooldown }: JsonRecord): string {
  if (once === 'call') return 'at most once in a call'
  const pause = durationWords(cooldown)
  return pause === '0 s' || pause === '…' ? 'every time' : `not again for ${pause}`
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
