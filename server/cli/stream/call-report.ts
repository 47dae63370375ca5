import type { Party } from '../../contracts/call.ts'
import { assertNever } from '../../contracts/assert-never.ts'
import { DelayMeter, type DelaySummary } from './delay.ts'
import type { CallEvent, OutcomeEvent } from './event.ts'
import type { ReceivedEvent } from './events-client.ts'
import { WordDelays } from './word-delays.ts'

/** An event with the delay that a person felt. */
export interface MeasuredEvent {
  readonly event: CallEvent
  /** From the end of the spoken words to their arrival here, in milliseconds; null where nothing was spoken. */
  readonly delayMs: number | null
}

/** A call in figures. Delays are from the end of the spoken word, by the schedule of the audio. */
export interface CallReport {
  readonly callId: string
  readonly durationMs: number | null
  /** Why it ended; null while nobody has said so. */
  readonly endReason: string | null
  readonly utterances: Readonly<Record<Party, number>>
  /** How many outcomes came to each state, by kind, for example `prompt shown`. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly delays: {
    /** A word's first appearance in a partial. */
    readonly word: DelaySummary
    /** A final. */
    readonly utterance: DelaySummary
    /** A prompt or alert shown. */
    readonly outcome: DelaySummary
  }
}

/** Measures the events of one call as they come. */
export class CallMeter {
  readonly #callId: string
  /** Wall time at which the audio up to a call time was sent. */
  readonly #saidAt: (callMs: number) => number
  readonly #words = new WordDelays()
  readonly #delays = { word: new DelayMeter(), utterance: new DelayMeter(), outcome: new DelayMeter() }
  readonly #utterances = { agent: 0, customer: 0 }
  readonly #outcomes = new Map<string, number>()
  #durationMs: number | null = null
  #endReason: string | null = null

  constructor(options: { readonly callId: string; readonly saidAt: (callMs: number) => number }) {
    this.#callId = options.callId
    this.#saidAt = options.saidAt
  }

  take({ event, receivedAt }: ReceivedEvent): MeasuredEvent {
    switch (event.type) {
      case 'utterance': {
        const delayMs = receivedAt - this.#saidAt(event.endMs)
        const words = this.#words.take({ utterance: event, receivedAt, saidAt: this.#saidAt })
        for (const delay of words) this.#delays.word.add(delay)
        if (event.state === 'final' && event.text !== '') {
          this.#utterances[event.party] += 1
          this.#delays.utterance.add(delayMs)
        }
        return { event, delayMs: Math.round(delayMs) }
      }
      case 'outcome': {
        const key = `${event.kind} ${event.state}`
        this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1)
        const delayMs = receivedAt - this.#saidAt(causeOf(event))
        if (event.state === 'shown') this.#delays.outcome.add(delayMs)
        return { event, delayMs: Math.round(delayMs) }
      }
      case 'gap':
        return { event, delayMs: null }
      case 'end':
        this.#durationMs = event.durationMs
        this.#endReason = event.reason
        return { event, delayMs: null }
      default:
        return assertNever(event)
    }
  }

  report(): CallReport {
    return {
      callId: this.#callId,
      durationMs: this.#durationMs,
      endReason: this.#endReason,
      utterances: { ...this.#utterances },
      outcomes: Object.fromEntries(this.#outcomes),
      delays: {
        word: this.#delays.word.summary(),
        utterance: this.#delays.utterance.summary(),
        outcome: this.#delays.outcome.summary(),
      },
    }
  }
}

/** Call time of what caused it: the end of the words, or the moment by which they were missing. */
function causeOf(event: OutcomeEvent): number {
  return event.evidence.condition === 'absence' ? event.atMs : event.evidence.endMs
}
