import { z } from 'zod'
import type { WrapUp } from '../../contracts/assist.ts'
import type { CallRecord } from '../../contracts/store.ts'
import type { Log } from '../../platform/log.ts'
import { Counter, type Registry } from '../../platform/metrics.ts'

export interface WrapUpHookOptions {
  /** Null: there is none. */
  readonly url: string | null
  readonly timeoutMs: number
  readonly log: Log
  readonly registry: Registry
}

/** What the site's own program may say; anything else is left as evidence has it. */
const answerSchema = z.object({
  reason: z.string().max(300).optional(),
  summary: z.string().max(4000).optional(),
})

type Answer = z.infer<typeof answerSchema>

/** Asked at the same time; more get the draft as it is. */
const MOST_ASKED = 4
const MOST_KEPT = 500

/** Lets a program of the site write the summary, such as a language model on its own machine. See `README.md`. */
export class WrapUpHook {
  readonly #options: WrapUpHookOptions
  readonly #asked: Counter<'result'>
  /** A call's notes are written once, and read often. */
  readonly #answers = new Map<string, Answer>()
  #asking = 0

  constructor(options: WrapUpHookOptions) {
    this.#options = options
    this.#asked = new Counter({
      name: 'earshot_assist_wrap_up_hook_total',
      help: 'Drafts that the site’s own program was asked to write, by what came of it.',
      labelNames: ['result'],
      registers: [options.registry],
    })
  }

  /** The draft in the hook's words, or as it was when there is no hook or it fails. Never rejects. */
  async improve(draft: WrapUp, record: CallRecord): Promise<WrapUp> {
    const { url, log } = this.#options
    if (url === null || record.endedAt === null) return draft
    const known = this.#answers.get(draft.callId)
    if (known !== undefined) return withAnswer(draft, known)
    if (this.#asking >= MOST_ASKED) {
      this.#asked.inc({ result: 'busy' })
      return draft
    }
    this.#asking += 1
    try {
      const answer = await this.#ask(url, draft, record)
      this.#asked.inc({ result: 'written' })
      this.#keep(draft.callId, answer)
      return withAnswer(draft, answer)
    } catch (thrown) {
      this.#asked.inc({ result: 'failed' })
      const name = thrown instanceof Error ? thrown.name : 'Error'
      log.warn({ callId: draft.callId, errorName: name }, 'The wrap-up hook gave nothing; the draft stands.')
      return draft
    } finally {
      this.#asking -= 1
    }
  }

  async #ask(url: string, draft: WrapUp, record: CallRecord): Promise<Answer> {
    const { callId, reason, summary, promises, codes, checklists, labels } = draft
    const utterances = record.utterances.map(({ party, startMs, text }) => ({ party, startMs, text }))
    const { language } = record.call
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        callId,
        language,
        draft: { reason, summary, promises, codes, checklists, labels },
        utterances,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(this.#options.timeoutMs),
    })
    if (!answer.ok) throw new RangeError('the hook answered with an error')
    return answerSchema.parse(await answer.json())
  }

  #keep(callId: string, answer: Answer): void {
    this.#answers.set(callId, answer)
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > MOST_KEPT && oldest !== undefined) this.#answers.delete(oldest)
  }
}

function withAnswer(draft: WrapUp, { reason, summary }: Answer): WrapUp {
  return { ...draft, source: 'hook', reason: reason ?? draft.reason, summary: summary ?? draft.summary }
}
