import type { CallInfo } from '../../server/contracts/call.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import type { Utterance } from '../../server/contracts/transcript.ts'
import type { HttpApp } from './http-app.ts'
import {
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUtterance,
  buildWords,
} from './message-builders.ts'

interface Said {
  readonly text: string
  readonly startMs: number
  readonly party?: Utterance['party']
  readonly state?: Utterance['state']
}

/** A call that a test tells word by word on the bus of a running server, as recognition would. */
export class ConsoleCall {
  readonly callId: string
  readonly agentId: string
  readonly #app: HttpApp
  #seq = 1

  constructor(app: HttpApp, call: { readonly callId: string; readonly agentId: string }) {
    this.#app = app
    this.callId = call.callId
    this.agentId = call.agentId
  }

  start(about: Partial<CallInfo> = {}): void {
    const call = buildCall({ ...about, callId: this.callId, agentId: this.agentId })
    this.#app.bus.publish('transcript', buildStart(call))
  }

  tick(atMs: number, lagMs = 0): void {
    this.#app.bus.publish('transcript', {
      type: 'tick',
      callId: this.callId,
      seq: (this.#seq += 1),
      atMs: callMs(atMs),
      lagMs,
    })
  }

  /** Passes the call to another agent, and with that perhaps to another team. */
  pass(agentId: string, attributes?: CallInfo['attributes']): void {
    this.#app.bus.publish('transcript', {
      type: 'update',
      callId: this.callId,
      seq: (this.#seq += 1),
      atMs: callMs(0),
      change: { agentId, attributes },
    })
  }

  hold(onHold: boolean): void {
    this.#app.bus.publish('transcript', {
      type: 'update',
      callId: this.callId,
      seq: (this.#seq += 1),
      atMs: callMs(0),
      change: { onHold },
    })
  }

  /** In partials, each word has stayed 100 ms longer than the one after it. */
  say({ text, startMs, party = 'customer', state = 'final' }: Said): void {
    const utterance = buildUtterance({
      text,
      startMs,
      party,
      state,
      callId: this.callId,
      utteranceId: this.utteranceId(startMs),
      seq: (this.#seq += 1),
    })
    const words = utterance.words.map((word, index, all) =>
      state === 'final' ? word : { ...word, confidence: null, stayedMs: (all.length - 1 - index) * 100 },
    )
    this.#app.bus.publish('transcript', { ...utterance, words })
  }

  utteranceId(startMs: number): string {
    return `${this.callId}-${startMs}`
  }

  /** An outcome caused by `words` in the utterance that began at `startMs`. */
  tell(outcome: Partial<Outcome> & { readonly words: string; readonly startMs: number }): void {
    const { words, startMs, ...change } = outcome
    const evidence = {
      ...buildOutcome().evidence,
      phrase: words,
      words: buildWords(words, startMs),
      utteranceId: this.utteranceId(startMs),
      startMs: callMs(startMs),
      endMs: callMs(startMs + 900),
    }
    this.#app.bus.publish(
      'outcome',
      buildOutcome({
        callId: this.callId,
        agentId: this.agentId,
        evidence,
        createdAt: wallMs(Date.now()),
        ...change,
      }),
    )
  }

  end(durationMs: number): void {
    this.#app.bus.publish('transcript', buildEnd(this.callId, durationMs))
  }
}
