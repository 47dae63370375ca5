import { z } from 'zod'
import type {
  AffectedContact,
  CodeDraft,
  CodeEntry,
  IssueAction,
  IssueDetail,
  IssueMap,
  IssueQuery,
  IssueSettings,
  IssueSettingsReport,
} from '../../contracts/issue-desk.ts'
import { wallMs } from '../../contracts/time.ts'
import type { Wire } from './api-schemas.ts'
import { change, changeKind, channel, issue, issueState, step } from './issue-schemas.ts'

/** What may be asked of the desk of issues, and what it answers. */

/** The last millisecond that a date can have (ECMA-262, time values). */
const LAST_MS = 8.64e15
const MOST_TEXT = 262_144

const ms = z.number()
const count = z.number().int()
const time = z.number().int().min(0).max(LAST_MS)
const timeInQuery = z.coerce.number().min(0).max(LAST_MS)
const name = z.string().trim().min(1).max(128)
const note = z.string().trim().min(1).max(2000)
const codeId = z.string().min(1).max(128)

export const issuePath = z.object({ id: z.string().min(1).max(128) })

export const issuesQuery = z
  .strictObject({
    state: z
      .string()
      .transform((list) => list.split(','))
      .pipe(z.array(issueState))
      .describe('One or more states with commas between them; any when absent.')
      .optional(),
    channel: channel.optional(),
    code: codeId.optional(),
    active: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional(),
    before: timeInQuery.describe('Only what was opened before this time; for the next page.').optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  })
  .transform(({ state, before, ...rest }) => ({
    ...rest,
    states: state,
    before: before === undefined ? undefined : wallMs(before),
  })) satisfies z.ZodType<IssueQuery>

export const mapQuery = z.strictObject({
  hours: z.coerce.number().int().min(1).max(168).default(24).describe('Length of the period that ends now.'),
})

export const affectedQuery = z.strictObject({
  format: z.enum(['json', 'csv']).optional().describe('When absent, what the header `Accept` asks for.'),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
})

export const changesQuery = z.strictObject({
  since: timeInQuery.describe('Only what was changed since; the last seven days when absent.').optional(),
})

const wallTime = time.transform(wallMs)

export const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('acknowledge'), note: note.optional() }),
  z.strictObject({ type: z.literal('own'), owner: name }),
  z.strictObject({
    type: z.literal('advise'),
    text: z.string().trim().min(1).max(500).describe('The line that agents in a matching call are shown.'),
    fixExpectedAt: wallTime.nullable(),
  }),
  z.strictObject({ type: z.literal('withdraw-advice') }),
  z.strictObject({ type: z.literal('fixed'), note: note.optional() }),
  z.strictObject({ type: z.literal('close'), note }),
  z.strictObject({ type: z.literal('reopen'), note }),
  z.strictObject({
    type: z.literal('silence'),
    until: wallTime.nullable().describe('Null: no longer.'),
    note,
  }),
  z.strictObject({
    type: z.literal('add-task'),
    title: z.string().trim().min(1).max(200),
    owner: name.nullable(),
    dueAt: wallTime.nullable(),
    acceptance: note,
  }),
  z.strictObject({ type: z.literal('finish-task'), taskId: z.string().min(1).max(128) }),
  z.strictObject({ type: z.literal('note'), text: note }),
]) satisfies z.ZodType<IssueAction>

export const actionBody = z.strictObject({
  action,
  revision: count
    .min(0)
    .optional()
    .describe('`revision` of the issue that the action was decided on; refused when it has changed since.'),
})

/** Within the rules folder, and nowhere above it. */
const yamlPath = z
  .string()
  .max(256)
  .regex(
    /^(?!(?:.*\/)?\.\.?\/)[\w.-]+(?:\/[\w.-]+)*\.yaml$/,
    'expected a path such as codes/web/payment.yaml',
  )

const codeTexts = {
  id: codeId,
  file: yamlPath.describe('Path within the rules folder.'),
  text: z.string().max(MOST_TEXT),
  testFile: yamlPath,
  testText: z.string().max(MOST_TEXT),
}

export const codeBody = z.strictObject(codeTexts)

export const changeBody = z.strictObject({
  changeId: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .describe('The same id again is the same change; made when absent.'),
  kind: changeKind,
  title: z.string().trim().min(1).max(200),
  channel: channel.nullable().default(null),
  at: time.optional().describe('Now, when absent.'),
})

/** False alarms a week: from one in ten years on. */
const budget = z.number().min(0.002).max(1000)

export const settingsBody = z.strictObject({
  codeFalseAlarmsPerWeek: budget,
  phraseFalseAlarmsPerWeek: budget,
  handlingSeconds: z.number().min(1).max(86_400),
  costPerHour: z
    .strictObject({
      amount: z.number().min(0).max(1_000_000),
      currency: z.string().regex(/^[A-Z]{3}$/, 'expected a code of ISO 4217 such as EUR'),
    })
    .nullable(),
}) satisfies z.ZodType<IssueSettings>

export const issueDetail = z.object({
  issue,
  series: z
    .object({ startAt: ms, stepMs: ms, seen: z.array(count), expected: z.array(z.number()) })
    .describe('Distinct contacts by step, and what would be usual.'),
}) satisfies z.ZodType<Wire<IssueDetail>>

export const affectedContact = z.object({
  contactId: z.string(),
  channel,
  step: step.nullable(),
  at: ms,
  callId: z.string().nullable(),
  atMs: ms.nullable(),
  queue: z.string().nullable(),
}) satisfies z.ZodType<Wire<AffectedContact>>

export const codeEntry = z.object({
  id: z.string(),
  parent: z.string().nullable(),
  title: z.string(),
  channel: channel.nullable(),
  step: step.nullable(),
  unit: z.string().nullable(),
}) satisfies z.ZodType<Wire<CodeEntry>>

export const issueMap = z.object({
  since: ms,
  codes: z.array(codeEntry),
  cells: z.array(
    z.object({
      code: z.string(),
      channel,
      contacts: count,
      lastHour: count,
      expectedLastHour: z.number(),
    }),
  ),
  coverage: z.object({
    contacts: count,
    coded: count,
    uncodedWords: z.array(z.object({ words: z.string(), share: z.number() })),
  }),
}) satisfies z.ZodType<Wire<IssueMap>>

export const codeDraft = z.object({ issueId: z.string(), ...codeTexts }) satisfies z.ZodType<Wire<CodeDraft>>

export const settingsReport = z.object({
  settings: settingsBody,
  inWords: z.array(z.string()),
  changedAt: ms.nullable(),
  changedBy: z.string().nullable(),
}) satisfies z.ZodType<Wire<IssueSettingsReport>>

export const changes = z.array(change)
export const issues = z.array(issue)
export const affected = z.array(affectedContact)
export const codes = z.array(codeEntry)
