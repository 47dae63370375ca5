import type { Party } from '../../contracts/call.ts'
import type { Evidence } from '../../contracts/match.ts'
import { callMs, type CallMs } from '../../contracts/time.ts'
import {
  NO_DECISIONS,
  matchIdOf,
  type CompiledRule,
  type Decision,
  type RuleHit,
  type RuleInput,
  type RuleStep,
} from './compiled-rule.ts'
import { lowestConfidence } from './evidence.ts'
import type { AbsenceState, PendingAbsence, Watch } from './rule-state.ts'
import type { AbsenceCondition, PhraseGroup, Rule } from './rule.ts'

/** While somebody speaks, words said just before the deadline are given this long to appear in a hypothesis. */
const SHOWN_WITHIN_MS = 1000

/** How much later than an answer the final of what it answers may come: an utterance lasts some 20 s at most. */
const ASKED_WITHIN_MS = 60_000

type WordsInput = Extract<RuleInput, { kind: 'words' }>

interface Stepping {
  readonly rule: Rule
  readonly condition: AbsenceCondition
  readonly input: RuleInput
  readonly decisions: Decision[]
}

const IDLE: AbsenceState = { kind: 'absence', watch: null, heardMs: [], holding: [], pending: [] }

/**
 * Fires when the time is over and the words were not said. Only finals begin a watch or satisfy it, so the
 * result does not depend on how hypotheses moved; a hypothesis that holds the words delays the verdict
 * until its final, and a verdict given while somebody speaks is confirmed or retracted by that final.
 * While a watch runs, further `after` phrases do not begin another.
 */
export function compileAbsence(rule: Rule, condition: AbsenceCondition): Pick<CompiledRule, 'step'> {
  return {
    step(state, input): RuleStep {
      const before = state?.kind === 'absence' ? state : IDLE
      const stepping: Stepping = { rule, condition, input, decisions: [] }
      const after = conclude(stepping, take(stepping, before))
      const decisions = stepping.decisions.length === 0 ? NO_DECISIONS : stepping.decisions
      return { state: isIdle(after) ? null : after, decisions }
    },
  }
}

function take(stepping: Stepping, state: AbsenceState): AbsenceState {
  const { input, condition } = stepping
  switch (input.kind) {
    case 'start': {
      const deadlineMs = callMs(input.atMs + condition.withinMs)
      return { ...state, watch: { fromMs: input.atMs, deadlineMs, after: null } }
    }
    case 'words':
      return input.final ? takeFinal(stepping, input, state) : takePartial(input, state)
    case 'time':
      return state
    case 'end':
      // Every final has come: nothing is open, and nothing more will be said.
      return settle(stepping, { ...state, holding: [] }, (match) => match.waitingFor)
  }
}

function takePartial(input: WordsInput, state: AbsenceState): AbsenceState {
  const hit = input.hits.findLast(({ role }) => role === 'missing')
  const held = state.holding.find(({ utteranceId }) => utteranceId === input.utteranceId)
  if (hit?.startMs === held?.startMs) return state
  const others = state.holding.filter((entry) => entry !== held)
  const holding =
    hit === undefined ? others : [...others, { utteranceId: input.utteranceId, startMs: hit.startMs }]
  return { ...state, holding }
}

function takeFinal(stepping: Stepping, input: WordsInput, state: AbsenceState): AbsenceState {
  const holding = state.holding.filter(({ utteranceId }) => utteranceId !== input.utteranceId)
  const missing = input.hits.filter(({ role }) => role === 'missing')
  const kept = retractHeard(stepping, { ...state, holding }, missing)
  const settled = settle(stepping, kept, () => [input.utteranceId])
  return input.hits.reduce((next, hit) => {
    return hit.role === 'missing' ? hear(stepping, next, hit) : begin(stepping, next, hit, input.utteranceId)
  }, settled)
}

/** The missing words were said: ends the watch when they fall into it. */
function hear(stepping: Stepping, state: AbsenceState, hit: RuleHit): AbsenceState {
  const over = state.watch !== null && isWithin(state.watch, hit.startMs)
  return { ...state, heardMs: heardWith(stepping, state, hit.startMs), watch: over ? null : state.watch }
}

