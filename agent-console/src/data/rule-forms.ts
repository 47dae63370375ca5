import type {
  BacktestReport,
  RuleCheck,
  RuleDetail,
  RuleFault,
  RuleFigures,
  RulesFigures,
} from '../../../server/contracts/rule-desk.ts'
import type { LoadedRule, RulesState } from '../../../server/contracts/rules-state.ts'
import { hasFields, isList, isRecord } from './shape.ts'

/** Checks of what the server says of rules, at the edge. */

const STATUSES: readonly unknown[] = ['draft', 'shadow', 'live', 'retired']
const SEVERITIES: readonly unknown[] = ['info', 'low', 'medium', 'high', 'critical']

export function isRuleFault(value: unknown): value is RuleFault {
  return hasFields(value, {
    file: 'string',
    line: 'number',
    column: 'number',
    severity: 'string',
    message: 'string',
  })
}

function isLoadedRule(value: unknown): value is LoadedRule {
  const fields = {
    id: 'string',
    title: 'string',
    version: 'number',
    owner: 'string',
    file: 'string',
  } as const
  return (
    hasFields(value, fields) && STATUSES.includes(value['status']) && SEVERITIES.includes(value['severity'])
  )
}

function isFileFault(value: unknown): value is RulesState['faults'][number] {
  return hasFields(value, { file: 'string', message: 'string' })
}

export function isRulesState(value: unknown): value is RulesState {
  return (
    hasFields(value, { hash: 'string' }) &&
    isList(value['rules'], isLoadedRule) &&
    isList(value['faults'], isFileFault)
  )
}

const COUNTS = {
  fired: 'number',
  shown: 'number',
  used: 'number',
  notNow: 'number',
  wrong: 'number',
} as const

function isFigures(value: unknown): value is RuleFigures {
  return hasFields(value, { ruleId: 'string', ...COUNTS })
}

export function isRulesFigures(value: unknown): value is RulesFigures {
  return hasFields(value, { days: 'number', callHours: 'number' }) && isList(value['rules'], isFigures)
}

function isVersion(value: unknown): value is RuleDetail['versions'][number] {
  return (
    hasFields(value, { version: 'number', at: 'number', by: 'string' }) && STATUSES.includes(value['status'])
  )
}

export function isRuleDetail(value: unknown): value is RuleDetail {
  const texts = { id: 'string', file: 'string', text: 'string', testText: 'string', hash: 'string' } as const
  return (
    hasFields(value, texts) &&
    (value['rule'] === null || isLoadedRule(value['rule'])) &&
    isList(value['faults'], isRuleFault) &&
    isList(value['versions'], isVersion) &&
    isFigures(value['figures'])
  )
}

function isPlace(value: unknown): value is RuleCheck['tests'][number]['failures'][number] {
  return hasFields(value, { line: 'number', column: 'number', message: 'string' })
}

function isTestResult(value: unknown): value is RuleCheck['tests'][number] {
  return hasFields(value, { name: 'string', passed: 'boolean' }) && isList(value['failures'], isPlace)
}

export function isRuleCheck(value: unknown): value is RuleCheck {
  return isRecord(value) && isList(value['faults'], isRuleFault) && isList(value['tests'], isTestResult)
}

function isFiring(value: unknown): value is BacktestReport['fired'][number] {
  return hasFields(value, {
    callId: 'string',
    atMs: 'number',
    words: 'string',
    phrase: 'string',
    alsoNow: 'boolean',
  })
}

export function isBacktestReport(value: unknown): value is BacktestReport {
  const figures = {
    calls: 'number',
    callHours: 'number',
    count: 'number',
    now: 'number',
    perAgentHour: 'number',
    lost: 'number',
    gained: 'number',
  } as const
  return hasFields(value, figures) && isList(value['fired'], isFiring)
}
