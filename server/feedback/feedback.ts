import { readFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { Bus } from '../bus/bus.ts'
import type { Authenticator } from '../contracts/access.ts'
import type { FeedbackSource } from '../contracts/feedback-source.ts'
import type { IssueStore } from '../contracts/store.ts'
import type { Clock } from '../platform/clock.ts'
import type { KeyedHash } from '../platform/keyed-hash.ts'
import type { Log } from '../platform/log.ts'
import type { Registry } from '../platform/metrics.ts'
import { TokenBuckets } from '../platform/token-buckets.ts'
import { createFeedbackMetrics } from './feedback-metrics.ts'
import { addFeedbackRoutes } from './http/feedback-routes.ts'
import { addSiteRoutes, type SiteOptions } from './http/site-routes.ts'
import { HandOn } from './intake/hand-on.ts'
import { Intake } from './intake/intake.ts'
import { Sources } from './intake/sources.ts'
import type { EntryServices } from './intake/take-entries.ts'

export interface FeedbackOptions {
  readonly bus: Bus
  readonly store: Pick<IssueStore, 'saveFeedback' | 'listFeedbackToHandOn' | 'feedbackHandedOn'>
  readonly authenticator: Authenticator
  readonly log: Log
  readonly registry: Registry
  readonly clock: Clock
  /** Makes a text fit to be kept. */
  readonly redact: (text: string) => string
  /** Names a customer, and content, so that nobody can tell who or what it is. */
  readonly authorKeyOf: KeyedHash
  readonly contentIdOf: KeyedHash
  /** Items that one source may send a minute; at once it may send ten minutes' worth. */
  readonly itemsPerMinute: number
  readonly site: SiteSettings | null
}

/** The form for web sites. */
export interface SiteSettings {
  readonly key: string
  readonly origins: readonly string[]
  /** Items that one address may send a minute. */
  readonly itemsPerMinute: number
}

export interface Feedback {
  registerRoutes(fastify: FastifyInstance): void
  /** Publishes what an earlier run kept and did not hand on; whoever reads the bus must be there. */
  start(): Promise<void>
  /** Refuses more and waits until what waits is on disk, at most `deadlineMs`. Call it before the bus is drained. */
  stop(deadlineMs: number): Promise<void>
  /** What each source has sent since the start, the latest first. */
  sources(): readonly FeedbackSource[]
}

const MAX_ADDRESSES = 20_000
const MAX_SOURCES = 1000
const BURST_MINUTES = 10

/** Items that are read at once at a start. */
const PAGE = 500

/** Takes digital feedback in, makes it fit to keep, keeps it and publishes it on topic `feedback`. */
export async function createFeedback(options: FeedbackOptions): Promise<Feedback> {
  const { bus, store, log, clock, registry, itemsPerMinute } = options
  const sources = new Sources(clock)
  const handOn = new HandOn({ store, clock, log })
  const intake = new Intake({
    store,
    clock,
    onKept: (feedback) => {
      bus.publish('feedback', feedback)
      handOn.published(feedback)
    },
  })
  const metrics = createFeedbackMetrics(registry, () => intake.waiting)
  const pace = new TokenBuckets({
    ...{ clock, perMinute: itemsPerMinute, burst: itemsPerMinute * BURST_MINUTES, maxNames: MAX_SOURCES },
  })
  const services: EntryServices = { ...options, intake, pace, sources, metrics }
  const site = options.site === null ? null : await openSite(options.site, clock)

  return {
    registerRoutes(fastify) {
      void fastify.register(async (room) => {
        // Requests are checked by what reads them, and answers are written whole.
        room.setValidatorCompiler(() => () => true)
        room.setSerializerCompiler(() => (data) => JSON.stringify(data))
        addFeedbackRoutes(room, { ...services, authenticator: options.authenticator })
      })
      void fastify.register(async (room) => {
        addSiteRoutes(room, { ...services, site })
      })
    },
    async start() {
      handOn.start()
      for (let more = true; more;) {
        const left = await store.listFeedbackToHandOn(PAGE)
        for (const feedback of left) bus.publish('feedback', feedback)
        metrics.handedOnAgain.inc(left.length)
        if (left.length > 0) {
          log.info({ items: left.length }, 'Feedback of an earlier run is handed on.')
          await store.feedbackHandedOn(left)
        }
        more = left.length === PAGE
      }
    },
    async stop(deadlineMs) {
      await intake.stop(deadlineMs)
      await handOn.stop()
    },
    sources: () => sources.list(),
  }
}

async function openSite({ key, origins, itemsPerMinute }: SiteSettings, clock: Clock): Promise<SiteOptions> {
  return {
    key,
    origins: new Set(origins),
    script: await readFile(new URL('snippet/snippet.js', import.meta.url), 'utf8'),
    pace: new TokenBuckets({
      ...{ clock, perMinute: itemsPerMinute, burst: itemsPerMinute, maxNames: MAX_ADDRESSES },
    }),
  }
}
