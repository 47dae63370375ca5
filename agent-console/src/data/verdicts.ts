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
  readonly api: Pick<Api, 'judge'>
  readonly onChange: () => void
}

/** What this person said of outcomes while the page was open. The last word on each counts. */
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
    const [oldest] = verdicts.keys()
    if (verdicts.size > MOST_KEPT && oldest !== undefined) verdicts.delete(oldest)
    this.#verdicts = verdicts
    this.#options.onChange()
  }
}
