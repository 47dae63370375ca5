import type { FeedbackVerdict, OutcomeFeedback } from '../../contracts/feedback.ts'
import { ruleIdOf } from '../../contracts/outcome.ts'
import type { BacktestFiring } from '../../contracts/rule-desk.ts'
import type { CallRecord } from '../../contracts/store.ts'
import { callMs } from '../../contracts/time.ts'
import type { Clock } from '../../platform/clock.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { UnstampedMatch } from '../engine/unstamped-match.ts'
import { firingsByRule, meetsAny, toldOf } from './firing.ts'
import { durationOf, toMessages } from './stored-call.ts'
import { placeOf, type Leg } from './whole-call.ts'

/** A kept call with what people said of its outcomes. */
export interface TrialCall {
  readonly record: CallRecord
  /** Of a call that went through restarts, whose record is the whole of it; absent: it was in one process. */
  readonly legs?: readonly Leg[]
  readonly feedback: readonly OutcomeFeedback[]
}

export interface TryRulesOptions {
  /** Which rules are looked at, of either set. */
  readonly ruleIds: readonly string[]
  readonly draft: RuleSet
  /** What is in force; null: nothing. The draft itself when the two are the same. */
  readonly now: RuleSet | null
  readonly calls: AsyncIterable<TrialCall>
  readonly clock: Clock
}

/** Once that a rule fires. `same`: now, too; `gained`: only the draft; `lost`: only what is in force. */
export interface TrialFiring extends BacktestFiring {
  readonly ruleId: string
  readonly change: 'same' | 'gained' | 'lost'
}

/** What one rule did in all calls. */
export interface RuleTrial {
  readonly ruleId: string
  /** How often the draft fires. */
  readonly count: number
  /** How often somebody would be told, were it live: its cooldown leaves out the rest. */
  readonly told: number
  /** How often the rule in force fires. */
  readonly now: number
  readonly gained: number
  readonly lost: number
  readonly used: number
  readonly wrong: number
  /** Used, of the draft's firings that people called used or wrong when they were live; null: none of them. */
  readonly precision: number | null
}

export interface RulesTrial {
  readonly calls: number
  readonly callHours: number
  /** Milliseconds that playing the draft took. */
  readonly ms: number
  /** Call time played per time that it took. */
  readonly timesRealTime: number
  /** As `ruleIds`. */
  readonly rules: readonly RuleTrial[]
  /** By call, as the calls came, and time. */
  readonly firings: readonly TrialFiring[]
}

const HOUR_MS = 3_600_000

/** Plays kept calls through a draft of rules and through those in force, and tells them apart. */
export async function tryRules(options: TryRulesOptions): Promise<RulesTrial> {
  const { clock, ruleIds } = options
  const counts = new Map(ruleIds.map((id) => [id, nothing(id)]))
  const firings: TrialFiring[] = []
  let calls = 0
  let durationMs = 0
  let ms = 0
  for await (const call of options.calls) {
    const startedAt = clock.now()
    const messages = toMessages(call.record)
    const found = firingsByRule(options.draft, call.record.call, messages)
    ms += clock.now() - startedAt
    calls += 1
    durationMs += durationOf(call.record)
    const before = inForce(options, call, { messages, found })
    const ofCall = ruleIds.flatMap((ruleId) => {
      const both: BothFirings = { ruleId, found: found.get(ruleId) ?? [], before: before.get(ruleId) ?? [] }
      counts.set(ruleId, addTo(counts.get(ruleId) ?? nothing(ruleId), both, call))
      return toFirings(both, call.legs ?? [])
    })
    firings.push(...ofCall.toSorted((a, b) => a.atMs - b.atMs))
    await letOthersRun()
  }
  return {
    ...{ calls, callHours: durationMs / HOUR_MS, ms, timesRealTime: ms === 0 ? 0 : durationMs / ms },
    ...{ rules: [...counts.values()], firings },
  }
}

type Firings = ReturnType<typeof firingsByRule>

function inForce(
  { draft, now }: TryRulesOptions,
  { record }: TrialCall,
  played: { readonly messages: ReturnType<typeof toMessages>; readonly found: Firings },
): Firings {
  if (now === null) return new Map()
  return now === draft ? played.found : firingsByRule(now, record.call, played.messages)
}

/** One rule's firings in one call. */
interface BothFirings {
  readonly ruleId: string
  readonly found: readonly UnstampedMatch[]
  readonly before: readonly UnstampedMatch[]
}

function addTo(trial: RuleTrial, { ruleId, found, before }: BothFirings, call: TrialCall): RuleTrial {
  const verdicts = verdictsOn(ruleId, found, call)
  const used = trial.used + verdicts.filter((verdict) => verdict === 'used').length
  const wrong = trial.wrong + verdicts.filter((verdict) => verdict === 'wrong').length
  return {
    ruleId,
    count: trial.count + found.length,
    told: trial.told + toldOf(found).length,
    now: trial.now + before.length,
    gained: trial.gained + found.filter((match) => !meetsAny(match, before)).length,
    lost: trial.lost + before.filter((match) => !meetsAny(match, found)).length,
    used,
    wrong,
    precision: used + wrong === 0 ? null : used / (used + wrong),
  }
}

/** What people said of the outcomes that the draft would have, too. */
function verdictsOn(
  ruleId: string,
  found: readonly UnstampedMatch[],
  { record, feedback }: TrialCall,
): readonly FeedbackVerdict[] {
  return record.outcomes
    .filter((outcome) => ruleIdOf(outcome) === ruleId)
    .filter((outcome) => meetsAny(outcome, found))
    .flatMap(({ outcomeId }) => feedback.filter((said) => said.outcomeId === outcomeId))
    .map(({ verdict }) => verdict)
}

function toFirings({ ruleId, found, before }: BothFirings, legs: readonly Leg[]): readonly TrialFiring[] {
  const lost = before.filter((match) => !meetsAny(match, found))
  return [
    ...found.map((match): TrialFiring => {
      const alsoNow = meetsAny(match, before)
      return { ruleId, ...toFiring(match, alsoNow, legs), change: alsoNow ? 'same' : 'gained' }
    }),
    ...lost.map((match): TrialFiring => ({ ruleId, ...toFiring(match, true, legs), change: 'lost' })),
  ]
}

function toFiring(match: UnstampedMatch, alsoNow: boolean, legs: readonly Leg[]): BacktestFiring {
  const { phrase, words } = match.evidence
  const { callId, atMs } = placeOf(legs, match.atMs) ?? match
  return { callId, atMs: callMs(atMs), words: words.map(({ text }) => text).join(' '), phrase, alsoNow }
}

function nothing(ruleId: string): RuleTrial {
  return { ruleId, count: 0, told: 0, now: 0, gained: 0, lost: 0, used: 0, wrong: 0, precision: null }
}
