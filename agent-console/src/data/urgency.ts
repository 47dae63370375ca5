import type { CaseState } from '../../../server/contracts/alert-case.ts'
import type { Severity } from '../../../server/contracts/match.ts'
import type { CallView } from './call-view.ts'
import { moodTurn } from './mood-turn.ts'

export const URGENCY_LEVELS = ['calm', 'watch', 'warm', 'urgent'] as const

export type UrgencyLevel = (typeof URGENCY_LEVELS)[number]

/** How much a call needs somebody, and what makes it so. */
export interface Urgency {
  /** 0 to 100. */
  readonly score: number
  readonly level: UrgencyLevel
  readonly reasons: readonly Reason[]
}

export type Reason =
  | { readonly kind: 'case'; readonly state: CaseState; readonly severity: Severity }
  | { readonly kind: 'mood' | 'worse' | 'silence' | 'lag' }

/** What each thing adds at most; an open critical alert alone is urgent, and so is a very unhappy customer with a lesser one. */
const OF_CASE: Readonly<Record<Severity, number>> = { info: 8, low: 15, medium: 30, high: 48, critical: 68 }
const OF_MOOD = 34
const OF_TURN = 10
const OF_SILENCE = 24
const OF_LAG = 8
/** Somebody has it in hand, so that others are needed less. */
const OWNED_PART = 0.5
/** As negative as word lists get in a call. */
const WORST_MOOD = -0.6
const NOTICED_MOOD = -0.15
const WORSE = -0.3
/** From here on silence counts; there all of it. */
const SILENCE_FROM_MS = 15_000
const SILENCE_FULL_MS = 60_000
const BAD_LAG_MS = 5000

const FLOORS: readonly (readonly [UrgencyLevel, number])[] = [
  ['urgent', 60],
  ['warm', 36],
  ['watch', 16],
]

/** A call is weighed once for each of its states, however often it is drawn and sorted. */
const weighed = new WeakMap<CallView, Urgency>()

/** How much a live call needs a supervisor, by its open alerts, how the customer sounds, and silence. */
export function urgencyOf(call: CallView): Urgency {
  const known = weighed.get(call)
  if (known !== undefined) return known
  const urgency = weigh(call)
  weighed.set(call, urgency)
  return urgency
}

function weigh(call: CallView): Urgency {
  const reasons: Reason[] = []
  let score = 0
  const add = (points: number, reason: Reason): void => {
    if (points <= 0) return
    score += points
    reasons.push(reason)
  }
  const { openCase, mood, onHold, silenceMs, lagMs } = call
  if (openCase !== null) {
    const { state, severity } = openCase
    add(OF_CASE[severity] * (state === 'owned' ? OWNED_PART : 1), { kind: 'case', state, severity })
  }
  if (mood !== null) {
    const depth = mood.level > NOTICED_MOOD ? 0 : Math.min(1, mood.level / WORST_MOOD)
    add(OF_MOOD * depth, { kind: 'mood' })
    const turn = moodTurn(mood)
    if (turn !== null && turn <= WORSE) add(OF_TURN, { kind: 'worse' })
  }
  // Nobody expects talk while the customer is on hold.
  if (!onHold) {
    const silent = (silenceMs - SILENCE_FROM_MS) / (SILENCE_FULL_MS - SILENCE_FROM_MS)
    add(OF_SILENCE * Math.min(1, Math.max(0, silent)), { kind: 'silence' })
  }
  if (lagMs > BAD_LAG_MS) add(OF_LAG, { kind: 'lag' })
  score = Math.min(100, Math.round(score))
  return { score, level: FLOORS.find(([, floor]) => score >= floor)?.[0] ?? 'calm', reasons }
}
