/** Call time as `mm:ss`, or as `h:mm:ss` from an hour on. */
export function formatCallTime(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const seconds = String(total % 60).padStart(2, '0')
  const minutes = Math.floor(total / 60)
  if (minutes < 60) return `${String(minutes).padStart(2, '0')}:${seconds}`
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${seconds}`
}

/** A delay as `1.4 s`. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** How long nobody has spoken, once it is a pause at all: `12 s`, from a minute on `1:05`. */
export function formatSilence(ms: number): string {
  if (ms < 3000) return '–'
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : formatCallTime(ms).replace(/^0/, '')
}

/** An id short enough for a table: its end, which is what differs. */
export function shortId(id: string): string {
  return id.length <= 12 ? id : `…${id.slice(-10)}`
}

/** A rate as `0.25`, with as many digits as tell something; a dash for none. */
export function perHour(rate: number | null): string {
  if (rate === null) return '–'
  if (rate === 0) return '0'
  return rate < 0.01 ? '<0.01' : rate.toFixed(rate < 10 ? 2 : 0)
}

/** A share as `71 %`; a dash while it is not known. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`
}

/** A day and time of day, as people here write it. */
export function formatWhen(epochMs: number): string {
  return new Date(epochMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}

/** A day by a moment in it, on the site's own calendar. */
export function dayText(ms: number, timeZone: string): string {
  return new Date(ms).toLocaleDateString(undefined, { day: 'numeric', month: 'short', timeZone })
}
