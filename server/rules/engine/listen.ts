import type { CaughtSlot } from '../../contracts/match.ts'
import { callMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import type { PhraseHit } from '../../language/phrases/finder.ts'
import { isPartOfNumber } from '../../language/phrases/slots/part-of-number.ts'
import type { RuleSet } from '../compile/compile.ts'
import type { PhraseListener } from '../compile/phrase-table.ts'
import type { LeafEvent } from '../compile/memory.ts'
import type { NodeHit } from '../compile/occasions.ts'
import type { PhraseRole } from '../compile/tree.ts'
import { wordEvents, type Hearing } from '../compile/word-events.ts'
import type { TailWord } from './call-state.ts'
import { textsOf } from './find-phrases.ts'

/** What an utterance holds for the rules. */
export interface Heard {
  /** By index of the rule. */
  readonly events: ReadonlyMap<number, readonly LeafEvent[]>
  /** The nodes of rules that each word counts for, by position in the row. */
  readonly usedBy: ReadonlyMap<number, readonly string[]>
}

export interface ListenOptions {
  readonly utterance: Utterance
  /** The words before the utterance that a phrase may have begun with. */
  readonly before: readonly TailWord[]
  /** Those words and the utterance's own. */
  readonly row: readonly Word[]
  /** Found in the row. */
  readonly found: readonly PhraseHit[]
  /** Found in the place of the row's words by other readings. */
  readonly alternatives: readonly PhraseHit[]
}

type DraftHits = Partial<Record<PhraseRole, NodeHit[]>>

const NOTHING: Heard = { events: new Map(), usedBy: new Map() }

/** Gives each node of each rule what was found for it, and collects what happened by that. */
export function listen(set: RuleSet, options: ListenOptions): Heard {
  const { found, alternatives, utterance, row } = options
  if (found.length === 0 && alternatives.length === 0) return NOTHING
  const byRule = new Map<number, Map<number, DraftHits>>()
  for (const hit of found) deal(set, byRule, { hit, options, isOther: false })
  for (const hit of alternatives) deal(set, byRule, { hit, options, isOther: true })
  if (byRule.size === 0) return NOTHING
  const events = new Map<number, readonly LeafEvent[]>()
  const usedBy = new Map<number, string[]>()
  const hearing: Hearing = {
    utteranceId: utterance.utteranceId,
    party: utterance.party,
    final: utterance.state === 'final',
    rowLength: row.length,
  }
  for (const [index, byNode] of byRule) {
    const rule = set.rules[index]
    if (rule === undefined) continue
    const ofRule: LeafEvent[] = []
    for (const [place, hits] of byNode) {
      const node = rule.nodes[place]
      if (node === undefined) continue
      const happened = wordEvents(node, hits, hearing)
      ofRule.push(...happened.events)
      if (!hearing.final) continue
      for (const hit of happened.counted) mark(usedBy, hit, `${rule.key}/${place}`)
    }
    if (ofRule.length > 0) events.set(index, ofRule)
  }
  return { events, usedBy }
}

interface Dealt {
  readonly hit: PhraseHit
  readonly options: ListenOptions
  readonly isOther: boolean
}

function deal(set: RuleSet, byRule: Map<number, Map<number, DraftHits>>, dealt: Dealt): void {
  let placed: Omit<NodeHit, 'phrase'> | null = null
  for (const listener of set.listeners[dealt.hit.phrase] ?? []) {
    if (!concerns(set, listener, dealt)) continue
    placed ??= place(dealt.hit, dealt.options)
    const byNode = byRule.get(listener.rule) ?? new Map<number, DraftHits>()
    byRule.set(listener.rule, byNode)
    const hits = byNode.get(listener.node) ?? {}
    byNode.set(listener.node, hits)
    const ofRole = (hits[listener.role] ??= [])
    ofRole.push({ ...placed, phrase: listener.phrase })
    // Other readings come after the utterance's own words.
    if (dealt.isOther) ofRole.sort((a, b) => a.from - b.from || a.to - b.to)
  }
}

/**
 * Leaves out words of the wrong party, words that lie wholly before the utterance (but not as what something is
 * said near to), and words that have counted already.
 */
function concerns(set: RuleSet, listener: PhraseListener, { hit, options, isOther }: Dealt): boolean {
  const { utterance, before } = options
  if (listener.party !== null && listener.party !== utterance.party) return false
  if (isOther && !listener.alternatives) return false
  if (listener.role === 'to') return true
  if (hit.to <= before.length) return false
  if (hit.from >= before.length) return true
  const use = `${set.rules[listener.rule]?.key ?? ''}/${listener.node}`
  return !before.slice(hit.from).some((word) => word.usedBy.includes(use))
}

function place(
  { from, to, score, slots = NO_SLOTS }: PhraseHit,
  { row, before }: ListenOptions,
): Omit<NodeHit, 'phrase'> {
  const words = row.slice(from, to)
  const caught = slots.length === 0 ? slots : caughtIn(row, { from, slots })
  let stayedMs = Number.MAX_SAFE_INTEGER
  for (let at = Math.max(from, before.length); at < to; at += 1) {
    stayedMs = Math.min(stayedMs, row[at]?.stayedMs ?? stayedMs)
  }
  return {
    words,
    from,
    to,
    startMs: words[0]?.startMs ?? callMs(0),
    endMs: words.at(-1)?.endMs ?? callMs(0),
    stayedMs,
    confidence: lowestConfidence(words),
    score,
    ...(caught.length === 0 ? {} : { slots: caught }),
  }
}

const NO_SLOTS: readonly CaughtSlot[] = []

/** What a hit caught, by places in its own words; pieces of longer numbers are none. */
function caughtIn(
  row: readonly Word[],
  { from, slots }: { readonly from: number; readonly slots: readonly CaughtSlot[] },
): readonly CaughtSlot[] {
  const texts = textsOf(row)
  return slots
    .filter((slot) => !isPartOfNumber(texts, slot.from, slot.to))
    .map((slot) => ({ name: slot.name, from: slot.from - from, to: slot.to - from }))
}

/** Null when the recogniser has given none of the words a confidence. */
function lowestConfidence(words: readonly Word[]): number | null {
  let lowest: number | null = null
  for (const { confidence } of words) {
    if (confidence !== null && (lowest === null || confidence < lowest)) lowest = confidence
  }
  return lowest
}

function mark(usedBy: Map<number, string[]>, { from, to }: NodeHit, use: string): void {
  for (let at = from; at < to; at += 1) usedBy.set(at, [...(usedBy.get(at) ?? []), use])
}
