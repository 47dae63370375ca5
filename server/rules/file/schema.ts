import { z } from 'zod'
import { unknownPlaces } from '../../language/template.ts'
import type { PhraseLists } from '../../language/phrases/phrase.ts'
import type { RuleStatus, Severity } from '../../contracts/match.ts'
import { TIMINGS, type Timing } from '../compile/rule.ts'
import { conditionForm } from './forms/condition.ts'
import type { ConditionForm } from './forms/condition-form.ts'
import { DAY_MS, HOUR_MS, duration } from './forms/duration.ts'
import { group, inhibits, type GroupForm, type InhibitsForm } from './forms/holding-back.ts'
import { ONE_KEY, exactlyOne, hasUnknownKey } from './forms/one-key.ts'
import { RULE_ID, RULE_ID_FORM } from './forms/rule-id.ts'

export const STATUSES = ['draft', 'shadow', 'live', 'retired'] as const satisfies readonly RuleStatus[]
const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]

/** What a rule asks for when it fires, as its file has it. */
export interface OutcomeForm {
  readonly text: string
  readonly cooldown?: string | undefined
  readonly once?: 'call' | undefined
  readonly inhibits?: InhibitsForm | undefined
  readonly group?: GroupForm | undefined
}

/** What only a card has. */
export interface PromptForm extends OutcomeForm {
  readonly steps?: readonly string[] | undefined
  readonly link?: { readonly title: string; readonly url: string } | undefined
  readonly expires?: string | undefined
  readonly article?: string | undefined
}

/** A rule file of the right form. */
export interface RuleFile {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly status: RuleStatus
  readonly severity: Severity
  readonly priority?: number | undefined
  readonly owner: string
  readonly timing?: Timing | undefined
  readonly when: ConditionForm
  readonly then: { readonly prompt?: PromptForm | undefined; readonly alert?: OutcomeForm | undefined }
}

/** A text whose places can be filled. */
function template(max: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(max)
    .check(({ value, issues }) => {
      const [unknown] = unknownPlaces(value)
      if (unknown === undefined) return
      const message = `"${unknown}" is no place to fill, expected {words}, {slot.NAME|otherwise}, {call.NAME}, {call.NAME|otherwise}, {article.title} or {article.line}`
      issues.push({ code: 'custom', input: value, message, params: { check: 'unknown-place' } })
    })
}

const told = {
  text: template(240).meta({
    description:
      'Short enough to read at a glance; may have {words}, {slot.NAME|otherwise}, {call.NAME} and {article.title}.',
  }),
  cooldown: duration({ minMs: 0, maxMs: DAY_MS, form: '5m' })
    .optional()
    .meta({ description: 'Not again in the same call before this much call time has passed.' }),
  once: z.literal('call').optional().meta({ description: 'At most one in a call.' }),
  inhibits: inhibits.optional(),
  group: group.optional(),
}

const PACED = { anyOf: [{ required: ['cooldown'] }, { required: ['once'] }] }

function isPaced({ value, issues }: z.core.ParsePayload<OutcomeForm>): void {
  if (hasUnknownKey(issues) || value.cooldown !== undefined || value.once !== undefined) return
  const message = 'key "cooldown" is missing, expected a duration such as 5m, or "once: call"'
  issues.push({ code: 'custom', input: value, message, params: { check: 'missing-key' } })
}

const alert = z.strictObject(told).check(isPaced).meta(PACED)

const MOST_STEPS = 8

const prompt = z
  .strictObject({
    ...told,
    steps: z.array(template(120)).min(1).max(MOST_STEPS).optional().meta({
      description: 'What to do, in order, where one line is not enough.',
    }),
    link: z
      .strictObject({
        title: z.string().min(1).max(60),
        url: z
          .url({ protocol: /^https?$/, error: 'expected an address such as https://kb.example/refunds' })
          .meta({ description: 'Opened in a tab of its own.' }),
      })
      .optional(),
    expires: duration({ minMs: 5000, maxMs: HOUR_MS, form: '45s' })
      .optional()
      .meta({ description: 'Of no more use after so much call time: the card goes away by itself.' }),
    article: z.string().max(64).regex(RULE_ID, RULE_ID_FORM).optional().meta({
      description: 'The article in knowledge/ that says more: the name of its file without .md.',
    }),
  })
  .check(isPaced)
  .meta(PACED)

const then = z
  .strictObject({
    prompt: prompt.optional().meta({ description: 'Tells the agent what to do or say.' }),
    alert: alert.optional().meta({ description: 'Tells supervisors what is happening.' }),
  })
  .check(exactlyOne(['prompt', 'alert']))
  .meta(ONE_KEY)

/** The form of a `.rule.yaml` file whose phrases may use these lists; `rules/schema/rule.schema.json` is generated from it. */
export function ruleFileSchema(lists: PhraseLists): z.ZodType<RuleFile> {
  return z
    .strictObject({
      id: z
        .string()
        .max(64)
        .regex(RULE_ID, RULE_ID_FORM)
        .meta({ description: 'The name of the file without .rule.yaml; never used again for another rule.' }),
      version: z.int().min(1).meta({ description: 'Goes up with every change of what the rule does.' }),
      title: z.string().min(1).max(100).meta({ description: 'What happened, not what to do.' }),
      status: z.enum(STATUSES).meta({ description: 'shadow: recorded, shown to nobody. live: shown.' }),
      severity: z.enum(SEVERITIES),
      priority: z.int().min(0).max(100).optional().meta({
        description:
          'Of two outcomes at the same time the higher comes first. By default 10 (info), 30, 50, 70, 90 (critical).',
      }),
      owner: z.string().min(1).max(64).meta({ description: 'The team that answers for the rule.' }),
      timing: z.enum(TIMINGS).optional().meta({
        description:
          'How long words must have stayed, where a condition does not say: fast (at first sight), settled (300 ms), certain (only when final).',
        default: 'settled',
      }),
      when: conditionForm(lists),
      then,
    })
    .meta({ title: 'Earshot rule' })
}
