import type { MatchPlace, Silence, SilenceDraft } from '../../contracts/attention.ts'
import { AppError } from '../../contracts/errors.ts'
import type { WallMs } from '../../contracts/time.ts'

/** Nobody forgets one for longer; in milliseconds. */
const LONGEST_MS = 30 * 86_400_000

/** What somebody wants kept from people for a while. */
export class Silences {
  readonly #all = new Map<string, Silence>()

  constructor(kept: readonly Silence[] = []) {
    for (const each of kept) this.#all.set(each.silenceId, each)
  }

  add(silence: Silence): void {
    this.#all.set(silence.silenceId, silence)
  }

  /** False when it was not there. */
  remove(silenceId: string): boolean {
    return this.#all.delete(silenceId)
  }

  /** Those in force, by their end; the others are forgotten. */
  inForce(now: WallMs): readonly Silence[] {
    for (const [id, { until }] of this.#all) if (until <= now) this.#all.delete(id)
    return [...this.#all.values()].toSorted((one, other) => one.until - other.until)
  }

  holds(place: MatchPlace, now: WallMs): boolean {
    for (const silence of this.#all.values()) if (silence.until > now && covers(silence, place)) return true
    return false
  }
}

/** @throws AppError `REQUEST_INVALID` when it names nothing, or its end is not to come within thirty days. */
export function checkSilence({ ruleId, queue, agentId, until }: SilenceDraft, now: WallMs): void {
  if (ruleId === null && queue === null && agentId === null) {
    throw new AppError('REQUEST_INVALID', 'Expected a rule, a queue or an agent to be silent about.')
  }
  if (until <= now || until > now + LONGEST_MS) {
    throw new AppError('REQUEST_INVALID', 'until: expected a time within the next thirty days.')
  }
}

function covers({ ruleId, queue, agentId }: Silence, place: MatchPlace): boolean {
  return (
    (ruleId === null || ruleId === place.ruleId) &&
    (queue === null || queue === place.queue) &&
    (agentId === null || agentId === place.agentId)
  )
}
