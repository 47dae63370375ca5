import { wallMs, type WallMs } from '../../contracts/time.ts'

/** A date and a time of the day, with or without what they are relative to. */
const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(Z|[+-]\d{2}:\d{2})?$/

/**
 * The moment of `2026-03-02T09:00` on a clock in `zone` (IANA name), or of a text that says its own offset
 * (`…Z`, `…+02:00`); null when it is no such text or there is no such day.
 */
export function momentOf(text: string, zone: string): WallMs | null {
  const parts = FORM.exec(text)
  if (parts === null) return null
  const asUtc = Date.parse(parts[6] === undefined ? `${text}Z` : `${text.slice(0, 16)}Z`)
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== text.slice(0, 16)) return null
  if (parts[6] !== undefined) return wallMs(Date.parse(text))
  // The offset at the wall time taken as UTC is right but for the hours around a change of the clocks.
  const near = asUtc - offsetAt(asUtc, zone)
  return wallMs(asUtc - offsetAt(near, zone))
}

/** Milliseconds by which clocks in a zone are ahead of UTC at a moment. */
function offsetAt(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(atMs)
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  const local = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  )
  return local - Math.floor(atMs / 1000) * 1000
}
