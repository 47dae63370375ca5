import type { AssistState, CallLabel } from '../contracts/assist.ts'
import type { CallId, CallInfo } from '../contracts/call.ts'
import type { CallMs } from '../contracts/time.ts'
import { callMs } from '../contracts/time.ts'
import type { CallMessage, Utterance } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import type { AssistLibrary } from './assist-library.ts'
import { CallAssist } from './call-assist.ts'
import { Pace } from './pace.ts'

export interface LiveCallsOptions {
  readonly clock: Clock
  readonly library: () => AssistLibrary
  readonly tell: (state: AssistState) => void
  /** Finals of the call that this one goes on with. */
  readonly finalsOf: (callId: CallId) => Promise<readonly Utterance[]>
}

/** Every live call's state, told when it changes and no faster than a person reads. */
export class LiveCalls {
  readonly #options: LiveCallsOptions
  readonly #calls = new Map<CallId, CallAssist>()
  readonly #pace: Pace<CallId>

  constructor(options: LiveCallsOptions) {
    this.#options = options
    this.#pace = new Pace(options.clock, (callId) => this.#tell(callId))
  }

  get size(): number {
    return this.#calls.size
  }

  /** Where the call is; null: it is not live. */
  atMs(callId: CallId): CallMs | null {
    return this.#calls.get(callId)?.atMs ?? null
  }

  take(message: CallMessage): void {
    const { callId } = message
    if (message.type === 'start') {
      this.#calls.set(callId, new CallAssist(message.call, this.#options.library()))
      void this.#inherit(message.call)
    }
    this.#calls.get(callId)?.take(message)
    if (message.type === 'end') {
      this.#pace.finish(callId)
      this.#calls.delete(callId)
    } else if (message.type !== 'gap' && message.type !== 'start') this.#pace.ask(callId)
  }

  addLabel(label: CallLabel): void {
    const call = this.#calls.get(label.callId)
    if (call === undefined) return
    call.addLabel(label)
    this.#pace.ask(label.callId)
  }

  stop(): void {
    this.#pace.stop()
    this.#calls.clear()
  }

  /** After a restart the call goes on under another id: what was said there still counts. */
  async #inherit({ callId, continues }: CallInfo): Promise<void> {
    const call = this.#calls.get(callId)
    if (continues === undefined || call === undefined) return
    const finals = await this.#options.finalsOf(continues.callId)
    call.inherit(finals.map((utterance) => earlier(utterance, continues.atMs)))
    if (this.#calls.get(callId) === call) this.#pace.ask(callId)
  }

  #tell(callId: CallId): void {
    const news = this.#calls.get(callId)?.news() ?? null
    if (news !== null) this.#options.tell(news)
  }
}

/** In the new call's time, in which it was before the beginning. */
function earlier(utterance: Utterance, byMs: CallMs): Utterance {
  const back = (ms: CallMs): CallMs => callMs(ms - byMs)
  return {
    ...utterance,
    startMs: back(utterance.startMs),
    endMs: back(utterance.endMs),
    atMs: back(utterance.atMs),
    words: utterance.words.map((word) => ({ ...word, startMs: back(word.startMs), endMs: back(word.endMs) })),
  }
}
