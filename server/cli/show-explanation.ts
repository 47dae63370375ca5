import type { TracedInterval } from '../rules/engine/trace-call.ts'
import type {
  ExplainedCondition,
  ExplainedFiring,
  ExplainedOccurrence,
  ExplainedOutcome,
  Explanation,
} from '../contracts/explanation.ts'
import { clock } from '../rules/explain/words.ts'

/** So many times of one condition are written out; the rest are counted. */
const TIMES_SHOWN = 4

/** An explanation as lines for a supervisor. */
export function showExplanation(explanation: Explanation): readonly string[] {
  const { rule, callId, durationMs, firings, outcomes, conditions, nearestMiss } = explanation
  return [
    `${rule.id}@${rule.version}  ${rule.title} (${rule.status})`,
    `call ${callId}, ${clock(durationMs)} long`,
    '',
    ...firingLines(firings),
    ...outcomeLines(explanation, outcomes),
    '',
    'conditions',
    ...conditions.flatMap(conditionLines),
    ...(nearestMiss === null ? [] : ['', ...missLines(nearestMiss)]),
  ]
}

function firingLines(firings: readonly ExplainedFiring[]): readonly string[] {
  if (firings.length === 0) return ['did not fire']
  return firings.map(({ atMs, state, parts }) => {
    const withdrawn = state === 'retracted' ? ', withdrawn: the final did not say so' : ''
    const causes = parts.map(({ words, phrase }) =>
      words.length === 0 ? phrase : `“${words.map(({ text }) => text).join(' ')}”`,
    )
    return `fired at ${clock(atMs)}${withdrawn}: ${causes.join('; ')}`
  })
}

/** What became of it live, when that is not what the rules of today would make of it. */
function outcomeLines(
  { firings, rule }: Explanation,
  outcomes: readonly ExplainedOutcome[],
): readonly string[] {
  const lines = outcomes.map((outcome) => {
    const { kind, atMs, state, heldBecause } = outcome
    const told = heldBecause === null ? state : `held back: ${heldBecause}`
    return `  live at ${clock(atMs)}, ${kind} of ${outcome.rule} ${told}`
  })
  if (lines.length > 0 || firings.length === 0) return lines
  const isRun = rule.status === 'live' || rule.status === 'shadow'
  const why = isRun ? 'it was not in force as it is now' : `a ${rule.status} rule is not run`
  return [`  nobody was told when the call was live: ${why}`]
}

function conditionLines(condition: ExplainedCondition): readonly string[] {
  const { depth, asks, heldThen } = condition
  const indent = '  '.repeat(depth + 1)
  const mark = heldThen === null ? '' : heldThen ? '[x] ' : '[ ] '
  return [`${indent}${mark}${asks}`, `${indent}${mark === '' ? '  ' : '    '}→ ${became(condition)}`]
}

function became({ isState, happened, held }: ExplainedCondition): string {
  if (isState) return held.length === 0 ? 'never so' : `so ${few(held, showInterval)}`
  return happened.length === 0 ? 'never happened' : `happened ${few(happened, showOccurrence)}`
}

function few<T>(all: readonly T[], show: (one: T) => string): string {
  const more = all.length - TIMES_SHOWN
  return `${all.slice(0, TIMES_SHOWN).map(show).join(', ')}${more > 0 ? ` and ${more} more times` : ''}`
}

function showInterval({ fromMs, toMs }: TracedInterval): string {
  if (toMs === null) return fromMs === 0 ? 'all the time' : `from ${clock(fromMs)} on`
  return `${clock(fromMs)} to ${clock(toMs)}`
}

function showOccurrence({ atMs, words, speaker, score }: ExplainedOccurrence): string {
  if (words === '') return `at ${clock(atMs)}`
  const how = score < 1 ? `, score ${score.toFixed(2)}` : ''
  return `at ${clock(atMs)} “${words}” (${speaker ?? 'somebody'}${how})`
}

function missLines({ atMs, held, lacks }: NonNullable<Explanation['nearestMiss']>): readonly string[] {
  const share = held === 0 ? 'nothing of it held' : `${Math.round(100 * held)} % of it held`
  const head = `nearest miss at ${clock(atMs)}: ${share}; what lacked`
  return [head, ...lacks.map(({ path, detail }) => `  ${path}: ${detail}`)]
}
