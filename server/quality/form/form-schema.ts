import { z } from 'zod'
import { parseDuration } from '../../platform/duration.ts'

const MOST_SECTIONS = 20
const MOST_ITEMS = 40
const MOST_RULES = 20

const id = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens, such as card-payment')

const title = z.string().min(1).max(80)

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== null, 'is not a duration, expected a form such as 45s')

const values = z.array(z.string().max(1024)).min(1).max(50)

const rules = z.array(id).min(1).max(MOST_RULES)

const applies = z
  .strictObject({
    queue: values.optional(),
    attributes: z.record(z.string().min(1).max(128), values).optional(),
    'longer-than': duration.optional(),
    fired: rules.optional(),
    checklist: id.optional(),
  })
  .refine(
    (value) => Object.keys(value).length > 0,
    'expected one of queue, attributes, longer-than, fired, checklist',
  )

const about = {
  id,
  title,
  weight: z.number().min(0).max(100).describe('Points that it is worth beside the others.'),
  critical: z.boolean().default(false).describe('When it is missed, the call is scored 0.'),
  applies: applies.optional().describe('Otherwise it counts neither for nor against.'),
}

const result = z.enum(['met', 'missed', 'not-applicable'])

const byRules = z.strictObject({
  ...about,
  rules: rules.describe('It is enough that one of them fired.'),
  fired: z.enum(['met', 'missed']),
  'not-fired': result.optional().describe('The opposite of `fired` by default.'),
  shadow: z.enum(['counts', 'ignored']).default('counts').describe('What rules in shadow say.'),
})

const byChecklist = z.strictObject({
  ...about,
  checklist: id,
  item: id.optional().describe('By default everything that the checklist requires.'),
  'in-time': z.boolean().default(false).describe('Only when it was said before it was due.'),
})

/** The form of `quality/score-card.yaml`; `rules/schema/score-card.schema.json` is generated from it. */
export const scoreCardSchema = z.strictObject({
  version: z.int().min(1),
  title,
  owner: z.string().min(1).max(64),
  sections: z
    .array(
      z.strictObject({
        id,
        title,
        items: z
          .array(z.union([byRules, byChecklist]))
          .min(1)
          .max(MOST_ITEMS),
      }),
    )
    .min(1)
    .max(MOST_SECTIONS),
})

export type ScoreCardFile = z.output<typeof scoreCardSchema>

export type ScoreCardEntry = ScoreCardFile['sections'][number]['items'][number]
