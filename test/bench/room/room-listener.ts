import type { CallId, Party } from '../../../server/contracts/call.ts'
import type { CallMessage, Utterance } from '../../../server/contracts/transcript.ts'
import { systemClock } from '../../../server/platform/clock.ts'
import type { Keep, PartyResult, WordDelays } from '../play/play-plan.ts'
import { joinDelays, wordDelays, type SeenHypothesis } from '../play/word-delays.ts'

interface HeardParty {
  readonly callId: CallId
  readonly party: Party
  readonly finals: { readonly utterance: Utterance; readonly hypotheses: readonly SeenHypothesis[] }[]
  /** Of the utterance that is not final yet. */
  hypotheses: SeenHypothesis[]
  decodedMs: number
}

/** Hears everything that recognition publishes: how far each call is decoded, and what was said when. */
export class RoomListener {
  readonly #keep: Keep
  readonly #parties = new Map<string, HeardParty>()
  readonly #tickMs = new Map<CallId, number>()

  constructor(options: { readonly keep: Keep }) {
    this.#keep = options.keep
  }

  /** Position up to which a party's audio is known to have been decoded; silence is only told by ticks. */
  decodedMs(callId: CallId, party: Party): number {
    const tickMs = this.#tickMs.get(callId) ?? 0
    return Math.max(tickMs, this.#parties.get(key(callId, party))?.decodedMs ?? 0)
  }

  hear(message: CallMessage): void {
    if (message.type === 'tick') this.#tickMs.set(message.callId, message.atMs)
    if (message.type === 'utterance') this.#utterance(message)
  }

  /** `startedAt`: wall time of each call's first sample, for calls at real time. */
  results(options: { startedAt: (callId: CallId) => number; warmMs: number }): readonly PartyResult[] {
    return [...this.#parties.values()].map(({ callId, party, finals }) => {
      const texts = finals.map(({ utterance }) => utterance.text).filter((text) => text !== '')
      const startedAt = options.startedAt(callId)
      const delays = (): WordDelays =>
        joinDelays(
          finals.map(({ utterance: { words }, hypotheses }) =>
            wordDelays({ hypotheses, words, startedAt, warmMs: options.warmMs }),
          ),
        )
      return { callId, party, text: texts.join(' '), delays: this.#keep === 'delays' ? delays() : null }
    })
  }

  #utterance(utterance: Utterance): void {
    const party = this.#party(utterance.callId, utterance.party)
    party.decodedMs = utterance.atMs
    if (this.#keep === 'nothing') return
    if (utterance.state === 'final') {
      party.finals.push({ utterance, hypotheses: party.hypotheses })
      party.hypotheses = []
    } else if (this.#keep === 'delays') {
      party.hypotheses.push({ wallMs: systemClock.now(), words: utterance.words })
    }
  }

  #party(callId: CallId, party: Party): HeardParty {
    const known = this.#parties.get(key(callId, party))
    if (known !== undefined) return known
    const fresh: HeardParty = { callId, party, finals: [], hypotheses: [], decodedMs: 0 }
    this.#parties.set(key(callId, party), fresh)
    return fresh
  }
}

function key(callId: CallId, party: Party): string {
  return `${callId}/${party}`
}
