import { z } from 'zod'
import { SEVERITIES, type Severity } from '../../contracts/match.ts'

const MOST_NAMES = 200

/** What keeps prompts or alerts back. */
export interface ThresholdForm {
  readonly 'lowest-severity'?: Severity | undefined
  readonly 'lowest-priority'?: number | undefined
  readonly 'lowest-confidence'?: number | undefined
  readonly only?: readonly string[] | undefined
  readonly except?: readonly string[] | undefined
}

interface LimitsForm {
  readonly 'per-call'?: number | undefined
  readonly 'per-agent-hour'?: number | undefined
  readonly 'per-rule-hour'?: number | undefined
}

/** What every level may say. */
export interface SayingsForm {
  readonly prompts?: ThresholdForm | undefined
  readonly alerts?: ThresholdForm | undefined
  readonly limits?: LimitsForm | undefined
}

export interface TeamForm extends SayingsForm {
  readonly title?: string | undefined
  readonly agents?: readonly string[] | undefined
  readonly people?: Readonly<Record<string, SayingsForm>> | undefined
}

export interface SiteForm extends SayingsForm {
  readonly title?: string | undefined
  readonly teams?: Readonly<Record<string, TeamForm>> | undefined
}

export interface FloorFile extends SayingsForm {
  readonly sites?: Readonly<Record<string, SiteForm>> | undefined
}

const names = z.array(z.string().min(1).max(128)).max(MOST_NAMES)

const threshold = z.strictObject({
  'lowest-severity': z.enum(SEVERITIES).optional().meta({ description: 'Less serious ones do not come.' }),
  'lowest-priority': z.int().min(0).max(100).optional().meta({ description: 'Of the rule, 0 to 100.' }),
  'lowest-confidence': z.number().min(0).max(1).optional().meta({
    description:
      'Of the least sure word, 0 to 1. Moving words have none yet: they count until the final says otherwise.',
  }),
  only: names.optional().meta({
    description:
      'Rules by id, by folder (coaching/*), or all (*); by default all. An empty list: nothing comes.',
  }),
  except: names.optional().meta({
    description:
      'Rules that do not come, named in the same way. It takes the place of the list of the level above.',
  }),
})

const limits = z.strictObject({
  'per-call': z.int().min(1).max(1000).optional().meta({ description: 'Prompts in a call.' }),
  'per-agent-hour': z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .meta({ description: 'Prompts of an agent in an hour.' }),
  'per-rule-hour': z.int().min(1).max(10_000).optional().meta({
    description: 'Prompts of one rule of an agent in an hour.',
  }),
})

const sayings = {
  prompts: threshold.optional().meta({ description: 'What reaches agents.' }),
  alerts: threshold.optional().meta({ description: 'What of their calls reaches supervisors.' }),
  limits: limits.optional().meta({ description: 'How many prompts an agent is shown.' }),
}

const title = z
  .string()
  .min(1)
  .max(60)
  .optional()
  .meta({ description: 'What people read; by default the id.' })

const team = z.strictObject({
  title,
  agents: z.array(z.string()).optional().meta({ description: 'Ids of the agents, in quotes.' }),
  ...sayings,
  people: z
    .record(z.string(), z.strictObject(sayings))
    .optional()
    .meta({ description: 'What holds for one of the agents alone, by the id of the agent.' }),
})

const site = z.strictObject({
  title,
  ...sayings,
  teams: z
    .record(z.string(), team)
    .optional()
    .meta({ description: 'By id: what the calls name as their team.' }),
})

/** The form of `floor.yaml`; `rules/schema/floor.schema.json` is generated from it. */
export const floorSchema: z.ZodType<FloorFile> = z.strictObject({
  ...sayings,
  sites: z.record(z.string(), site).optional().meta({ description: 'By id.' }),
})
