import type { CallId } from '../contracts/call.ts'

const MAX_LENGTH = 128

/**
 * Remembers which call ids have been used, so that an id that comes again after its call ended is
 * never mixed up with the call that had it: it goes on as `ID~2`, `ID~3`… The oldest are forgotten first.
 */
export class CallIds {
  readonly #remembered: number
  readonly #used = new Set<CallId>()

  /** `used`: ids of calls that are kept from earlier runs, the oldest first. */
  constructor(options: { readonly remembered: number; readonly used?: Iterable<CallId> }) {
    this.#remembered = options.remembered
    for (const callId of options.used ?? []) this.#note(callId)
  }

  /** The id under which a new call may run, now taken. */
  take(asked: CallId): CallId {
    let callId = asked
    for (let use = 2; this.#used.has(callId); use += 1) callId = suffixed(asked, `~${use}`)
    this.#note(callId)
    return callId
  }

  /** Gives back an id whose call was never opened. */
  release(callId: CallId): void {
    this.#used.delete(callId)
  }

  #note(callId: CallId): void {
    this.#used.add(callId)
    if (this.#used.size <= this.#remembered) return
    const oldest = this.#used.values().next()
    if (oldest.done !== true) this.#used.delete(oldest.value)
  }
}

/** Whether a call has this id because `asked` was asked for. */
export function isUseOf(callId: CallId, asked: CallId): boolean {
  if (callId === asked) return true
  const suffix = /~[1-9]\d*$/.exec(callId)?.[0]
  return suffix !== undefined && callId === suffixed(asked, suffix)
}

function suffixed(asked: CallId, suffix: string): CallId {
  return asked.slice(0, MAX_LENGTH - suffix.length) + suffix
}
