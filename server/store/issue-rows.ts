import { z } from 'zod'
import { CHANNELS, JOURNEY_STEPS } from '../contracts/contact.ts'
import type { DigitalFeedback } from '../contracts/digital-feedback.ts'
import { ISSUE_STATES, type Change, type Issue } from '../contracts/issue.ts'
import type { IssueSettings } from '../contracts/issue-desk.ts'
import type { KeptContact } from '../contracts/store.ts'
import { callMs, wallMs, type WallMs } from '../contracts/time.ts'
import { VOLUME_CHANGES, type VolumeNotice } from '../contracts/volume-notice.ts'
import { decode } from './rows.ts'

const call = z.number().transform(callMs)
const wall = z.number().transform(wallMs)
const channel = z.enum(CHANNELS)
const step = z.enum(JOURNEY_STEPS)
const json = z.string().transform((text): unknown => JSON.parse(text))
const strings = json.pipe(z.array(z.string()))

const bodyRow = z.object({ body: json })

const contactRow = z.object({
  seq: z.number(),
  contact_id: z.string(),
  arrived_at: wall,
  said_at: wall,
  channel,
  step: step.nullable(),
  author_key: z.string().nullable(),
  language: z.string(),
  codes: strings,
  texts: strings,
  rating: z.number().nullable(),
  source_id: z.string(),
  mood: z.number().nullable(),
  call_id: z.string().nullable(),
  at_ms: call.nullable(),
  queue: z.string().nullable(),
})

const feedback = z.object({
  type: z.literal('feedback'),
  feedbackId: z.string(),
  sourceId: z.string(),
  channel: channel.exclude(['call']),
  step: step.nullable(),
  at: wall,
  receivedAt: wall,
  authorKey: z.string().nullable(),
  language: z.string(),
  text: z.string(),
  turns: z.array(z.object({ party: z.enum(['agent', 'customer']), text: z.string(), at: wall.nullable() })),
  rating: z.object({ value: z.number(), min: z.number(), max: z.number() }).nullable(),
  page: z.string().nullable(),
  queue: z.string().nullable(),
})

/** Of a row, and of a message that waits for its receiver. */
export const noticeForm = z.object({
  type: z.literal('notice'),
  noticeId: z.string(),
  kind: z.enum(VOLUME_CHANGES),
  at: wall,
  sinceAt: wall,
  sourceId: z.string().nullable(),
  perHour: z.number(),
  expectedPerHour: z.number(),
  quietUntil: wall,
})

const changeKind = z.enum(['deployment', 'campaign', 'configuration', 'other'])

const change = z.object({
  changeId: z.string(),
  kind: changeKind,
  title: z.string(),
  channel: channel.nullable(),
  at: wall,
})

const quote = z.object({
  contactId: z.string(),
  channel,
  text: z.string(),
  at: wall,
  callId: z.string().nullable(),
  atMs: z.number().nullable(),
})

const counts = z.object({
  contacts: z.number(),
  lastHour: z.number(),
  expectedLastHour: z.number(),
  byChannel: z.partialRecord(channel, z.number()),
  byStep: z.partialRecord(step, z.number()),
})

const advice = z.object({ text: z.string(), by: z.string(), at: wall, fixExpectedAt: wall.nullable() })

const task = z.object({
  taskId: z.string(),
  title: z.string(),
  owner: z.string().nullable(),
  dueAt: wall.nullable(),
  acceptance: z.string(),
  doneAt: wall.nullable(),
})

const historyEntry = z.object({
  at: wall,
  by: z.string().nullable(),
  action: z.string(),
  from: z.enum(ISSUE_STATES).nullable(),
  to: z.enum(ISSUE_STATES).nullable(),
  note: z.string().nullable(),
})

const verification = z.object({
  sinceAt: wall,
  contacts: z.number(),
  expected: z.number(),
  result: z.enum(['waiting', 'holds', 'does-not-hold']),
})

/** Also of issues within messages that wait to be sent. */
export const issueForm = z.object({
  type: z.literal('issue'),
  issueId: z.string(),
  revision: z.number(),
  code: z.string().nullable(),
  title: z.string(),
  features: z.array(z.string()),
  channel: channel.nullable(),
  step: step.nullable(),
  unit: z.string().nullable(),
  severity: z.enum(['info', 'low', 'medium', 'high', 'critical']),
  state: z.enum(ISSUE_STATES),
  owner: z.string().nullable(),
  silencedUntil: wall.nullable(),
  openedAt: wall,
  onsetAt: wall,
  updatedAt: wall,
  active: z.boolean(),
  timesReopened: z.number(),
  counts,
  growthPerHour: z.number(),
  sentiment: z.number().nullable(),
  extraCallsNextHour: z.number(),
  extraAgentsNextHour: z.number(),
  cost: z.object({ soFar: z.number(), nextHour: z.number(), currency: z.string() }).nullable(),
  need: z.enum(['pain', 'itch', 'delight']),
  kano: z.enum(['must-be', 'one-dimensional', 'attractive', 'indifferent']),
  queues: z.array(z.string()),
  quotes: z.array(quote),
  changesBefore: z.array(change),
  advice: advice.nullable(),
  tasks: z.array(task),
  verification: verification.nullable(),
  history: z.array(historyEntry),
})

const changeRow = z.object({
  change_id: z.string(),
  kind: changeKind,
  title: z.string(),
  channel: channel.nullable(),
  changed_at: wall,
})

const detectionRow = z.object({ state: z.instanceof(Uint8Array), up_to: wall })

const settingsRow = z.object({
  settings: json.pipe(
    z.object({
      codeFalseAlarmsPerWeek: z.number(),
      phraseFalseAlarmsPerWeek: z.number(),
      handlingSeconds: z.number(),
      costPerHour: z.object({ amount: z.number(), currency: z.string() }).nullable(),
    }),
  ),
  set_by: z.string(),
  set_at: wall,
})

export function toContact(row: unknown): KeptContact {
  const r = decode(contactRow, row, 'contacts')
  return {
    seq: r.seq,
    arrivedAt: r.arrived_at,
    id: r.contact_id,
    channel: r.channel,
    step: r.step,
    at: r.said_at,
    authorKey: r.author_key,
    language: r.language,
    codes: r.codes,
    texts: r.texts,
    rating: r.rating,
    sourceId: r.source_id,
    mood: r.mood,
    callId: r.call_id,
    atMs: r.at_ms,
    queue: r.queue,
  }
}

export function toDigitalFeedback(row: unknown): DigitalFeedback {
  return decode(feedback, decode(bodyRow, row, 'digital_feedback').body, 'digital_feedback')
}

export function toIssue(row: unknown): Issue {
  return decode(issueForm, decode(bodyRow, row, 'issues').body, 'issues')
}

export function toChange(row: unknown): Change {
  const r = decode(changeRow, row, 'changes')
  return { changeId: r.change_id, kind: r.kind, title: r.title, channel: r.channel, at: r.changed_at }
}

export function toNotice(row: unknown): VolumeNotice {
  return decode(bodyRow.extend({ body: json.pipe(noticeForm) }), row, 'notices').body
}

export function toDetection(row: unknown): { readonly state: Uint8Array; readonly upTo: WallMs } {
  const r = decode(detectionRow, row, 'detection_state')
  return { state: r.state, upTo: r.up_to }
}

export function toSettings(row: unknown): {
  readonly settings: IssueSettings
  readonly by: string
  readonly at: WallMs
} {
  const r = decode(settingsRow, row, 'issue_settings')
  return { settings: r.settings, by: r.set_by, at: r.set_at }
}
