import type { FeedbackVerdict } from '../../../server/contracts/feedback.ts'
import type { Api } from './api.ts'

/** What this person said of an outcome, and whether the server has it. */
export interface Verdict {
  readonly verdict: FeedbackVerdict
  readonly state: 'sending' | 'kept' | 'failed'
}

/** Verdicts that are remembered; older ones are in the store, and can be given again. */
const MOST_KEPT = 500

interface VerdictsOptions {
  readonly api: Pick<Api, 'judge' | 'verdicts'>
  readonly onChange: () => void
}

/** What this person said of outcomes, on this page or before it was loaded. The last word on each counts. */
export class Verdicts {
  readonly #options: VerdictsOptions
  #verdicts: ReadonlyMap<string, Verdict> = new Map()

  constructor(options: VerdictsOptions) {
    this.#options = options
  }

  /** By outcome id; never changed in place. */
  get all(): ReadonlyMap<string, Verdict> {
    return this.#verdicts
  }

  /** Takes up what was said of a call's outcomes before; what was said on this page meanwhile stays. */
  async readBack(callId: string): Promise<void> {
    const kept = await this.#options.api.verdicts(callId).catch(() => [])
    const fresh = kept.filter(({ outcomeId }) => !this.#verdicts.has(outcomeId))
    if (fresh.length === 0) return
    const verdicts = new Map(this.#verdicts)
    for (const { outcomeId, verdict } of fresh) verdicts.set(outcomeId, { verdict, state: 'kept' })
    this.#replace(verdicts)
  }

  async give(outcomeId: string, verdict: FeedbackVerdict): Promise<void> {
    const sent: Verdict = { verdict, state: 'sending' }
    this.#set(outcomeId, sent)
    const state = await this.#options.api.judge(outcomeId, verdict).then(
      () => 'kept' as const,
      // Told on the card, where it can be given again.
      () => 'failed' as const,
    )
    if (this.#verdicts.get(outcomeId) === sent) this.#set(outcomeId, { verdict, state })
  }

  #set(outcomeId: string, verdict: Verdict): void {
    const verdicts = new Map(this.#verdicts)
    verdicts.delete(outcomeId)
    verdicts.set(outcomeId, verdict)
    this.#replace(verdicts)
  }

  #replace(verdicts: Map<string, Verdict>): void {
    for (const oldest of verdicts.keys()) {
      if (verdicts.size <= MOST_KEPT) break
      verdicts.delete(oldest)
    }
    this.#verdicts = verdicts
    this.#options.onChange()
  }
}
