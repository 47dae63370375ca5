import { z } from 'zod'
import type { RuleStatus, Severity } from '../../contracts/match.ts'
import { parseDuration } from '../../platform/duration.ts'
import { parsePhrase } from '../compile/phrase.ts'
import { TIMINGS } from '../compile/rule.ts'

const STATUSES = ['draft', 'shadow', 'live', 'retired'] as const satisfies readonly RuleStatus[]
const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]
const SPEAKERS = ['agent', 'customer', 'any'] as const

const MAX_PHRASES = 200
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The form of a duration for editors; `parseDuration` decides. */
const DURATION_FORM = '^\\d+(\\.\\d+)?(ms|s|m|h|d)$'

function duration(limits: {
  readonly minMs: number
  readonly maxMs: number
  readonly form: string
}): z.ZodString {
  const { minMs, maxMs, form } = limits
  return z
    .string()
    .refine((text) => parseDuration(text) !== null, `is not a duration, expected a form such as ${form}`)
    .refine(
      (text) => {
        const ms = parseDuration(text)
        return ms === null || (ms >= minMs && ms <= maxMs)
      },
      `is out of range, expected ${minMs / 1000} s to ${maxMs / HOUR_MS} h`,
    )
    .meta({ pattern: DURATION_FORM, examples: [form] })
}

const phrase = z
  .string()
  .check((context) => {
    const parsed = parsePhrase(context.value)
    if (parsed.ok) return
    const { message, offset } = parsed.fault
    context.issues.push({
      code: 'custom',
      input: context.value,
      message,
      params: { offset, check: 'phrase' },
    })
  })
  .meta({
    description: 'Words as the recogniser writes them: lower case, no punctuation, numbers spelled out.',
    examples: ['cancel my account', '(cancel|close) my account', 'cancel* my account'],
  })

const phrases = z.array(phrase).min(1).max(MAX_PHRASES).meta({ description: 'Any one of these is enough.' })

const speaker = z.enum(SPEAKERS).meta({ description: 'Whose words count.' })

const spoken = z.strictObject({ speaker, phrases })

const said = z
  .strictObject({
    speaker,
    phrases,
    timing: z.enum(TIMINGS).optional().meta({
      description:
        'How long the words must have stayed: fast (at first sight), settled (300 ms, the default), certain (only when final).',
      default: 'settled',
    }),
  })
  .meta({ description: 'Fires when one of the phrases is said.' })

const absence = z
  .strictObject({
    after: spoken
      .optional()
      .meta({ description: 'What begins the time; without it, the start of the call.' }),
    missing: spoken.meta({ description: 'What must be said within the time.' }),
    within: duration({ minMs: 1000, maxMs: HOUR_MS, form: '30s' }).meta({ description: 'Call time.' }),
  })
  .meta({ description: 'Fires when none of the phrases is said in time.' })

const EXACTLY_ONE = { minProperties: 1, maxProperties: 1 }

const when = z
  .strictObject({ said: said.optional(), absence: absence.optional() })
  .refine(hasOneKey, 'expected exactly one of said, absence')
  .meta(EXACTLY_ONE)

const outcome = z.strictObject({
  text: z.string().min(1).max(240).meta({ description: 'Short enough to read at a glance.' }),
  cooldown: duration({ minMs: 0, maxMs: DAY_MS, form: '5m' }).meta({
    description: 'Not again in the same call before this much call time has passed.',
  }),
})

const then = z
  .strictObject({
    prompt: outcome.optional().meta({ description: 'Tells the agent what to do or say.' }),
    alert: outcome.optional().meta({ description: 'Tells supervisors what is happening.' }),
  })
  .refine(hasOneKey, 'expected exactly one of prompt, alert')
  .meta(EXACTLY_ONE)

/** The form of a `.rule.yaml` file. `rules/schema/rule.schema.json` is generated from it. */
export const ruleFileSchema = z
  .strictObject({
    id: z
      .string()
      .max(64)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens, such as card-payment')
      .meta({ description: 'The name of the file without .rule.yaml; never used again for another rule.' }),
    version: z.int().min(1).meta({ description: 'Goes up with every change of what the rule does.' }),
    title: z.string().min(1).max(100).meta({ description: 'What happened, not what to do.' }),
    status: z.enum(STATUSES).meta({ description: 'shadow: recorded, shown to nobody. live: shown.' }),
    severity: z.enum(SEVERITIES),
    owner: z.string().min(1).max(64).meta({ description: 'The team that answers for the rule.' }),
    when,
    then,
  })
  .meta({ title: 'Earshot rule' })

export type RuleFile = z.infer<typeof ruleFileSchema>

function hasOneKey(value: Readonly<Record<string, unknown>>): boolean {
  return Object.values(value).filter((entry) => entry !== undefined).length === 1
}
