import { z } from 'zod'
import { parseDuration } from '../../../platform/duration.ts'

export const SECOND_MS = 1000
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** The form of a duration for editors; `parseDuration` decides. */
const DURATION_FORM = '^\\d+(\\.\\d+)?(ms|s|m|h|d)$'

export interface DurationLimits {
  readonly minMs: number
  readonly maxMs: number
  /** An example in this place's usual size. */
  readonly form: string
}

/** A text such as `30s` within limits. */
export function duration({ minMs, maxMs, form }: DurationLimits): z.ZodString {
  return z
    .string()
    .refine((text) => parseDuration(text) !== null, `is not a duration, expected a form such as ${form}`)
    .refine(
      (text) => {
        const ms = parseDuration(text)
        return ms === null || (ms >= minMs && ms <= maxMs)
      },
      `is out of range, expected ${minMs / SECOND_MS} s to ${maxMs / HOUR_MS} h`,
    )
    .meta({ pattern: DURATION_FORM, examples: [form] })
}

/** A stretch of a call. */
export function callTime(form: string): z.ZodString {
  return duration({ minMs: SECOND_MS, maxMs: HOUR_MS, form }).meta({ description: 'Call time.' })
}

/** Milliseconds of a text that has passed `duration`. */
export function toMs(text: string): number {
  const ms = parseDuration(text)
  if (ms === null) throw new TypeError('a checked rule has well-formed durations')
  return ms
}
