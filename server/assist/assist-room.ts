import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { Article, AssistDesk, CallReviewer } from '../contracts/assist.ts'
import type { CallId } from '../contracts/call.ts'
import type { ReadinessCheck } from '../contracts/health.ts'
import type { IssueDesk } from '../contracts/issue-desk.ts'
import type { Store } from '../contracts/store.ts'
import type { Utterance } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { traceOf } from '../platform/error-trace.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { Desk } from './assist-desk.ts'
import { checklistNames } from './assist-library.ts'
import { createAssistMetrics } from './assist-metrics.ts'
import { LibraryKeeper } from './library-keeper.ts'
import { LiveCalls } from './live-calls.ts'
import { WrapUpHook } from './wrap-up/hook.ts'
import { createReviewer } from './wrap-up/review.ts'

export interface AssistOptions {
  readonly bus: Bus
  readonly store: Store
  readonly issues: Pick<IssueDesk, 'list' | 'codes'>
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Folder in which `checklists`, `knowledge` and `dispositions.yaml` lie. */
  readonly rulesDir: string
  /** Masks numbers in what people type. */
  readonly redact: (text: string) => string
  /** Attributes of a call that agents may see. */
  readonly shownAttributes: readonly string[]
  /** Where the site's own program writes summaries; null: nowhere. */
  readonly wrapUpHook: string | null
  readonly wrapUpTimeoutMs: number
}

/** What an agent can lean on: topic `transcript` in, `assist` and `label` out, and a desk. */
export interface AssistRoom {
  readonly desk: AssistDesk
  readonly readiness: ReadinessCheck
  readonly reviewer: CallReviewer
  /** The checklists in force, with the ids of their items. */
  checklists(): ReadonlyMap<string, readonly string[]>
  /** An article of the site's knowledge; null: there is none of this id. */
  articleOf(articleId: string): Pick<Article, 'title' | 'body'> | null
  /** Loads the files and listens to the bus. A faulty file is told in the log and at `/readyz`, and left out. */
  start(): Promise<void>
  /** Never rejects. */
  stop(): Promise<void>
}

export function createAssist(options: AssistOptions): AssistRoom {
  const { bus, store, issues, log, registry, clock, shownAttributes, redact } = options
  const keeper = new LibraryKeeper(options)
  const { told, labels } = createAssistMetrics(registry, () => calls.size)
  const finalsOf = async (callId: CallId): Promise<readonly Utterance[]> => {
    const record = await store.getCall(callId).catch((thrown: unknown) => {
      log.error({ callId, ...traceOf(thrown) }, 'What was said before the restart is not known.')
      return null
    })
    return record?.utterances ?? []
  }
  const library = () => keeper.library
  const calls = new LiveCalls({
    ...{ clock, library, finalsOf },
    tell: (state) => {
      told.inc()
      bus.publish('assist', state)
    },
  })
  const hook = new WrapUpHook({ url: options.wrapUpHook, timeoutMs: options.wrapUpTimeoutMs, log, registry })
  const desk = new Desk({
    ...{ store, issues, clock, library, hook, redact, shownAttributes },
    atMs: (callId) => calls.atMs(callId),
    onLabel: (label) => {
      labels.inc({ channel: label.channel })
      calls.addLabel(label)
      bus.publish('label', label)
    },
    onSaved: (callId, at) => bus.publish('wrap-up', { type: 'wrap-up', callId, at }),
  })
  const subscriptions: Unsubscribe[] = []
  return {
    desk,
    readiness: {
      name: 'assist',
      // A floor without checklists still takes calls.
      check: async () => null,
      note: () =>
        keeper.errors === 0 ? null : `faults in checklists, articles or dispositions: ${keeper.errors}`,
    },
    reviewer: createReviewer(library),
    checklists: () => checklistNames(keeper.library),
    articleOf: (articleId) =>
      keeper.library.articles.articles.find((each) => each.articleId === articleId) ?? null,
    start: async () => {
      await keeper.start()
      subscriptions.push(bus.subscribe('transcript', (message) => calls.take(message)))
    },
    stop: async () => {
      for (const end of subscriptions.splice(0)) end()
      calls.stop()
      await keeper.close()
    },
  }
}
