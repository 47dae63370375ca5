import { byPlace, type FileFault } from '../../platform/yaml/file-fault.ts'
import type { RuleDocument } from '../file/parse-rule.ts'
import { isNobody } from '../lint/checks/no-owner.ts'
import type { LintReport } from '../lint/lint-rules.ts'
import { isInForce } from '../../platform/yaml/ignores.ts'
import type { Firing } from './firing.ts'
import { findOverlaps } from './overlap.ts'

/** What counts as too much. */
export interface HygieneLimits {
  /** Firings of one rule per hour of call time. */
  readonly perCallHour: number
  /** Share of the firings of the rarer of two rules that lie on words of the other. */
  readonly overlap: number
}

export const DEFAULT_LIMITS: HygieneLimits = { perCallHour: 6, overlap: 0.8 }

export interface HygieneInput {
  readonly rules: readonly RuleDocument[]
  readonly ignores: LintReport['ignores']
  /** `YYYY-MM-DD`. */
  readonly today: string
  readonly days: number
  readonly calls: number
  /** Length of all calls in the period. */
  readonly callHours: number
  readonly firings: readonly Firing[]
  readonly limits: HygieneLimits
}

/** Less call time than this says nothing of how often a rule fires. */
const LEAST_HOURS = 1

/** What a folder of rules would be better without, judged by what the rules did; each at its place in a file. */
export function judgeHygiene(input: HygieneInput): readonly FileFault[] {
  const running = input.rules.filter(({ rule }) => rule.ref.status === 'live' || rule.ref.status === 'shadow')
  return [
    ...neverFired(input, running),
    ...tooOften(input, running),
    ...withoutOwner(input.rules),
    ...overlapping(input, running),
    ...staleIgnores(input),
  ].toSorted(byPlace)
}

function neverFired(
  { calls, days, firings }: HygieneInput,
  running: readonly RuleDocument[],
): readonly FileFault[] {
  if (calls === 0) return []
  const fired = new Set(firings.map(({ ruleId }) => ruleId))
  return running
    .filter(({ rule }) => !fired.has(rule.ref.id))
    .map((document) =>
      finding(document, 'never-fired', {
        path: ['id'],
        message: `the rule did not fire in ${calls} calls of ${days} days, expected it to hear something, or to be retired`,
      }),
    )
}

function tooOften(
  { callHours, firings, limits }: HygieneInput,
  running: readonly RuleDocument[],
): readonly FileFault[] {
  if (callHours < LEAST_HOURS) return []
  return running.flatMap((document) => {
    const times = firings.filter(({ ruleId }) => ruleId === document.rule.ref.id).length
    const perHour = times / callHours
    if (perHour <= limits.perCallHour) return []
    const message = `the rule fired ${perHour.toFixed(1)} times in an hour of calls (${times} in all), expected at most ${limits.perCallHour}`
    return [finding(document, 'fires-too-much', { path: ['id'], message })]
  })
}

function withoutOwner(rules: readonly RuleDocument[]): readonly FileFault[] {
  return rules
    .filter(({ rule }) => isNobody(rule.owner))
    .map((document) => {
      const message = `"${document.rule.owner}" answers for nothing, expected the team that owns the rule`
      return finding(document, 'no-owner', { path: ['owner'], message })
    })
}

function overlapping(
  { firings, limits }: HygieneInput,
  running: readonly RuleDocument[],
): readonly FileFault[] {
  const byId = new Map(running.map((document) => [document.rule.ref.id, document]))
  const known = firings.filter(({ ruleId }) => byId.has(ruleId))
  return findOverlaps(known, limits.overlap).flatMap(({ rarer, other, shared, of }) => {
    const document = byId.get(rarer)
    if (document === undefined) return []
    const message = `${shared} of ${of} times the rule fired on words on which "${other}" fired too, expected one of the two`
    return [finding(document, 'overlap', { path: ['when'], message })]
  })
}

function staleIgnores({ ignores, today }: HygieneInput): readonly FileFault[] {
  return ignores.flatMap(({ ignore, silenced }): readonly FileFault[] => {
    const over = !isInForce(ignore, today)
    if (!over && silenced !== 0) return []
    const why = over ? `ended on ${ignore.until}` : 'silences nothing'
    const { file, line, column, check } = ignore
    const message = `the ignore of "${check}" ${why}, expected it removed`
    return [{ file, line, column, check: 'stale-ignore', severity: 'warning', message }]
  })
}

function finding(
  { source }: RuleDocument,
  check: string,
  { path, message }: { readonly path: readonly string[]; readonly message: string },
): FileFault {
  return { ...source.placeOf(path), check, severity: 'warning', message }
}
