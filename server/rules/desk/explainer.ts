import type { CallId } from '../../contracts/call.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Explanation, RuleInCall } from '../../contracts/explanation.ts'
import type { CallRecord } from '../../contracts/store.ts'
import { inTurns } from '../../platform/in-turns.ts'
import { compileAlone } from '../backtest/rule-alone.ts'
import { wholeCall } from '../backtest/whole-call.ts'
import { explaining } from '../explain/explain-call.ts'
import { rulesInCall } from '../explain/rules-in-call.ts'
import type { DeskOptions } from './desk-options.ts'

/** Some seven hours of talk. */
const MOST_WORDS = 60_000
const LONGEST_MS = 15_000
/** One is worked on, the others wait. */
const MOST_AT_A_TIME = 5

/** What is asked of a call, and how far it is. */
interface AskedCall {
  readonly record: CallRecord
  readonly liveAtMs: number | null
  readonly legFromMs: number
}

/**
 * Judges kept and live calls anew for people who ask why. One at a time, in slices between which live calls go on, and
 * not for ever.
 */
export class Explainer {
  readonly #options: DeskOptions
  #asked = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** @throws AppError `NOT_FOUND`, `CALL_TOO_LONG`, `EXPLAIN_BUSY`. */
  explain(callId: CallId, ruleId: string): Promise<Explanation> {
    return this.#alone(async () => {
      const { rules: among, phases } = this.#options.keeper
      const rule = among.find(({ ref }) => ref.id === ruleId)
      if (rule === undefined) throw new AppError('NOT_FOUND')
      const call = await this.#read(callId)
      return this.#inTurns(explaining({ set: compileAlone({ rule, among, phases }), ruleId, ...call }))
    })
  }

  /** @throws AppError as `explain`. */
  rulesIn(callId: CallId): Promise<readonly RuleInCall[]> {
    return this.#alone(async () => {
      const call = await this.#read(callId)
      return this.#inTurns(rulesInCall({ set: this.#options.keeper.ruleSet, ...call }))
    })
  }

  async #read(callId: CallId): Promise<AskedCall> {
    const { store, positionOf } = this.#options
    const leg = await store.getCall(callId)
    if (leg === null) throw new AppError('NOT_FOUND')
    const { record, legs } = await wholeCall(store, leg)
    const words = record.utterances.reduce((sum, utterance) => sum + utterance.words.length, 0)
    if (words > MOST_WORDS) {
      throw new AppError('CALL_TOO_LONG', `It has ${words} words, expected at most ${MOST_WORDS}.`)
    }
    const legFromMs = legs.at(-1)?.fromMs ?? 0
    const atMs = positionOf(callId)
    return { record, legFromMs, liveAtMs: atMs === null ? null : legFromMs + atMs }
  }

  #inTurns<T>(work: Generator<void, T>): Promise<T> {
    const onSlice = (ranMs: number): void => {
      if (ranMs > LONGEST_MS) throw new AppError('EXPLAIN_BUSY', `It took more than ${LONGEST_MS} ms.`)
    }
    return inTurns(work, { clock: this.#options.clock, onSlice })
  }

  /** One after the other; whoever comes when enough are waiting is sent away. */
  async #alone<T>(make: () => Promise<T>): Promise<T> {
    if (this.#asked >= MOST_AT_A_TIME) throw new AppError('EXPLAIN_BUSY')
    this.#asked += 1
    const done = this.#last.then(make)
    this.#last = done.catch(() => undefined)
    try {
      return await done
    } finally {
      this.#asked -= 1
    }
  }
}
