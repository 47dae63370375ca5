import type { CallView } from './call-view.ts'
import { urgencyOf } from './urgency.ts'

export const SORT_KEYS = [
  'agent',
  'queue',
  'duration',
  'mood',
  'talk',
  'silence',
  'lag',
  'alerts',
  'urgency',
] as const

export type SortKey = (typeof SORT_KEYS)[number]

export interface Sort {
  readonly key: SortKey
  readonly descending: boolean
}

/** Longest first, so that a new call never moves the rows that one reads. */
export const DEFAULT_SORT: Sort = { key: 'duration', descending: true }

type Value = string | number | null

const VALUES: Readonly<Record<SortKey, (call: CallView) => Value>> = {
  agent: ({ info }) => info.agentId,
  queue: ({ queue }) => queue,
  duration: ({ info }) => 0 - info.startedAt,
  mood: ({ mood }) => mood?.level ?? null,
  talk: ({ talkMs }) => (talkMs.agent + talkMs.customer === 0 ? null : agentShare(talkMs)),
  silence: ({ silenceMs, onHold }) => (onHold ? null : silenceMs),
  lag: ({ lagMs }) => lagMs,
  alerts: ({ alerts, openCase }) => (openCase === null ? 0 : 1000) + alerts,
  urgency: (call) => urgencyOf(call).score,
}

/** What one looks for first: names from A, the unhappiest, the longest, the most. */
const ASCENDING_FIRST: ReadonlySet<SortKey> = new Set<SortKey>(['agent', 'queue', 'mood'])

/** Keys by which a call's place never changes while it lasts. */
const STEADY: ReadonlySet<SortKey> = new Set<SortKey>(['agent', 'queue', 'duration'])

/** Rows that follow moving figures change places at most this often. */
const RESORT_MS = 4000

/** The share of the talking that the agent does, 0 to 1. */
export function agentShare({ agent, customer }: CallView['talkMs']): number {
  return agent / (agent + customer)
}

/** What a click on a column does: sorts by it, then the other way round. */
export function nextSort(sort: Sort, key: SortKey): Sort {
  if (sort.key === key) return { key, descending: !sort.descending }
  return { key, descending: !ASCENDING_FIRST.has(key) }
}

/** The calls in order; what has no value comes last either way, and the longer of two calls first. */
export function sorted(calls: readonly CallView[], { key, descending }: Sort): readonly CallView[] {
  const keyed = calls.map((call) => ({ call, value: VALUES[key](call) }))
  keyed.sort((one, other) => {
    if (one.value !== other.value) {
      if (one.value === null) return 1
      if (other.value === null) return -1
      return compared(one.value, other.value) * (descending ? -1 : 1)
    }
    return one.call.info.startedAt - other.call.info.startedAt
  })
  return keyed.map(({ call }) => call)
}

function compared(one: string | number, other: string | number): number {
  return one < other ? -1 : 1
}

/** The order of rows as people see it: figures move all the time, rows must not. */
export class SteadyOrder {
  #sort: Sort | null = null
  #sortedAt = -Infinity
  #places = new Map<string, number>()

  /** The calls in order at `now`; while rows are held, known ones keep their places and new ones come last. */
  rows(
    calls: readonly CallView[],
    how: { readonly sort: Sort; readonly now: number; readonly held: boolean },
  ): readonly CallView[] {
    const { sort, now, held } = how
    const isOther = this.#sort?.key !== sort.key || this.#sort.descending !== sort.descending
    const isDue = STEADY.has(sort.key) || (!held && now - this.#sortedAt >= RESORT_MS)
    const rows = isOther || isDue ? sorted(calls, sort) : this.#inPlace(calls)
    if (isOther || isDue) this.#sortedAt = now
    this.#sort = sort
    this.#places = new Map(rows.map(({ callId }, place) => [callId, place]))
    return rows
  }

  #inPlace(calls: readonly CallView[]): readonly CallView[] {
    const placeOf = ({ callId }: CallView): number => this.#places.get(callId) ?? Infinity
    return calls.toSorted((one, other) => {
      const [first, second] = [placeOf(one), placeOf(other)]
      return first === second ? one.info.startedAt - other.info.startedAt : first - second
    })
  }
}
