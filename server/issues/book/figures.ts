import type { Channel, JourneyStep } from '../../contracts/contact.ts'
import type { Issue } from '../../contracts/issue.ts'
import type { IssueSettings } from '../../contracts/issue-desk.ts'
import { extraAgents } from './erlang.ts'
import type { Hits } from './hits.ts'

const HOUR_MS = 3_600_000
const MOST_QUEUES = 8
/** How much of an hour's growth goes on in the next one: trends are damped, or they overshoot (Gardner and McKenzie, 1985). */
const DAMPING = 0.5

/** What is usual now, an hour. */
export interface Usual {
  /** Contacts of the issue. */
  readonly perHour: number
  /** Contacts of any subject in the last hour, and calls among them. */
  readonly volume: number
  readonly calls: number
}

type Figures = Pick<
  Issue,
  'counts' | 'growthPerHour' | 'sentiment' | 'extraCallsNextHour' | 'extraAgentsNextHour' | 'cost' | 'queues'
>

/** The figures of an issue at a time. */
export function figuresOf(hits: Hits, now: number, usual: Usual, settings: IssueSettings): Figures {
  const lastHour = hits.between(now - HOUR_MS, now)
  const growthPerHour = lastHour - hits.between(now - 2 * HOUR_MS, now - HOUR_MS)
  const extraCalls = extraCallsOf(hits, now, { lastHour, expected: usual.perHour })
  const { handlingSeconds } = settings
  return {
    ...totalsOf(hits, lastHour, usual.perHour),
    growthPerHour,
    extraCallsNextHour: extraCalls,
    extraAgentsNextHour: extraAgents(Math.max(0, usual.calls - extraCalls), extraCalls, handlingSeconds),
    cost: costOf(settings, hits.size, extraCalls),
  }
}

function totalsOf(
  hits: Hits,
  lastHour: number,
  expected: number,
): Pick<Figures, 'counts' | 'sentiment' | 'queues'> {
  const byChannel: Partial<Record<Channel, number>> = {}
  const byStep: Partial<Record<JourneyStep, number>> = {}
  const byQueue = new Map<string, number>()
  let mood = 0
  let moods = 0
  for (const hit of hits.all()) {
    byChannel[hit.channel] = (byChannel[hit.channel] ?? 0) + 1
    if (hit.step !== null) byStep[hit.step] = (byStep[hit.step] ?? 0) + 1
    if (hit.queue !== null) byQueue.set(hit.queue, (byQueue.get(hit.queue) ?? 0) + 1)
    if (hit.moods === 0) continue
    mood += hit.moodSum / hit.moods
    moods += 1
  }
  const queues = [...byQueue].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  return {
    counts: { contacts: hits.size, lastHour, expectedLastHour: rounded(expected), byChannel, byStep },
    sentiment: moods === 0 ? null : rounded(mood / moods),
    queues: queues.slice(0, MOST_QUEUES).map(([queue]) => queue),
  }
}

/** Calls beyond the usual that the next hour will bring: those of the last one, with half of how they grew. */
function extraCallsOf(
  hits: Hits,
  now: number,
  { lastHour, expected }: { readonly lastHour: number; readonly expected: number },
): number {
  const calls = hits.between(now - HOUR_MS, now, 'call')
  if (calls === 0) return 0
  const grown = calls - hits.between(now - 2 * HOUR_MS, now - HOUR_MS, 'call')
  const usual = expected * (calls / Math.max(1, lastHour))
  return Math.max(0, Math.round(calls - usual + DAMPING * grown))
}

function costOf(
  { handlingSeconds, costPerHour }: IssueSettings,
  contacts: number,
  extraCalls: number,
): Issue['cost'] {
  if (costPerHour === null) return null
  const each = (handlingSeconds / 3600) * costPerHour.amount
  return {
    soFar: Math.round(contacts * each),
    nextHour: Math.round(extraCalls * each),
    currency: costPerHour.currency,
  }
}

/** Never -0. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100 + 0
}
