import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { NOWHERE } from '../contracts/floor.ts'
import type { CallRecord, StoredEvent } from '../contracts/store.ts'
import { callMs, wallMs } from '../contracts/time.ts'
import type { Utterance } from '../contracts/transcript.ts'
import { CliError, EXIT } from './cli-error.ts'

/** The lines of a stream do not say what is spoken; the model that comes with the server hears this. */
const LANGUAGE = 'en-US'

const call = z.number().transform(callMs)
const wall = z.number().transform(wallMs)
const party = z.enum(['agent', 'customer'])
const attributes = z.record(z.string(), z.string())

const word = z.object({
  text: z.string(),
  startMs: call,
  endMs: call,
  confidence: z.number().nullable(),
  stayedMs: z.number(),
})

const utterance = z.object({
  type: z.literal('utterance'),
  callId: z.string(),
  seq: z.number(),
  utteranceId: z.string(),
  party,
  state: z.enum(['partial', 'final']),
  startMs: call,
  endMs: call,
  text: z.string(),
  words: z.array(word),
  atMs: call,
  capturedAt: wall,
  heardAt: wall,
  decodedAt: wall,
  lagMs: z.number(),
})

const callInfo = z.object({
  callId: z.string(),
  startedAt: wall,
  agentId: z.string().nullable(),
  language: z.string(),
  source: z.enum(['native', 'grpc', 'twilio']),
  attributes,
  continues: z.object({ callId: z.string(), atMs: call }).optional(),
})

const place = { callId: z.string(), seq: z.number(), atMs: call }

const start = z.object({ type: z.literal('start'), ...place, call: callInfo })

const update = z.object({
  type: z.literal('update'),
  ...place,
  change: z.object({
    agentId: z.string().optional(),
    onHold: z.boolean().optional(),
    attributes: attributes.optional(),
  }),
})

const gap = z.object({
  type: z.literal('gap'),
  ...place,
  party,
  durationMs: z.number(),
  reason: z.enum(['lost', 'paused', 'dropped']),
})

const endReason = z.enum(['completed', 'abandoned', 'shutdown', 'failed'])

const record = z.object({
  call: callInfo,
  endedAt: wall.nullable(),
  durationMs: z.number().nullable(),
  endReason: endReason.nullable(),
  utterances: z.array(utterance),
  // Records of earlier versions have none.
  events: z.array(z.discriminatedUnion('type', [start, update, gap])).default([]),
})

const end = z.object({
  type: z.literal('end'),
  callId: z.string(),
  durationMs: z.number(),
  reason: endReason,
})

const outcome = z.object({ type: z.literal('outcome') })

const line = z.discriminatedUnion('type', [utterance, start, update, gap, end, outcome])

type Line = z.output<typeof line>

/**
 * The calls of a file: a record of `GET /v1/calls/:id`, a list of them, or the lines that `earshot stream --json`
 * prints.
 * @throws CliError that names the file and the line, never what is in it.
 */
export async function readTranscripts(path: string): Promise<readonly CallRecord[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw wrong(`${path}: cannot be read`, cause)
  })
  const whole = record.or(z.array(record).nonempty()).safeParse(parseJson(text)).data
  if (whole !== undefined) return [whole].flat().map((each) => ({ ...each, place: NOWHERE, outcomes: [] }))
  const byCall = Map.groupBy(readLines(path, text), (each) => ('callId' in each ? each.callId : ''))
  byCall.delete('')
  const calls = [...byCall].flatMap(([callId, lines]) => fromLines(callId, lines) ?? [])
  if (calls.length > 0) return calls
  throw wrong(`${path}: no call with words in it, expected what earshot stream --json prints, or a kept call`)
}

function readLines(path: string, text: string): readonly Line[] {
  return text.split('\n').flatMap((each, index): readonly Line[] => {
    if (each.trim() === '') return []
    const read = line.safeParse(parseJson(each))
    if (read.success) return [read.data]
    const [issue] = read.error.issues
    const field = issue === undefined || issue.path.length === 0 ? 'the line' : issue.path.join('.')
    throw wrong(`${path}:${index + 1}: ${field} has another form than an event of a call`)
  })
}

/** Null for a call of which nothing was said for certain. */
function fromLines(callId: string, lines: readonly Line[]): CallRecord | null {
  const utterances = lines.flatMap((each): readonly Utterance[] =>
    each.type === 'utterance' && each.state === 'final' ? [each] : [],
  )
  const [first] = utterances
  if (first === undefined) return null
  const over = lines.find((each) => each.type === 'end')
  const events = lines.flatMap((each): readonly StoredEvent[] =>
    each.type === 'start' || each.type === 'update' || each.type === 'gap' ? [each] : [],
  )
  const begin = events.find((event) => event.type === 'start')
  const startedAt = wallMs(first.capturedAt - first.atMs)
  return {
    call: begin?.call ?? {
      ...{ callId, startedAt, agentId: null, language: LANGUAGE },
      ...{ source: 'native', attributes: {} },
    },
    place: NOWHERE,
    endedAt: over === undefined ? null : wallMs(startedAt + over.durationMs),
    durationMs: over?.durationMs ?? null,
    endReason: over?.reason ?? null,
    utterances: utterances.toSorted((a, b) => a.startMs - b.startMs),
    events,
    outcomes: [],
  }
}

/** Undefined: it is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wrong(message: string, cause?: unknown): CliError {
  return new CliError(message, { exitCode: EXIT.wrongUse, cause })
}
