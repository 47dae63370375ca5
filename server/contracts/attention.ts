/** What is kept from people for a while: by somebody's word, or because a rule is wrong too often. */
import type { CallId } from './call.ts'
import type { WallMs } from './time.ts'

/** Nothing of a rule, a queue or an agent until then; what is null holds for all. */
export interface Silence {
  readonly silenceId: string
  readonly ruleId: string | null
  readonly queue: string | null
  readonly agentId: string | null
  readonly until: WallMs
  readonly reason: string
  /** Subject of the token. */
  readonly by: string
  readonly at: WallMs
}

export type SilenceDraft = Pick<Silence, 'ruleId' | 'queue' | 'agentId' | 'until' | 'reason'>

/** A rule that people called wrong so often that it is shown to nobody, until it is changed or somebody restores it. */
export interface Demotion {
  readonly ruleId: string
  /** What people said of its outcomes since then. */
  readonly used: number
  readonly notNow: number
  readonly wrong: number
  readonly since: WallMs
}

export interface AttentionUser {
  /** Subject of the token. */
  readonly by: string
}

/** Implemented by the actions room; delivery serves it. */
export interface AttentionDesk {
  /** Those in force, by their end. */
  silences(): readonly Silence[]
  /** @throws AppError `REQUEST_INVALID` when it names nothing or its end is past. */
  silence(draft: SilenceDraft, user: AttentionUser): Promise<Silence>
  /** @throws AppError `NOT_FOUND`. */
  endSilence(silenceId: string): Promise<void>
  demotions(): readonly Demotion[]
  /** What people said until now no longer counts. @throws AppError `NOT_FOUND` when the rule is not demoted. */
  restore(ruleId: string, user: AttentionUser): Promise<void>
}

/** A rule that somebody put back in its place. */
export interface Restoration {
  readonly ruleId: string
  readonly by: string
  readonly at: WallMs
}

/** Where a match comes from, for silences. */
export interface MatchPlace {
  readonly callId: CallId
  readonly ruleId: string
  readonly queue: string | null
  readonly agentId: string | null
}
