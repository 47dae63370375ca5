import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { GroupCase } from './groups.ts'
import { SEVERITY_RANKS } from './severity-rank.ts'

/** What rings: an alert, or a group of calls. */
export type Ringing = Pick<
  Outcome,
  'outcomeId' | 'title' | 'severity' | 'state' | 'agentId' | 'createdAt'
> & {
  /** What a click on the notification opens. */
  readonly callId: string
}

/** A group rings when it is opened and each time it is armed again, not while it grows. */
export function ringOf({
  caseId,
  title,
  severity,
  state,
  group,
  history,
  timesReopened,
}: GroupCase): Ringing {
  const armed = history.findLast(({ action }) => action === 'opened' || action === 'reopened')
  return {
    outcomeId: `${caseId} ${timesReopened}`,
    title: `${title} (${group.callsInAll} calls)`,
    severity,
    state: state === 'new' ? 'shown' : 'held',
    agentId: null,
    createdAt: armed?.at ?? group.since,
    callId: group.calls.at(-1)?.callId ?? '',
  }
}

/** What a person has chosen to be told by; both are off until they choose. */
export interface BellChoice {
  readonly sound: boolean
  readonly notify: boolean
}

/** What to do about new alerts now; null: nothing. */
export interface Ring {
  readonly sound: boolean
  /** The alert to show and how many came with it; null: none. */
  readonly notify: { readonly alert: Ringing; readonly others: number } | null
}

/** Nobody is rung more often than this. */
const RING_EVERY_MS = 5000
/** Older ones were there before the page was, or came while it was away. */
const FRESH_MS = 15_000
/** Ids remembered, so that an alert rings once. */
const MOST_REMEMBERED = 2000

const LEAST_RANK = SEVERITY_RANKS.high

/** Decides when a supervisor is rung: only for high and critical alerts, once for each, and not too often. */
export class AlertBell {
  readonly #rung = new Set<string>()
  #waiting: readonly Ringing[] = []
  #rungAt = -Infinity

  /** `now` is on the server's clock. On a page that is seen there is sound but no notification: the alert is there. */
  ring(
    alerts: readonly Ringing[],
    state: { readonly choice: BellChoice; readonly now: number; readonly seen: boolean },
  ): Ring | null {
    const { choice, now, seen } = state
    const fresh = alerts.filter((alert) => this.#isNew(alert, now))
    for (const { outcomeId } of fresh) this.#remember(outcomeId)
    this.#waiting = [...this.#waiting, ...fresh].filter(({ createdAt }) => now - createdAt <= FRESH_MS)
    if (this.#waiting.length === 0 || now - this.#rungAt < RING_EVERY_MS) return null
    const notifies = choice.notify && !seen
    if (!choice.sound && !notifies) {
      this.#waiting = []
      return null
    }
    const [first, ...others] = this.#waiting.toSorted(
      (a, b) => SEVERITY_RANKS[b.severity] - SEVERITY_RANKS[a.severity],
    )
    this.#waiting = []
    this.#rungAt = now
    if (first === undefined) return null
    return { sound: choice.sound, notify: notifies ? { alert: first, others: others.length } : null }
  }

  /** In how many milliseconds to ask again although nothing new came; null: nothing waits. */
  waitMs(now: number): number | null {
    return this.#waiting.length === 0 ? null : Math.max(0, this.#rungAt + RING_EVERY_MS - now)
  }

  #isNew({ outcomeId, severity, state, createdAt }: Ringing, now: number): boolean {
    if (SEVERITY_RANKS[severity] < LEAST_RANK || state === 'retracted' || state === 'held') return false
    return now - createdAt <= FRESH_MS && !this.#rung.has(outcomeId)
  }

  #remember(outcomeId: string): void {
    this.#rung.add(outcomeId)
    if (this.#rung.size <= MOST_REMEMBERED) return
    const [oldest] = this.#rung
    if (oldest !== undefined) this.#rung.delete(oldest)
  }
}