function heardWith({ condition }: Stepping, state: AbsenceState, atMs: CallMs): readonly CallMs[] {
  if (condition.after === null) return []
  const heardMs = [...state.heardMs, atMs].toSorted((a, b) => a - b)
  const latestMs = heardMs.at(-1) ?? atMs
  return heardMs.filter((startMs) => startMs >= latestMs - ASKED_WITHIN_MS)
}

function begin(stepping: Stepping, state: AbsenceState, hit: RuleHit, utteranceId: string): AbsenceState {
  if (state.watch !== null) return state
  const deadlineMs = callMs(hit.endMs + stepping.condition.withinMs)
  const watch: Watch = { fromMs: hit.startMs, deadlineMs, after: { words: hit.words, utteranceId } }
  // The other party's answer may have become final before the words that it answers.
  return state.heardMs.some((startMs) => isWithin(watch, startMs)) ? state : { ...state, watch }
}

/** Takes back what was fired although the words had been said in time. */
function retractHeard(stepping: Stepping, state: AbsenceState, missing: readonly RuleHit[]): AbsenceState {
  const wrong = state.pending.filter((match) => missing.some((hit) => isWithin(match, hit.startMs)))
  if (wrong.length === 0) return state
  for (const { matchId, evidence } of wrong)
    stepping.decisions.push({ matchId, evidence, state: 'retracted' })
  return { ...state, pending: state.pending.filter((match) => !wrong.includes(match)) }
}

/** Confirms what waited for nothing but the utterances that are final now. */
function settle(
  stepping: Stepping,
  state: AbsenceState,
  finals: (match: PendingAbsence) => readonly string[],
): AbsenceState {
  const pending: PendingAbsence[] = []
  for (const match of state.pending) {
    const final = finals(match)
    const waitingFor = match.waitingFor.filter((utteranceId) => !final.includes(utteranceId))
    if (waitingFor.length > 0) pending.push({ ...match, waitingFor })
    else stepping.decisions.push({ matchId: match.matchId, evidence: match.evidence, state: 'confirmed' })
  }
  return { ...state, pending }
}

/** Gives the verdict once all parties have been decoded up to the deadline. */
function conclude(stepping: Stepping, state: AbsenceState): AbsenceState {
  const { watch } = state
  const { input, condition, rule } = stepping
  if (watch === null || input.decodedMs < watch.deadlineMs) return state
  if (state.holding.some(({ startMs }) => isWithin(watch, startMs))) return state
  const waitingFor = input.open
    .filter(({ party, startMs }) => listensTo(condition.missing, party) && startMs < watch.deadlineMs)
    .map(({ utteranceId }) => utteranceId)
  if (waitingFor.length > 0 && input.decodedMs < watch.deadlineMs + SHOWN_WITHIN_MS) return state
  const matchId = matchIdOf(rule, input, 0)
  const evidence = absenceEvidence(condition, watch)
  stepping.decisions.push({ matchId, evidence, state: 'fired' })
  if (waitingFor.length === 0) {
    stepping.decisions.push({ matchId, evidence, state: 'confirmed' })
    return { ...state, watch: null }
  }
  const { fromMs, deadlineMs } = watch
  return {
    ...state,
    watch: null,
    pending: [...state.pending, { matchId, evidence, fromMs, deadlineMs, waitingFor }],
  }
}

function absenceEvidence(condition: AbsenceCondition, watch: Watch): Evidence {
  const words = watch.after?.words ?? []
  return {
    condition: 'absence',
    party: condition.missing.party,
    phrase: condition.missing.phrases.map(({ text }) => text).join(' / '),
    words,
    utteranceId: watch.after?.utteranceId ?? null,
    startMs: watch.fromMs,
    endMs: watch.deadlineMs,
    confidence: lowestConfidence(words),
  }
}

function isWithin(span: { readonly fromMs: CallMs; readonly deadlineMs: CallMs }, atMs: CallMs): boolean {
  return atMs >= span.fromMs && atMs <= span.deadlineMs
}

function listensTo(group: PhraseGroup, party: Party): boolean {
  return group.party === null || group.party === party
}

function isIdle(state: AbsenceState): boolean {
  return (
    state.watch === null &&
    state.heardMs.length === 0 &&
    state.holding.length === 0 &&
    state.pending.length === 0
  )
}
