import { z } from 'zod'
import { JOURNEY_STEPS, type JourneyStep } from '../../../contracts/contact.ts'
import type { NeedTier } from '../../../contracts/issue.ts'
import type { Severity } from '../../../contracts/match.ts'
import { parsePhrase, type PhraseLists } from '../../../language/phrases/phrase.ts'
import type { AboutChannel } from '../frame-code.ts'
import { CODE_ID, CODE_ID_FORM } from './code-id.ts'

const ABOUT_CHANNELS = [
  'web',
  'app',
  'chat',
  'email',
  'ivr',
  'social',
  'survey',
  'shop-floor',
] as const satisfies readonly AboutChannel[]
const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[]
const NEEDS = ['pain', 'itch', 'delight'] as const satisfies readonly NeedTier[]

const MAX_CODES = 1000
const MAX_PHRASES = 200

/** A code as its file has it. */
export interface CodeForm {
  readonly id: string
  readonly title: string
  readonly channel?: AboutChannel | undefined
  readonly step?: JourneyStep | undefined
  readonly unit?: string | undefined
  readonly severity?: Severity | undefined
  readonly need?: NeedTier | undefined
  readonly phrases?: readonly string[] | undefined
  readonly 'in-channel'?: readonly string[] | undefined
  readonly names?: readonly string[] | undefined
}

export interface CodesFile {
  readonly codes: readonly CodeForm[]
}

/** The form of a `.codes.yaml` file whose phrases may use these lists; `rules/schema/codes.schema.json` is generated from it. */
export function codesFileSchema(lists: PhraseLists): z.ZodType<CodesFile> {
  const phrases = phrasesForm(lists)
  const code = z.strictObject({
    id: z
      .string()
      .max(100)
      .regex(CODE_ID, CODE_ID_FORM)
      .meta({
        description: 'Never used again for another subject. What stands before the last dot is the parent.',
        examples: ['web', 'web.payment', 'web.payment.page-freezes'],
      }),
    title: z.string().min(1).max(100).meta({ description: 'What customers tell, in a few words.' }),
    channel: z.enum(ABOUT_CHANNELS).optional().meta({
      description: "What it is about, wherever it is told; the parent's by default, none at the top.",
    }),
    step: z.enum(JOURNEY_STEPS).optional().meta({ description: "The parent's by default." }),
    unit: z.string().min(1).max(64).optional().meta({
      description: "The team or business unit that looks after it; the parent's by default.",
    }),
    severity: z.enum(SEVERITIES).optional().meta({
      description: "What an issue of it is worth; the parent's by default, medium at the top.",
    }),
    need: z.enum(NEEDS).optional().meta({
      description:
        "pain: something is broken. itch: it could be easier. delight: they like it. The parent's by default, pain at the top.",
    }),
    phrases: phrases.optional().meta({ description: 'Any one is enough, wherever it is said or written.' }),
    'in-channel': phrases.optional().meta({
      description: 'Any one is enough where it is written in the channel itself, or the customer names it.',
    }),
    names: phrases.optional().meta({ description: 'How customers name the channel.' }),
  })
  return z.strictObject({ codes: z.array(code).min(1).max(MAX_CODES) }).meta({ title: 'Earshot code frame' })
}

function phrasesForm(lists: PhraseLists): z.ZodArray<z.ZodString> {
  const phrase = z
    .string()
    .check(({ value, issues }) => {
      const parsed = parsePhrase(value, lists)
      if (parsed.ok) return
      const { offset, message } = parsed.fault
      issues.push({ code: 'custom', input: value, message, params: { offset, check: 'phrase' } })
    })
    .meta({
      description: 'Words as the recogniser writes them: lower case, no punctuation, numbers spelled out.',
      examples: ['page ... (~freeze|frozen|froze)', '<cannot> log in'],
    })
  return z.array(phrase).min(1).max(MAX_PHRASES)
}
