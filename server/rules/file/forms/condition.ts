import { z } from 'zod'
import type { PhraseLists } from '../../../language/phrases/phrase.ts'
import type { AbsenceForm, ConditionForm, WithinForm } from './condition-form.ts'
import { callTime, duration, HOUR_MS } from './duration.ts'
import { ONE_KEY, exactlyOne, unknownKeysEnd } from './one-key.ts'
import { RULE_ID, RULE_ID_FORM } from './rule-id.ts'
import { nearForm, spokenForm } from './spoken.ts'
import { STATE_SHAPE } from './states.ts'

const MAX_MEMBERS = 20
const MAX_TIMES = 100

/** The form of a condition: a map with one key that says which, nested at will. */
export function conditionForm(lists: PhraseLists): z.ZodType<ConditionForm> {
  const spoken = spokenForm(lists)
  const near = nearForm(lists)
  const condition: z.ZodType<ConditionForm> = z.lazy(() => form)
  const shape = { ...eventShape({ spoken, near, condition }), ...STATE_SHAPE }
  const optional = z.strictObject(shape).partial()
  const form: z.ZodType<ConditionForm> = optional
    .check(unknownKeysEnd)
    .check(exactlyOne(Object.keys(shape)))
    .meta({ id: 'condition', description: 'Exactly one of these.', ...ONE_KEY })
  return form
}

interface Parts {
  readonly spoken: ReturnType<typeof spokenForm>
  readonly near: ReturnType<typeof nearForm>
  readonly condition: z.ZodType<ConditionForm>
}

function eventShape({ spoken, near, condition }: Parts) {
  const members = z.array(condition).min(1).max(MAX_MEMBERS)
  const within: z.ZodType<WithinForm> = z
    .strictObject({ within: callTime('2m'), of: members })
    .check(unknownKeysEnd)
  return {
    said: spoken.meta({ description: 'One of the phrases is said.' }),
    absence: absenceForm({ spoken, condition }),
    near: near.meta({ description: 'One of the phrases is said with one of `to` beside it.' }),
    'not-near': near.meta({ description: 'One of the phrases is said without any of `to` beside it.' }),
    sequence: z
      .strictObject({
        within: duration({ minMs: 500, maxMs: HOUR_MS, form: '30s' }),
        of: z.array(condition).min(2).max(MAX_MEMBERS),
      })
      .meta({ description: 'One after another, each within this time after the end of the one before.' }),
    count: z
      .strictObject({
        of: condition,
        times: z.int().min(2).max(MAX_TIMES),
        within: callTime('5m').optional(),
      })
      .meta({ description: 'It happens so many times; then the count begins anew.' }),
    last: z
      .strictObject({ time: callTime('60s'), of: condition })
      .meta({ description: 'It happens in the last part of the call; known at its end.' }),
    rule: z
      .string()
      .max(64)
      .regex(RULE_ID, RULE_ID_FORM)
      .meta({ description: 'Another rule fires in the same call.' }),
    all: z
      .union([members, within])
      .meta({ description: 'One happens while all others hold or have happened (within a time, if given).' }),
    any: members.meta({ description: 'One of them is enough.' }),
    not: condition.meta({ description: 'It is not so, or has not happened in the call.' }),
  }
}

function absenceForm({ spoken, condition }: Omit<Parts, 'near'>): z.ZodType<AbsenceForm> {
  return z
    .strictObject({
      after: z
        .union([spoken, condition])
        .optional()
        .meta({ description: 'What begins the time; without it, the start of the call.' }),
      missing: spoken.meta({ description: 'What must be said within the time.' }),
      within: callTime('30s'),
      clock: z.enum(['call', 'talk']).optional().meta({
        description: 'talk: time on hold does not count.',
        default: 'call',
      }),
    })
    .meta({ description: 'None of the phrases is said in time.' })
}
