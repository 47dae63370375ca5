import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Authenticator, Role } from '../../contracts/access.ts'
import { AppError } from '../../contracts/errors.ts'
import type { Entry } from '../form/fault.ts'
import { itemDefaults, toFaults, type ItemDefaults } from '../form/item.ts'
import { Report } from '../intake/report.ts'
import { takeEntries, type EntryServices } from '../intake/take-entries.ts'
import { csvEntries } from '../read/csv-entries.ts'
import { jsonEntries, ndjsonEntries } from '../read/json-entries.ts'
import { mailEntry } from '../read/mail-entry.ts'
import { answer } from './answer.ts'
import { bodyOf, leaveBodiesUnread, mediaTypeOf } from './body-of.ts'
import { postDocs, sourcesDocs } from './route-docs.ts'
import { whoSends } from './who-sends.ts'

export interface FeedbackRoutesOptions extends EntryServices {
  readonly authenticator: Authenticator
}

const SENDERS: readonly Role[] = ['ingest', 'digital', 'admin']
const READERS: readonly Role[] = ['digital', 'supervisor', 'analyst', 'admin']

const DEFAULT_SOURCE = 'api'

const MEDIA_TYPES = 'application/json, application/x-ndjson, text/csv, message/rfc822'

/** Digital feedback in, one or many items at once. */
export function addFeedbackRoutes(room: FastifyInstance, options: FeedbackRoutesOptions): void {
  const { authenticator, sources } = options
  leaveBodiesUnread(room)

  room.post('/v1/feedback', { schema: postDocs }, async (request, reply) => {
    await whoSends(request, { authenticator, roles: SENDERS })
    const { renamed, ...defaults } = readQuery(request.query)
    const report = new Report()
    const { entries, sourceId, channel } = entriesOf({ request, report, renamed, options })
    const all = { ...defaults, channel: defaults.channel ?? channel }
    await takeEntries(options, { entries, defaults: all, sourceId, report })
    return answer(reply, report)
  })

  room.get('/v1/feedback/sources', { schema: sourcesDocs }, async (request, reply) => {
    await whoSends(request, { authenticator, roles: READERS })
    return reply.type('application/json; charset=utf-8').send(JSON.stringify({ sources: sources.list() }))
  })
}

interface Reading {
  readonly entries: AsyncIterable<Entry>
  readonly sourceId: string
  readonly channel: ItemDefaults['channel']
}

/** @throws AppError `REQUEST_INVALID` for a type that is not taken. */
function entriesOf(given: {
  readonly request: FastifyRequest
  readonly report: Report
  readonly renamed: ReadonlyMap<string, string>
  readonly options: FeedbackRoutesOptions
}): Reading {
  const { request, report, renamed, options } = given
  const body = bodyOf(request)
  const common = { sourceId: DEFAULT_SOURCE, channel: undefined }
  switch (mediaTypeOf(request)) {
    case 'application/json':
      return { ...common, entries: jsonEntries(body) }
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
      return { ...common, entries: ndjsonEntries(body) }
    case 'text/csv':
      return {
        ...common,
        entries: csvEntries(body, { renamed, onIgnored: (column) => report.ignore(column) }),
      }
    case 'message/rfc822':
      return {
        entries: mailEntry(body, { messageIdOf: options.contentIdOf }),
        sourceId: 'mailbox',
        channel: 'email',
      }
    default:
      throw new AppError('REQUEST_INVALID', `content-type: expected one of ${MEDIA_TYPES}.`)
  }
}

/** `theirs:ours`, separated by commas. */
const columns = z
  .string()
  .max(4000)
  .transform((text) => text.split(','))
  .pipe(z.array(z.string().regex(/^[^:]+:[a-z_]+$/, 'expected pairs such as Comment:text')))
  .transform((pairs) => new Map(pairs.map((pair): [string, string] => split(pair))))

const query = itemDefaults.extend({ columns: columns.optional() })

function split(pair: string): [string, string] {
  const at = pair.lastIndexOf(':')
  return [pair.slice(0, at).trim(), pair.slice(at + 1)]
}

/** @throws AppError `REQUEST_INVALID` that names each parameter at fault. */
function readQuery(value: unknown): ItemDefaults & { readonly renamed: ReadonlyMap<string, string> } {
  const parsed = query.safeParse(value)
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap(toFaults)
    const places = faults.map(({ field, expected }) => `query.${field}: ${expected}`)
    throw new AppError('REQUEST_INVALID', `${places.join('; ')}.`)
  }
  const { columns: renamed = new Map<string, string>(), ...defaults } = parsed.data
  return { ...defaults, renamed }
}
