import { concatMap, finalize, from, map, mergeMap, type Observable } from 'rxjs'
import type { CallId } from '../contracts/call.ts'
import type { Match } from '../contracts/match.ts'
import { wallMs } from '../contracts/time.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Clock } from '../platform/clock.ts'
import { closeableGroupBy } from '../platform/rx/closeable-group-by.ts'
import { mapWithState } from '../platform/rx/map-with-state.ts'
import type { RuleSet } from './compile/compile.ts'
import { initialCallState, type CallState } from './engine/call-state.ts'
import { continueCall } from './engine/continue-call.ts'
import type { RuleFailure } from './engine/outputs.ts'
import { step, type CallStep } from './engine/step.ts'
import type { UnstampedMatch } from './engine/unstamped-match.ts'

/** What the stream tells besides matches. */
export interface StreamObserver {
  callOpened(callId: CallId): void
  callClosed(callId: CallId): void
  /** A message of a call whose start was never seen, or that has ended; it is dropped. */
  strayMessage(message: CallMessage): void
  ruleFailed(callId: CallId, failure: RuleFailure): void
  /** The engine itself threw; the message is dropped and the call goes on. */
  messageFailed(callId: CallId, error: unknown): void
  /** What the rules know of the call after this message; for keeping it over a restart. */
  stateChanged?(message: CallMessage, state: CallState): void
}

export interface MatchStreamOptions {
  readonly messages$: Observable<CallMessage>
  /** Asked for every message, so that a new set comes into force between two messages. */
  readonly ruleSet: () => RuleSet
  readonly clock: Clock
  /** The state kept of a call that an earlier process was in; asked when a call says that it continues one. */
  readonly kept?: (callId: CallId) => CallState | null
  readonly observer: StreamObserver
}

/** The reactive shell: groups by call, folds each call with `step`, forgets it at its end, stamps what comes out. */
export function matchStream(options: MatchStreamOptions): Observable<Match> {
  const { messages$, ruleSet, clock, observer } = options
  return messages$.pipe(
    closeableGroupBy<CallId, CallMessage>({
      key: ({ callId }) => callId,
      opens: ({ type }) => type === 'start',
      closes: ({ type }) => type === 'end',
      onStray: (message) => observer.strayMessage(message),
    }),
    mergeMap(({ key: callId, values$ }) => {
      observer.callOpened(callId)
      return values$.pipe(
        mapWithState(
          () => initialCallState(callId),
          (state: CallState, message: CallMessage) => {
            const before = goingOn(message, options) ?? state
            const stepped = guardedStep({ set: ruleSet(), state: before, message, observer })
            observer.stateChanged?.(message, stepped.state)
            return { state: stepped.state, output: stepped.matches }
          },
        ),
        concatMap((matches) => from(matches)),
        finalize(() => observer.callClosed(callId)),
      )
    }),
    map((match) => stamp(match, clock)),
  )
}

/** The state that a call begins with when it is the rest of one that a restart has cut off; else null. */
function goingOn(message: CallMessage, { kept }: MatchStreamOptions): CallState | null {
  if (message.type !== 'start' || message.call.continues === undefined) return null
  return continueCall(kept?.(message.call.continues.callId) ?? null, message.call)
}

interface GuardedStepOptions {
  readonly set: RuleSet
  readonly state: CallState
  readonly message: CallMessage
  readonly observer: StreamObserver
}

/** A throw would end the stream of every call. */
function guardedStep({ set, state, message, observer }: GuardedStepOptions): CallStep {
  try {
    const stepped = step(set, state, message)
    for (const failure of stepped.failed) observer.ruleFailed(message.callId, failure)
    return stepped
  } catch (thrown) {
    observer.messageFailed(message.callId, thrown)
    return { state, matches: [], failed: [] }
  }
}

function stamp(match: UnstampedMatch, clock: Clock): Match {
  const { stamps, ...rest } = match
  return { ...rest, stamps: stamps === null ? null : { ...stamps, matchedAt: wallMs(clock.now()) } }
}
