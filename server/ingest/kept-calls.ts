import type { Principal } from '../contracts/access.ts'
import { CONTINUES_WITHIN_MS, type AudioSource, type CallId, type CallInfo } from '../contracts/call.ts'
import { callMs, type CallMs, type WallMs } from '../contracts/time.ts'
import { mayTakePart } from './authorise.ts'
import { isUseOf } from './call-ids.ts'

/** A call that an earlier process was in the middle of. */
export interface UnfinishedCall {
  readonly callId: CallId
  /** Call time that it had reached at `savedAt`. */
  readonly atMs: CallMs
  readonly savedAt: WallMs
  readonly call: Pick<CallInfo, 'agentId' | 'source'>
}

interface Asked {
  readonly callId: CallId
  readonly principal: Principal
  readonly source: AudioSource
  /** Call time of the first sample, when the source says one. */
  readonly atMs: number | undefined
  readonly now: number
}

/** Calls that a restart cut in two: whoever may bring the rest of one gets to know where it goes on. */
export class KeptCalls {
  readonly #unfinished: Map<CallId, UnfinishedCall>

  constructor(unfinished: Iterable<UnfinishedCall>) {
    this.#unfinished = new Map([...unfinished].map((kept) => [kept.callId, kept]))
  }

  /**
   * The call that a new stream goes on with: the latest under the id it asks for that came through the same
   * door a short time ago, and that its principal might have joined while it was live.
   */
  find(asked: Asked): CallInfo['continues'] {
    const [kept] = [...this.#unfinished.values()]
      .filter(
        ({ callId, savedAt, call }) =>
          isUseOf(callId, asked.callId) &&
          asked.now - savedAt <= CONTINUES_WITHIN_MS &&
          call.source === asked.source &&
          mayTakePart(asked.principal, call),
      )
      .toSorted((one, other) => other.savedAt - one.savedAt)
    return kept === undefined ? undefined : { callId: kept.callId, atMs: beginsAt(kept, asked) }
  }

  /** Its rest is here: no other call goes on with it. */
  forget(callId: CallId): void {
    this.#unfinished.delete(callId)
  }
}

/** Where call time 0 of the rest lies in the call: a source that counts on says so itself, else the clock went on. */
function beginsAt({ atMs, savedAt }: UnfinishedCall, asked: Asked): CallMs {
  if (asked.atMs !== undefined && asked.atMs >= atMs) return callMs(0)
  return callMs(Math.max(0, Math.round(atMs + asked.now - savedAt - (asked.atMs ?? 0))))
}
