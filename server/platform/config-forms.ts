import { z } from 'zod'
import { parseDuration } from './duration.ts'

/**
 * The forms that settings have. Each reads the text that stands in the environment and says, when it cannot,
 * what was expected.
 */

export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }): z.ZodType<number> {
  const expected = `expected a whole number from ${min} to ${max}`
  return z
    .string({ error: expected })
    .regex(/^-?\d+$/, expected)
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected)
}

/** 0 lets the system choose a free one. */
export function portNumber(): z.ZodType<number> {
  return wholeNumber({ min: 0, max: 65_535 })
}

/** A duration such as `300ms`, `30s` or `5m`, in milliseconds. */
export function duration(): z.ZodType<number> {
  const expected = 'expected a duration such as 300ms, 30s, 5m, 1h or 7d'
  return z.string({ error: expected }).transform((text, context) => {
    const ms = parseDuration(text)
    if (ms !== null) return ms
    context.issues.push({ code: 'custom', message: expected, input: text })
    return z.NEVER
  })
}

export function text(): z.ZodType<string> {
  const expected = 'expected some text'
  return z.string({ error: expected }).min(1, expected)
}

/** Text of at least so many characters: for keys that must not be guessed. */
export function longText(min: number): z.ZodType<string> {
  const expected = `expected at least ${min} characters`
  return z.string({ error: expected }).min(min, expected)
}

export function choice<const T extends readonly [string, ...string[]]>(values: T): z.ZodType<T[number]> {
  return z.enum(values, { error: `expected one of ${values.join(', ')}` })
}

export function flag(): z.ZodType<boolean> {
  return z.enum(['true', 'false'], { error: 'expected true or false' }).transform((value) => value === 'true')
}

/** Items separated by commas, or a list in the configuration file. */
export function listOf<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z
    .union([z.string(), z.array(z.string())], { error: 'expected items separated by commas' })
    .transform((value) => (typeof value === 'string' ? value.split(',') : value))
    .transform((items): unknown[] => items.map((each) => each.trim()).filter((each) => each !== ''))
    .pipe(z.array(item))
}
