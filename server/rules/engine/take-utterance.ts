import type { Party } from '../../contracts/call.ts'
import { callMs } from '../../contracts/time.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'
import type { PhraseHit } from '../../language/phrases/finder.ts'
import type { RuleSet } from '../compile/compile.ts'
import { findInAlternatives } from './alternatives.ts'
import type { CallState, OpenWords, TailWord } from './call-state.ts'
import { decode, reach } from './ears.ts'
import { findAgain } from './find-phrases.ts'
import { listen } from './listen.ts'
import type { Fact } from './measures/measures.ts'
import { adjoiningWords, nextTail } from './tail.ts'
import { addFacts, setBegun } from './timeline.ts'
import type { Round } from './run-rules.ts'

/** What a message tells, before any rule has looked at it. */
export interface Taken {
  readonly state: CallState
  readonly words: Round['words']
  readonly endMs: number | null
}

const NEW_ROW = { words: [], found: [], before: 0 }

/** Finds what an utterance holds for the rules, and takes what it tells of the call. */
export function takeUtterance(set: RuleSet, state: CallState, message: Utterance): Taken {
  const utterance = onCallTime(message, state.originMs)
  const { party, utteranceId } = utterance
  const before = adjoiningWords(state.tails[party], utterance.startMs)
  const row = before.length === 0 ? utterance.words : [...before.map(({ word }) => word), ...utterance.words]
  const last = state.open.find((open) => open.utteranceId === utteranceId)
  const known = last?.before === before.length ? last : NEW_ROW
  const found = findAgain(set.finder, known, row)
  return utterance.state === 'final'
    ? takeFinal(set, state, { utterance, before, row, found })
    : takePartial(set, state, { utterance, before, row, found, last })
}

interface Searched {
  readonly utterance: Utterance
  readonly before: readonly TailWord[]
  readonly row: readonly Word[]
  readonly found: readonly PhraseHit[]
}

function takePartial(
  set: RuleSet,
  state: CallState,
  { last, ...searched }: Searched & { readonly last: OpenWords | undefined },
): Taken {
  const { utterance, before, row, found } = searched
  const { utteranceId, party } = utterance
  const startMs = last?.startMs ?? utterance.startMs
  const now: OpenWords = { utteranceId, party, startMs, words: row, before: before.length, found }
  const heard = listen(set, { ...searched, alternatives: [] })
  const open =
    last === undefined ? [...state.open, now] : state.open.map((other) => (other === last ? now : other))
  return {
    state: {
      ...state,
      open,
      ears: reach(state.ears, party, utterance.atMs),
      timeline: last === undefined ? setBegun(state.timeline, set, begunOf(open)) : state.timeline,
    },
    words: { utteranceId, final: false, events: heard.events },
    endMs: null,
  }
}

function takeFinal(set: RuleSet, state: CallState, searched: Searched): Taken {
  const { utterance, before, row } = searched
  const { utteranceId, party, words } = utterance
  const alternatives = set.alternatives ? alternativesOf(set, searched) : []
  const heard = listen(set, { ...searched, alternatives })
  const wasOpen = state.open.some((other) => other.utteranceId === utteranceId)
  const open = wasOpen ? state.open.filter((other) => other.utteranceId !== utteranceId) : state.open
  const finalMs = words.at(-1)?.endMs ?? null
  const begun = wasOpen ? setBegun(state.timeline, set, begunOf(open)) : state.timeline
  const tail = nextTail({
    ...{ tail: state.tails[party], row, before },
    ...{ final: utterance, usedBy: heard.usedBy, keep: set.tailWords },
  })
  return {
    state: {
      ...state,
      open,
      ears: decode(state.ears, { parties: [party], atMs: utterance.atMs, open, finalMs }),
      tails: tail === undefined ? state.tails : { ...state.tails, [party]: tail },
      timeline: words.length === 0 ? begun : addFacts(begun, set, spokenFacts(utterance)),
    },
    words: { utteranceId, final: true, events: heard.events },
    endMs: null,
  }
}

function alternativesOf(set: RuleSet, { utterance, before }: Searched): readonly PhraseHit[] {
  const hits = findInAlternatives(set.finder, utterance)
  return before.length === 0 ? hits : hits.map((hit) => movedBy(hit, before.length))
}

function movedBy(hit: PhraseHit, words: number): PhraseHit {
  return { phrase: hit.phrase, from: hit.from + words, to: hit.to + words, score: hit.score }
}

function begunOf(open: readonly OpenWords[]): readonly Fact[] {
  return open.map(({ utteranceId, party, startMs }) => begins(utteranceId, party, startMs))
}

function begins(utteranceId: string, party: Party, startMs: number): Fact {
  return { kind: 'begins', atMs: callMs(startMs), utteranceId, party }
}

/** What a final tells of the call. */
export function spokenFacts({ utteranceId, party, words }: Utterance): readonly Fact[] {
  const [first] = words
  const last = words.at(-1)
  if (first === undefined || last === undefined) return []
  const { startMs } = first
  return [
    begins(utteranceId, party, startMs),
    { kind: 'spoken', atMs: last.endMs, utteranceId, party, startMs, words },
  ]
}

/** A stream that goes on with a call counts from its own beginning. */
function onCallTime(utterance: Utterance, originMs: number): Utterance {
  if (originMs === 0) return utterance
  const move = (ms: number): Word['startMs'] => callMs(ms + originMs)
  return {
    ...utterance,
    startMs: move(utterance.startMs),
    endMs: move(utterance.endMs),
    atMs: move(utterance.atMs),
    words: utterance.words.map((word) => ({
      ...word,
      startMs: move(word.startMs),
      endMs: move(word.endMs),
    })),
  }
}
