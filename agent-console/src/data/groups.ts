import type { AlertCase, CaseGroup } from '../../../server/contracts/alert-case.ts'
import { SEVERITY_RANKS } from './severity-rank.ts'

/** A case about one rule in many calls at once. */
export type GroupCase = AlertCase & { readonly group: CaseGroup }

/** Calls of a group that are listed; the others are behind the number. */
const MOST_LISTED = 20
const MOST_QUEUES = 3

/** The groups among the cases: the most serious first, of those the one that was opened last. None moves while it grows. */
export function groupsOf(cases: Iterable<AlertCase>): readonly GroupCase[] {
  const groups: GroupCase[] = []
  for (const each of cases) if (isGroup(each)) groups.push(each)
  return groups.toSorted(
    (one, other) =>
      SEVERITY_RANKS[other.severity] - SEVERITY_RANKS[one.severity] ||
      other.openedAt - one.openedAt ||
      one.caseId.localeCompare(other.caseId),
  )
}

function isGroup(each: AlertCase): each is GroupCase {
  return each.group !== null
}

interface Looked {
  /** What is looked for, in lower case. */
  readonly words: readonly string[]
  /** Whether a call is among those that are looked at. */
  readonly belongs: (call: { readonly team: string | null; readonly queue: string | null }) => boolean
}

/** Groups with a call that is looked at, in which all words occur. */
export function fittingGroups(
  groups: readonly GroupCase[],
  { words, belongs }: Looked,
): readonly GroupCase[] {
  return groups.filter(({ title, severity, group }) => {
    if (!group.calls.some(({ place, queue }) => belongs({ team: place.team, queue }))) return false
    const calls = group.calls.flatMap(({ callId, agentId, queue }) => [callId, agentId ?? '', queue ?? ''])
    const all = [title, severity, group.ruleId, ...calls].join('\n').toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** How many calls and since when, in words. */
export function groupText({ group, callEnded }: GroupCase): string {
  const calls = group.callsInAll === 1 ? '1 call' : `${group.callsInAll} calls`
  const since = timeOfDay(group.since)
  const last = timeOfDay(group.calls.at(-1)?.at ?? group.since)
  if (callEnded) return `${calls} since ${since}, none after ${last}.`
  return since === last ? `${calls} since ${since}.` : `${calls} since ${since}, the last at ${last}.`
}

/** Which queues the calls are in, the fullest first; empty where nobody says. */
export function queuesText({ group }: GroupCase): string {
  const counts = new Map<string, number>()
  for (const { queue } of group.calls) if (queue !== null) counts.set(queue, (counts.get(queue) ?? 0) + 1)
  const sorted = [...counts].toSorted(([a, one], [b, other]) => other - one || a.localeCompare(b))
  const named = sorted.slice(0, MOST_QUEUES).map(([queue, count]) => `${queue} ${count}`)
  const more = sorted.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(' · ')
}

/** The calls that are listed, the last one first. */
export function listedCalls({ group }: GroupCase): CaseGroup['calls'] {
  return group.calls.slice(-MOST_LISTED).toReversed()
}

/** Hours and minutes, as people here write them. */
export function timeOfDay(epochMs: number): string {
  return new Date(epochMs).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
}
