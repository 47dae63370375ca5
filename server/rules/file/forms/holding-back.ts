import { z } from 'zod'
import { DAY_MS, HOUR_MS, SECOND_MS, duration } from './duration.ts'

/** Rules that are held back while this one's outcome stands in the same call. */
export interface InhibitsForm {
  readonly rules: readonly string[]
  readonly for?: string | undefined
}

/** From how many calls within what time on supervisors are told of all of them at once. */
export interface GroupForm {
  readonly calls: number
  readonly within: string
}

/** A rule's id, or a folder's name and `/*` for all rules in it. */
const NAMES_RULES = /^([a-z0-9]+(-[a-z0-9]+)*\/)*([a-z0-9]+(-[a-z0-9]+)*|\*)$/

const MOST_NAMES = 20
const MOST_CALLS = 100

export const inhibits = z
  .strictObject({
    rules: z
      .array(
        z
          .string()
          .max(128)
          .regex(NAMES_RULES, 'expected the id of a rule, or a folder such as coaching/*')
          .meta({ examples: ['card-payment', 'coaching/*'] }),
      )
      .min(1)
      .max(MOST_NAMES)
      .meta({
        description: 'Ids, or folders: coaching/* is every rule in the folder coaching but this one.',
      }),
    for: duration({ minMs: SECOND_MS, maxMs: DAY_MS, form: '10m' }).optional().meta({
      description: 'For so much call time from when this one was shown; by default the rest of the call.',
    }),
  })
  .meta({ description: 'Held back while this one is shown in the same call and not withdrawn.' })

export const group = z
  .strictObject({
    calls: z.int().min(2).max(MOST_CALLS),
    within: duration({ minMs: 10 * SECOND_MS, maxMs: HOUR_MS, form: '10m' }).meta({
      description: 'Wall time. The group is over when as long has passed without another call.',
    }),
  })
  .meta({
    description:
      'From so many calls on, supervisors see them as one. Alerts that are not critical are then no longer shown one by one; agents are prompted as ever.',
  })
