import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { RuleAction } from '../../contracts/match.ts'
import { parseDuration } from '../../platform/duration.ts'
import { parsePhrase } from '../compile/phrase.ts'
import type { Condition, PhraseGroup, Rule } from '../compile/rule.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import { ruleFileSchema, type RuleFile } from './schema.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'

export const RULE_SUFFIX = '.rule.yaml'

/** A rule together with the file that it came from. */
export interface RuleDocument {
  readonly source: YamlSource
  readonly rule: Rule
}

export interface ParsedRule {
  readonly source: YamlSource
  /** Null when there are faults. */
  readonly document: RuleDocument | null
  readonly faults: readonly FileFault[]
}

/** Reads one rule file; `file` is its name for faults and must end in the rule's id and `.rule.yaml`. */
export function parseRule(file: string, text: string): ParsedRule {
  const { source, value, faults } = readYaml({ file, text, schema: ruleFileSchema })
  if (value === null) return { source, document: null, faults }
  const expected = `${value.id}${RULE_SUFFIX}`
  if (basename(file) !== expected) {
    const message = `the id "${value.id}" is not the name of the file, expected the file to be called ${expected}`
    const fault: FileFault = { ...source.placeOf(['id']), check: 'file-name', severity: 'error', message }
    return { source, document: null, faults: [fault] }
  }
  return { source, document: { source, rule: toRule(value) }, faults: [] }
}

function toRule(file: RuleFile): Rule {
  const { id, version, title, status, severity, owner } = file
  const content = {
    ref: { id, version, title, severity, status },
    owner,
    condition: toCondition(file.when),
    action: toAction(file.then),
  }
  return { ...content, fingerprint: digest(JSON.stringify(content)) }
}

function toCondition(when: RuleFile['when']): Condition {
  if (when.absence !== undefined) {
    const { after, missing, within } = when.absence
    return {
      kind: 'absence',
      after: after === undefined ? null : toGroup(after),
      missing: toGroup(missing),
      withinMs: toMs(within),
    }
  }
  if (when.said === undefined) throw new TypeError('a checked rule has a condition')
  return { kind: 'said', ...toGroup(when.said), timing: when.said.timing ?? 'settled' }
}

function toGroup(group: { speaker: 'agent' | 'customer' | 'any'; phrases: readonly string[] }): PhraseGroup {
  return {
    party: group.speaker === 'any' ? null : group.speaker,
    phrases: group.phrases.map((text) => {
      const parsed = parsePhrase(text)
      if (!parsed.ok) throw new TypeError('a checked rule has well-formed phrases')
      return parsed.phrase
    }),
  }
}

function toAction(then: RuleFile['then']): RuleAction {
  const kind = then.prompt === undefined ? 'alert' : 'prompt'
  const outcome = then[kind]
  if (outcome === undefined) throw new TypeError('a checked rule has an outcome')
  return { kind, text: outcome.text, cooldownMs: toMs(outcome.cooldown) }
}

function toMs(text: string): number {
  const ms = parseDuration(text)
  if (ms === null) throw new TypeError('a checked rule has well-formed durations')
  return ms
}

/** Short enough for a label, long enough that two rule sets never share it by chance. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
