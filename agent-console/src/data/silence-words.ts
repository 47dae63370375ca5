import type { Silence } from '../../../server/contracts/attention.ts'

/** What a silence keeps from people: `“Long hold” · queue billing · agent-7`. */
export function silenceAbout(
  { ruleId, queue, agentId }: Pick<Silence, 'ruleId' | 'queue' | 'agentId'>,
  titles: ReadonlyMap<string, string>,
): string {
  const parts = [
    ...(ruleId === null ? [] : [`“${titles.get(ruleId) ?? ruleId}”`]),
    ...(queue === null ? [] : [`queue ${queue}`]),
    ...(agentId === null ? [] : [agentId]),
  ]
  return parts.join(' · ')
}

/** When it ends: the time of day, with the day unless it is today. */
export function silenceUntil({ until }: Pick<Silence, 'until'>, now: number): string {
  const end = new Date(until)
  const isToday = end.toDateString() === new Date(now).toDateString()
  return isToday
    ? end.toLocaleTimeString(undefined, { timeStyle: 'short' })
    : end.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** For how long something can be silenced with one choice. */
export const SILENCE_LENGTHS: readonly { readonly name: string; readonly ms: number }[] = [
  { name: '30 minutes', ms: 30 * MINUTE_MS },
  { name: '1 hour', ms: HOUR_MS },
  { name: '4 hours', ms: 4 * HOUR_MS },
  { name: '1 day', ms: 24 * HOUR_MS },
  { name: '7 days', ms: 7 * 24 * HOUR_MS },
]

/** Until when, by a choice (milliseconds from now) or by a local date and time; null: that is no time to come. */
export function silenceEnd(
  { lengthMs, at }: { readonly lengthMs: number | null; readonly at: string },
  now: number,
): number | null {
  const until = lengthMs === null ? new Date(at).getTime() : now + lengthMs
  return Number.isFinite(until) && until > now ? Math.round(until) : null
}
