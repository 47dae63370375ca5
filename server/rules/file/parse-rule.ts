import { basename } from 'node:path'
import type { CardParts, RuleAction, RuleRef, Severity } from '../../contracts/match.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { Condition, Inhibits, Rule } from '../compile/rule.ts'
import { RULE_SUFFIX } from './folder.ts'
import { fingerprintOf } from './fingerprint.ts'
import { toMs } from './forms/duration.ts'
import type { InhibitsForm } from './forms/holding-back.ts'
import { readCondition } from './read/read-condition.ts'
import type { ConditionPaths, Reader } from './read/reader.ts'
import { structureFaults } from './read/structure.ts'
import { NO_CONTEXT, type RuleContext } from './rule-context.ts'
import { ruleFileSchema, type OutcomeForm, type PromptForm, type RuleFile } from './schema.ts'

export { RULE_SUFFIX }

/** Where a rule stands among others whose severity is the same, unless its file says. */
const PRIORITIES: Readonly<Record<Severity, number>> = {
  info: 10,
  low: 30,
  medium: 50,
  high: 70,
  critical: 90,
}

/** A rule together with the file that it came from. */
export interface RuleDocument {
  readonly source: YamlSource
  readonly rule: Rule
  /** Where the parts of its condition stand in the file. */
  readonly paths: ConditionPaths
}

export interface ParsedRule {
  readonly source: YamlSource
  /** Null when there are faults. */
  readonly document: RuleDocument | null
  readonly faults: readonly FileFault[]
}

/**
 * Reads one rule file; `file` is its name for faults and must end in the rule's id and `.rule.yaml`. Whether the
 * rules that it names are there is for `linkFaults`, which sees them all.
 */
export function parseRule(file: string, text: string, context: RuleContext = NO_CONTEXT): ParsedRule {
  const { source, value, faults } = readYaml({ file, text, schema: ruleFileSchema(context.lists) })
  if (value === null) return { source, document: null, faults }
  const misnamed = fileNameFault(source, value.id)
  const paths: Reader['paths'] = new Map()
  const reader: Reader = { ...context, timing: value.timing ?? 'settled', paths, faults: [] }
  const condition = readCondition(reader, value.when, ['when'])
  const found = [...reader.faults, ...structureFaults(condition, reader)].map(
    ({ path, check, message }): FileFault => ({ ...source.placeOf(path), check, severity: 'error', message }),
  )
  if (misnamed !== null) found.unshift(misnamed)
  if (found.length > 0) return { source, document: null, faults: found }
  return { source, document: { source, paths, rule: toRule(value, { condition, context }) }, faults: [] }
}

function fileNameFault(source: YamlSource, id: string): FileFault | null {
  const expected = `${id}${RULE_SUFFIX}`
  if (basename(source.file) === expected) return null
  const message = `the id "${id}" is not the name of the file, expected the file to be called ${expected}`
  return { ...source.placeOf(['id']), check: 'file-name', severity: 'error', message }
}

function toRule(
  file: RuleFile,
  { condition, context }: { readonly condition: Condition; readonly context: RuleContext },
): Rule {
  const { id, version, title, status, severity, owner } = file
  const ref: RuleRef = {
    id,
    version,
    title,
    severity,
    status,
    priority: file.priority ?? PRIORITIES[severity],
  }
  const { inhibits } = outcomeOf(file.then)
  const content = {
    ...{ ref, owner, condition, action: toAction(file.then) },
    ...(inhibits === undefined ? {} : { inhibits: toInhibits(inhibits) }),
  }
  return { ...content, fingerprint: fingerprintOf(content, context.lists) }
}

function toInhibits({ rules, for: time }: InhibitsForm): Inhibits {
  return { rules, forMs: time === undefined ? null : toMs(time) }
}

function outcomeOf({ prompt, alert }: RuleFile['then']): OutcomeForm {
  const outcome = prompt ?? alert
  if (outcome === undefined) throw new TypeError('a checked rule has an outcome')
  return outcome
}

function toAction(then: RuleFile['then']): RuleAction {
  const kind = then.prompt === undefined ? 'alert' : 'prompt'
  const { text, cooldown, once, group } = outcomeOf(then)
  const card = then.prompt === undefined ? undefined : toCard(then.prompt)
  return {
    kind,
    text,
    cooldownMs: cooldown === undefined ? 0 : toMs(cooldown),
    oncePerCall: once === 'call',
    ...(card === undefined ? {} : { card }),
    ...(group === undefined ? {} : { group: { calls: group.calls, withinMs: toMs(group.within) } }),
  }
}

/** A prompt that is nothing but its text has none, so that its fingerprint is what it was. */
function toCard({ steps = [], link, expires, article }: PromptForm): CardParts | undefined {
  const isText = link === undefined && expires === undefined && article === undefined
  if (steps.length === 0 && isText) return undefined
  return {
    steps,
    link: link ?? null,
    expiresMs: expires === undefined ? null : toMs(expires),
    ...(article === undefined ? {} : { article }),
  }
}
