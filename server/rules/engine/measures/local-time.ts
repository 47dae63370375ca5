/** A moment on the clocks of a time zone. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** 1 Monday to 7 Sunday. */
  readonly day: number
  /** Milliseconds since the local midnight, by the clock on the wall. */
  readonly ofDayMs: number
}

export const DAY_MS = 86_400_000

/** Clocks are put forward or back only on the quarters of an hour. */
const QUARTER_MS = 900_000

interface Zone {
  readonly format: Intl.DateTimeFormat
  /** The quarter of an hour that was asked about last, and its offset. */
  readonly known: { quarter: number; offsetMs: number }
}

/** Making a formatter costs a thousand times what asking it does. */
const zones = new Map<string, Zone>()

export function localTime(zone: string, wallMs: number): LocalTime {
  const local = wallMs + offsetMs(zone, wallMs)
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  // 1 January 1970 was a Thursday.
  const day = ((((midnight / DAY_MS + 3) % 7) + 7) % 7) + 1
  return { date: new Date(midnight).toISOString().slice(0, 10), day, ofDayMs: local - midnight }
}

/** By how much the zone's clocks are ahead of UTC. @throws RangeError when there is no such zone. */
export function offsetMs(zone: string, wallMs: number): number {
  const { format, known } = zoneNamed(zone)
  const quarter = Math.floor(wallMs / QUARTER_MS)
  if (known.quarter !== quarter) {
    known.offsetMs = readOffset(format, quarter * QUARTER_MS)
    known.quarter = quarter
  }
  return known.offsetMs
}

/** The beginning of the next quarter of an hour. */
export function nextQuarter(wallMs: number): number {
  return (Math.floor(wallMs / QUARTER_MS) + 1) * QUARTER_MS
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
