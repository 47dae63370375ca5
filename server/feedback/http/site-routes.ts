import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../contracts/errors.ts'
import type { TokenBuckets } from '../../platform/token-buckets.ts'
import type { Entry } from '../form/fault.ts'
import { Report } from '../intake/report.ts'
import { takeEntries, type EntryServices } from '../intake/take-entries.ts'
import { readWhole } from '../read/json-entries.ts'
import { decodeUtf8 } from '../read/lines.ts'
import { answer } from './answer.ts'
import { bodyOf, leaveBodiesUnread } from './body-of.ts'
import { networkOf } from './network-of.ts'

/** What the form on a web site needs. */
export interface SiteOptions {
  /** Stands in the site's pages, so it is no secret: it tells sites apart and can be changed. */
  readonly key: string
  /** Web origins that may show the form, such as `https://shop.example`. */
  readonly origins: ReadonlySet<string>
  /** The script that shows it. */
  readonly script: string
  /** By address. */
  readonly pace: TokenBuckets
}

export type SiteRoutesOptions = EntryServices & { readonly site: SiteOptions | null }

const SCRIPT_PATH = '/v1/feedback/snippet.js'
const SITE_PATH = '/v1/feedback/site'
const SITE_SOURCE = 'web-site'
const MAX_BYTES = 256 * 1024

const sent = z.object({ key: z.string() }).catchall(z.unknown())

/** What a visitor's page may say; everything else is the server's to say. */
const FIELDS = ['id', 'rating', 'text', 'page', 'step', 'language', 'question']

/** The form for web sites and what it sends. Without a key in the settings there is neither. */
export function addSiteRoutes(room: FastifyInstance, options: SiteRoutesOptions): void {
  const { site } = options
  leaveBodiesUnread(room)
  room.get(SCRIPT_PATH, { schema: { hide: true } }, async (_request, reply) => {
    if (site === null) throw new AppError('NOT_FOUND')
    return reply
      .headers({ 'cache-control': 'public, max-age=3600', 'cross-origin-resource-policy': 'cross-origin' })
      .type('text/javascript; charset=utf-8')
      .send(site.script)
  })
  room.options(SITE_PATH, { schema: { hide: true } }, async (request, reply) => {
    allowOrigin(request, reply, site)
    return reply.code(204).send()
  })
  room.post(SITE_PATH, { schema: { hide: true } }, async (request, reply) => {
    const allowed = allowOrigin(request, reply, site)
    const retryAfterMs = allowed.pace.take(networkOf(request.ip))
    if (retryAfterMs > 0) {
      options.metrics.tooFast.inc({ door: 'address' })
      throw new AppError('FEEDBACK_TOO_FAST', null, { retryAfterMs })
    }
    const report = new Report()
    const entries = siteEntry(await readWhole(bodyOf(request), MAX_BYTES), allowed.key)
    await takeEntries(options, { entries, defaults: { channel: 'web' }, sourceId: SITE_SOURCE, report })
    return answer(reply, report)
  })
}

/** Marks the answer as readable for the page (Fetch standard, CORS). @throws AppError `NOT_FOUND`, `ORIGIN_REFUSED`. */
function allowOrigin(request: FastifyRequest, reply: FastifyReply, site: SiteOptions | null): SiteOptions {
  if (site === null) throw new AppError('NOT_FOUND')
  const { origin } = request.headers
  void reply.header('vary', 'Origin')
  if (origin === undefined || !site.origins.has(origin)) throw new AppError('ORIGIN_REFUSED')
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
  })
  return site
}

/** @throws AppError `REQUEST_INVALID`; `FORBIDDEN` for another key. */
async function* siteEntry(body: Uint8Array, key: string): AsyncGenerator<Entry> {
  const parsed = sent.safeParse(parse(decodeUtf8(body)))
  if (!parsed.success) throw new AppError('REQUEST_INVALID', 'body: expected a JSON object with a key.')
  if (!isSame(parsed.data.key, key)) throw new AppError('FORBIDDEN', 'key: expected the key of this site.')
  const fields = Object.entries(parsed.data).filter(([name]) => FIELDS.includes(name))
  yield { line: 1, value: Object.fromEntries(fields) }
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    // The parser's message may quote what was sent.
    return null
  }
}

function isSame(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)]
  return a.length === b.length && timingSafeEqual(a, b)
}
