import type { Grouping } from './board-place.ts'
import type { CallView } from './call-view.ts'
import { type Urgency, urgencyOf, type UrgencyLevel } from './urgency.ts'

export interface MapTile {
  readonly call: CallView
  readonly urgency: Urgency
}

/** The calls of one team or queue; empty name: those that name none. */
export interface MapGroup {
  readonly name: string
  readonly tiles: readonly MapTile[]
  readonly counts: Readonly<Record<UrgencyLevel, number>>
}

/** Groups by name, calls by agent: places that do not change while figures do. */
export function mapGroups(calls: readonly CallView[], grouping: Grouping): readonly MapGroup[] {
  const byName = Map.groupBy(calls, (call) => call[grouping] ?? '')
  return [...byName]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, members]) => {
      const tiles = members.map((call) => ({ call, urgency: urgencyOf(call) })).sort(byAgent)
      const counts = { calm: 0, watch: 0, warm: 0, urgent: 0 }
      for (const { urgency } of tiles) counts[urgency.level] += 1
      return { name, tiles, counts }
    })
}

function byAgent({ call: one }: MapTile, { call: other }: MapTile): number {
  const [first, second] = [one.info.agentId ?? '', other.info.agentId ?? '']
  if (first !== second) return first < second ? -1 : 1
  return one.callId < other.callId ? -1 : 1
}
