import type { Fault } from './fault.ts'

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?)?(?: ?(Z|[+-]\d\d:?\d\d))?$/i

/** Nothing digital that is older is of interest here; it is a time of another unit. */
const OLDEST_MS = Date.UTC(2000, 0, 1)
const LATEST_MS = Date.UTC(2100, 0, 1)

const EXPECTED = 'expected a time since 2000, such as 2026-03-01T14:30:00+01:00, or milliseconds since 1970'

/** Epoch milliseconds of a time as RFC 3339 writes it, or of a number; without an offset it is UTC. */
export function readTime(given: string | number): number | Pick<Fault, 'expected'> {
  const ms = typeof given === 'number' ? given : parse(given)
  return ms >= OLDEST_MS && ms < LATEST_MS ? ms : { expected: EXPECTED }
}

function parse(text: string): number {
  const found = FORM.exec(text.trim())
  if (found === null) return /^\d{12,13}$/.test(text.trim()) ? Number(text) : Number.NaN
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', zone = 'Z'] = found
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  // 31 February is March to `Date`.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  return isDay ? ms : Number.NaN
}
