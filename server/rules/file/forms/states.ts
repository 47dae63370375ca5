import { z } from 'zod'
import { CALL_PHASES } from '../../compile/rule.ts'
import type { StateForms } from './condition-form.ts'
import { DAY_MS, HOUR_MS, SECOND_MS, callTime, duration } from './duration.ts'
import { LIST_NAME } from './list-names.ts'
import { atLeastOne, hasUnknownKey, keysOf, notOne } from './one-key.ts'

const MAX_CALL_MS = 12 * HOUR_MS
const MAX_CONTACT_DAYS = 90
const MAX_VALUES = 50
const MAX_KEY_LETTERS = 128
const MAX_VALUE_LETTERS = 1024

/** What a state may be, each under its key. */
type Shape = Readonly<Record<keyof StateForms, z.ZodType>>

const party = z.enum(['agent', 'customer'])

const partOfCall = duration({ minMs: SECOND_MS, maxMs: MAX_CALL_MS, form: '60s' })

function limits(min: number, max: number) {
  const bound = z.number().min(min).max(max).optional()
  return { above: bound, below: bound }
}

const anyBound = atLeastOne(['above', 'below'])

const text = z.string().min(1).max(MAX_VALUE_LETTERS)

const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'expected a language tag such as en or en-GB')

const attribute = z
  .strictObject({
    key: z.string().min(1).max(MAX_KEY_LETTERS),
    is: z.union([text, z.array(text).min(1).max(MAX_VALUES)]).optional(),
    above: z.number().optional(),
    below: z.number().optional(),
    present: z.literal(true).optional(),
  })
  .check(({ value, issues }) => {
    const { is, above, below, present } = value
    const number = above ?? below
    if (hasUnknownKey(issues)) return
    const message = notOne(['is', 'above/below', 'present'], keysOf({ is, 'above/below': number, present }))
    if (message !== null) issues.push({ code: 'custom', input: value, message })
  })
  .meta({ description: 'What an attribute of the call must be; "*" at an end stands for anything.' })

export const STATE_SHAPE = {
  'call-time': z
    .strictObject({ first: partOfCall.optional(), after: partOfCall.optional() })
    .check(atLeastOne(['first', 'after']))
    .meta({ description: 'The first part of the call, or what comes after a part.' }),
  silence: z
    .strictObject({ for: callTime('10s'), speaker: party.optional() })
    .meta({ description: 'Nobody speaks, or this speaker does not, for this long. Hold is not silence.' }),
  'talk-over': z
    .strictObject({ for: duration({ minMs: 300, maxMs: HOUR_MS, form: '2s' }), by: party.optional() })
    .meta({ description: 'Both speak at once for this long; by: who began while the other spoke.' }),
  'talk-ratio': z
    .strictObject({
      speaker: party,
      ...limits(0, 1),
      after: callTime('60s').optional(),
      over: callTime('5m').optional(),
    })
    .check(anyBound)
    .meta({ description: "The speaker's share of all speech, 0 to 1, once there were `after` of speech." }),
  pace: z
    .strictObject({ speaker: party, ...limits(1, 600), over: callTime('30s').optional() })
    .check(anyBound)
    .meta({ description: "Words a minute of the speaker's own speech." }),
  sentiment: z
    .strictObject({ speaker: party, ...limits(-1, 1) })
    .check(anyBound)
    .meta({ description: "The speaker's mood, -1 to 1." }),
  'sentiment-trend': z
    .strictObject({ speaker: party, ...limits(-2, 2) })
    .check(anyBound)
    .meta({ description: 'Mood of the last minute less that of the first two.' }),
  phase: z
    .union([z.enum(CALL_PHASES), z.array(z.enum(CALL_PHASES)).min(1)])
    .meta({ description: 'Where the call is.' }),
  hold: z
    .strictObject({ for: callTime('60s') })
    .meta({ description: 'The caller has been on hold for this long.' }),
  attribute,
  'repeat-contact': z
    .strictObject({
      within: duration({ minMs: HOUR_MS, maxMs: MAX_CONTACT_DAYS * DAY_MS, form: '7d' }),
      times: z.int().min(1).max(50),
    })
    .meta({ description: 'The customer called at least so many times before this call.' }),
  language: z
    .union([language, z.array(language).min(1).max(MAX_VALUES)])
    .meta({ description: 'BCP 47 tags of the call, or their beginnings.' }),
  time: z
    .strictObject({
      calendar: z
        .string()
        .regex(LIST_NAME, 'expected the name of a file in calendars/, such as office-hours'),
      open: z.boolean().optional().meta({ default: true }),
    })
    .meta({ description: 'The site is open, or is not.' }),
} as const satisfies Shape
