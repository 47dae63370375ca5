import { z } from 'zod'
import { CHANNELS, JOURNEY_STEPS } from '../../contracts/contact.ts'
import type { Fault } from './fault.ts'
import { readTime } from './read-time.ts'

/** Turns of one conversation. */
const MAX_TURNS = 1000

/** Where nobody says: stars. */
const DEFAULT_SCALE = { min: 1, max: 5 }

// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const PLAIN = /^[^\u0000-\u001f\u007f]+$/

function line(max: number): z.ZodType<string> {
  const expected = `expected 1 to ${max} characters without control characters`
  return z.string({ error: expected }).min(1, expected).max(max, expected).regex(PLAIN, expected)
}

const DIGITAL = CHANNELS.filter((channel) => channel !== 'call')
const channel = z.enum(CHANNELS, { error: oneOf(DIGITAL) }).exclude(['call'], { error: oneOf(DIGITAL) })
const step = z.enum(JOURNEY_STEPS, { error: oneOf(JOURNEY_STEPS) })
const anyText = z.string({ error: 'expected text' })
const number = z.number({ error: 'expected a number' })

const source = z
  .string({ error: 'expected a name' })
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'expected 1 to 64 letters, digits, dots, hyphens or underscores',
  )

const time = z.union([z.string(), z.number()], { error: 'expected a time' }).transform((given, context) => {
  const read = readTime(given)
  if (typeof read === 'number') return read
  context.issues.push({ code: 'custom', message: read.expected, input: given })
  return z.NEVER
})

const SCALE = 'expected min and max, two numbers of which max is the larger'
const scale = z
  .strictObject({ min: number, max: number }, { error: SCALE })
  .refine(({ min, max }) => min < max, SCALE)

const RATING = 'expected a number, or value, min and max'
const rating = z.union([z.number(), z.strictObject({ value: number, min: number, max: number })], {
  error: RATING,
})

/** Everybody on the company's side, people or not, is the agent. */
const PARTIES = ['customer', 'agent', 'bot', 'system'] as const
const turn = z.strictObject(
  {
    party: z.enum(PARTIES, { error: oneOf(PARTIES) }),
    text: anyText,
    at: given(time),
  },
  { error: 'expected an object with party and text' },
)

/** One item of feedback, in the form that `proto/feedback/v1` documents. */
export const item = z
  .strictObject(
    {
      id: given(line(200)),
      source: given(source),
      channel: given(channel),
      step: given(step),
      at: given(time),
      author: given(line(500)),
      language: given(line(100)),
      subject: given(anyText),
      question: given(anyText),
      text: given(anyText),
      turns: given(
        z
          .array(turn, { error: 'expected a list of turns' })
          .max(MAX_TURNS, `expected at most ${MAX_TURNS} turns`),
      ),
      rating: given(rating),
      scale: given(scale),
      page: given(line(4000)),
      queue: given(line(100)),
    },
    { error: 'expected an object' },
  )
  .transform(({ scale: on, ...rest }) => ({ ...rest, rating: rated(rest.rating, on) }))
  .superRefine(({ rating: asked, text, turns, subject }, context) => {
    const fail = (field: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (asked !== null && !(asked.min < asked.max)) fail('rating', SCALE)
    else if (asked !== null && !(asked.value >= asked.min && asked.value <= asked.max)) {
      fail('rating', 'expected a number on the scale')
    }
    if (hasWords(text) && turns !== undefined) fail('text', 'expected text or turns, not both')
    const said = turns?.some(({ party, text: words }) => party === 'customer' && hasWords(words)) ?? false
    if (!said && !hasWords(text) && !hasWords(subject) && asked === null) {
      fail(turns === undefined ? 'text' : 'turns', 'expected words of the customer, or a rating')
    }
  })

/** An item that was read. */
export type Item = z.output<typeof item>

/** The item, or what is wrong with it. */
export function readItem(value: unknown): { readonly item: Item } | { readonly faults: readonly Fault[] } {
  const parsed = item.safeParse(value)
  return parsed.success ? { item: parsed.data } : { faults: parsed.error.issues.flatMap(toFaults) }
}

export const itemDefaults = z.strictObject({
  source: source.optional(),
  channel: channel.optional(),
  step: step.optional(),
  language: line(100).optional(),
  queue: line(100).optional(),
})

/** What holds for every item that does not say otherwise. */
export type ItemDefaults = z.output<typeof itemDefaults>

/** Faults of a form, each with the place of its field. */
export function toFaults(issue: z.core.$ZodIssue): readonly Fault[] {
  const field = issue.path.map(String).join('.')
  if (issue.code !== 'unrecognized_keys') return [{ field, expected: issue.message }]
  return issue.keys.map((key) => ({
    // A name that looks like none may hold what somebody wrote.
    field: [...issue.path.map(String), /^[\w.-]{1,40}$/.test(key) ? key : '?'].join('.'),
    expected: 'no such field is known',
  }))
}

/** Where there is nothing, `null` says the same as leaving it out. */
function given<S extends z.ZodType>(schema: S): z.ZodType<z.output<S> | undefined> {
  return schema.nullish().transform((value) => value ?? undefined)
}

type Rating = z.output<typeof rating>

function rated(
  value: Rating | undefined,
  on: z.output<typeof scale> | undefined,
): Exclude<Rating, number> | null {
  if (value === undefined) return null
  return typeof value === 'number' ? { value, ...(on ?? DEFAULT_SCALE) } : value
}

function hasWords(text: string | undefined): boolean {
  return text !== undefined && /\S/.test(text)
}

function oneOf(values: readonly string[]): string {
  return `expected one of ${values.join(', ')}`
}
