import { isIP } from 'node:net'
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

/** A time zone of the IANA list, such as `Europe/Paris`. */
export function timeZone(): z.ZodType<string> {
  const expected = 'expected a time zone such as Europe/Paris or UTC'
  return z.string({ error: expected }).refine(isTimeZone, expected)
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name !== ''
  } catch {
    return false
  }
}

/** The address of web pages, without a slash at its end. */
export function webAddress(): z.ZodType<string> {
  const expected = 'expected an address such as https://earshot.example'
  return z
    .string({ error: expected })
    .refine((value) => isUrl(value, ['https:', 'http:']), expected)
    .transform((value) => value.replace(/\/+$/, ''))
}

/** Scheme, host and port of a page, as a browser writes them. */
export function webOrigin(): z.ZodType<string> {
  const expected = 'expected a web origin such as https://shop.example'
  return z
    .string({ error: expected })
    .refine((value) => isUrl(value, ['https:', 'http:']), expected)
    .transform((value) => new URL(value).origin)
}

export function mailServer(): z.ZodType<string> {
  const expected = 'expected an address such as smtps://user:password@mail.example:465'
  return z.string({ error: expected }).refine((value) => isUrl(value, ['smtps:', 'smtp:']), expected)
}

/** A network in CIDR notation, one address, or the name of a host. */
export function networkOrHost(): z.ZodType<string> {
  const expected = 'expected a network such as 10.2.0.0/16 or a host name'
  return z.string({ error: expected }).refine((value) => {
    const [address = '', bits, ...rest] = value.split('/')
    const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
    if (longest === 0) return /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)
    return rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  }, expected)
}

/** Schemes whose addresses a browser would run or read here. */
const OWN_SCHEMES: ReadonlySet<string> = new Set([
  'javascript:',
  'data:',
  'blob:',
  'file:',
  'about:',
  'vbscript:',
])

/** An address of another program with a place for the call, `{callId}` or `{agentId}`; a soft phone may have its own scheme. */
export function callLink(): z.ZodType<string> {
  const expected = 'expected an address such as https://pbx.example/listen?call={callId}'
  return z.string({ error: expected }).refine((value) => {
    const filled = value.replaceAll(/\{(callId|agentId)\}/g, 'x')
    return filled !== value && URL.canParse(filled) && !OWN_SCHEMES.has(new URL(filled).protocol)
  }, expected)
}

function isUrl(value: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return protocols.includes(protocol) && hostname !== ''
}
