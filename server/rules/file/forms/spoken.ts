import { z } from 'zod'
import type { PhraseLists } from '../../../language/phrases/phrase.ts'
import { TIMINGS, TOLERANCES } from '../../compile/rule.ts'
import type { NearForm, SpokenForm } from './condition-form.ts'
import { unknownKeysEnd } from './one-key.ts'
import { phrasesForm } from './phrase-form.ts'

/** Words before or after that count as near, where a rule does not say. */
export const NEAR_WORDS = 5

/** Lowest likeness of words that only sound alike, where a rule does not say. */
export const MIN_SCORE = 0.85

const MAX_NEAR_WORDS = 30

const speaker = z.enum(['agent', 'customer', 'any']).meta({ description: 'Whose words count.' })

const options = {
  timing: z.enum(TIMINGS).optional().meta({
    description:
      "How long the words must have stayed: fast (at first sight), settled (300 ms), certain (only when final). The rule's own by default.",
  }),
  tolerance: z.enum(TOLERANCES).optional().meta({
    description:
      'What else is taken for a phrase: other readings of the recogniser (alternatives), words that sound alike, or both. Exact by default.',
    default: 'exact',
  }),
  score: z.number().min(0.5).max(1).optional().meta({
    description: 'Lowest likeness of words that only sound alike.',
    default: MIN_SCORE,
  }),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({ description: 'Lowest confidence of each word in the final.', default: 0 }),
}

/** Phrases that one party may say. */
export function spokenForm(lists: PhraseLists): z.ZodType<SpokenForm> {
  return z.strictObject({ speaker, phrases: phrasesForm(lists), ...options }).check(unknownKeysEnd)
}

/** Phrases that count only with, or only without, others beside them. */
export function nearForm(lists: PhraseLists): z.ZodType<NearForm> {
  const words = z
    .int()
    .min(1)
    .max(MAX_NEAR_WORDS)
    .optional()
    .meta({ description: 'How many words before or after still count.', default: NEAR_WORDS })
  return z.strictObject({
    speaker,
    phrases: phrasesForm(lists),
    to: phrasesForm(lists).meta({ description: 'What must (not) be said near it by the same speaker.' }),
    words,
    ...options,
  })
}
