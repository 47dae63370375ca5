import type { Evidence } from '../../contracts/match.ts'
import { align, type Span } from './align.ts'
import type { Decision } from './compiled-rule.ts'
import type { Happened, PendingMatch } from './memory.ts'

/**
 * How far what made a match may move and still be the same. Times in partials are estimated from when a word
 * first appeared, which is up to half a second after it was said.
 */
const SAME_WORDS_MS = 1000

/** Parts of an evidence beside the first; a rule that counts to a hundred shows its latest. */
const MAX_OTHERS = 16

export interface ReconcileOptions {
  readonly pending: readonly PendingMatch[]
  readonly certain: readonly Happened[]
  readonly ahead: readonly Happened[]
  /** Whether what made the match can still come. */
  readonly mayCome: (match: PendingMatch) => boolean
  /** Whether a match is the same although other words decide it: when several conditions join. */
  readonly joins: boolean
  readonly nextMatchId: () => string
}

export interface Reconciled {
  readonly pending: readonly PendingMatch[]
  readonly decisions: readonly Decision[]
}

interface Target {
  readonly happened: Happened
  readonly certain: boolean
}

/** Compares what a rule has fired with what it comes to now: fires, confirms, retracts. */
export function reconcile(options: ReconcileOptions): Reconciled {
  const targets: readonly Target[] = [
    ...options.certain.map((happened) => ({ happened, certain: true })),
    ...options.ahead.map((happened) => ({ happened, certain: false })),
  ]
  const matchOf = pair(options, targets)
  const paired = new Set(matchOf.values())
  const pending: PendingMatch[] = []
  const retracted: Decision[] = []
  for (const match of options.pending) {
    if (paired.has(match)) continue
    if (options.mayCome(match)) pending.push(match)
    else retracted.push({ matchId: match.matchId, evidence: match.evidence, state: 'retracted' })
  }
  const decisions: Decision[] = []
  for (const target of targets) {
    const match = matchOf.get(target)
    if (match !== undefined && !target.certain) pending.push(match)
    if (match !== undefined && !target.certain) continue
    const evidence = evidenceOf(target.happened)
    const matchId = match?.matchId ?? options.nextMatchId()
    if (match === undefined) decisions.push({ matchId, evidence, state: 'fired' })
    if (target.certain) decisions.push({ matchId, evidence, state: 'confirmed' })
    else {
      pending.push({ matchId, evidence, momentMs: target.happened.atMs, source: target.happened.source })
    }
  }
  return { pending, decisions: [...retracted, ...decisions] }
}

/** Which of the pending matches is which of the targets: by utterance, then by time. */
function pair(
  { pending, joins }: ReconcileOptions,
  targets: readonly Target[],
): ReadonlyMap<Target, PendingMatch> {
  const matchOf = new Map<Target, PendingMatch>()
  if (pending.length === 0 || targets.length === 0) return matchOf
  for (const source of new Set(pending.map((match) => match.source))) {
    pairBySpan(
      pending.filter((match) => match.source === source),
      targets.filter(({ happened }) => happened.source === source),
      matchOf,
    )
  }
  if (!joins) return matchOf
  const paired = new Set(matchOf.values())
  pairBySpan(
    pending.filter((match) => !paired.has(match)),
    targets.filter((target) => !matchOf.has(target)),
    matchOf,
  )
  return matchOf
}

function pairBySpan(
  pending: readonly PendingMatch[],
  targets: readonly Target[],
  matchOf: Map<Target, PendingMatch>,
): void {
  if (pending.length === 0 || targets.length === 0) return
  const matches = pending.toSorted((a, b) => spanOf(a).startMs - spanOf(b).startMs)
  const sorted = targets.toSorted((a, b) => spanOfTarget(a).startMs - spanOfTarget(b).startMs)
  for (const [match, target] of align(matches.map(spanOf), sorted.map(spanOfTarget), SAME_WORDS_MS)) {
    const same = matches[match]
    const found = sorted[target]
    if (same !== undefined && found !== undefined) matchOf.set(found, same)
  }
}

/** The words, where words decided; else the moment. */
function spanOf({ source, evidence, momentMs }: PendingMatch): Span {
  return source === null ? { startMs: momentMs, endMs: momentMs } : evidence
}

function spanOfTarget({ happened }: Target): Span {
  const { source, atMs, parts } = happened
  return source === null ? { startMs: atMs, endMs: atMs } : parts[0]
}

function evidenceOf({ parts }: Happened): Evidence {
  const [decisive, ...others] = parts
  const shown = others.slice(0, MAX_OTHERS).toSorted((a, b) => a.startMs - b.startMs)
  return { ...decisive, others: shown }
}
