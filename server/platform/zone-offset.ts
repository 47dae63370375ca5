/** Clocks are put forward or back only on the quarters of an hour. */
export const QUARTER_MS = 900_000

interface Zone {
  readonly format: Intl.DateTimeFormat
  /** The quarter of an hour that was asked about last, and its offset. */
  readonly known: { quarter: number; offsetMs: number }
}

/** Making a formatter costs a thousand times what asking it does. */
const zones = new Map<string, Zone>()

/** By how much the zone's clocks are ahead of UTC, in milliseconds. @throws RangeError when there is no such zone. */
export function offsetMs(zone: string, wallMs: number): number {
  const { format, known } = zoneNamed(zone)
  const quarter = Math.floor(wallMs / QUARTER_MS)
  if (known.quarter !== quarter) {
    known.offsetMs = readOffset(format, quarter * QUARTER_MS)
    known.quarter = quarter
  }
  return known.offsetMs
}

function zoneNamed(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const
  const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    ...fields,
    ...clock,
  })
  const zone = { format, known: { quarter: Number.NaN, offsetMs: 0 } }
  zones.set(name, zone)
  return zone
}

function readOffset(format: Intl.DateTimeFormat, wallMs: number): number {
  const parts = new Map(format.formatToParts(wallMs).map(({ type, value }) => [type, Number(value)]))
  const field = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const local = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  )
  return local - wallMs
}
