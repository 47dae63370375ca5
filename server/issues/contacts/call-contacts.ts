import type { CallLabel } from '../../contracts/assist.ts'
import type { CallId } from '../../contracts/call.ts'
import type { CodeId, HeardContact } from '../../contracts/contact.ts'
import type { CallMessage } from '../../contracts/transcript.ts'
import { CALL_SOURCE, CallContact, type CallContactOptions, type CodeHeard } from './call-contact.ts'

/** What a message of any call brings; `codes` are those of a call that is live. */
export interface HeardInCall {
  readonly parts: readonly HeardContact[]
  readonly codes: readonly CodeHeard[]
}

const NOTHING: HeardInCall = { parts: [], codes: [] }

/** Every live call as a contact. */
export class CallContacts {
  readonly #options: CallContactOptions
  readonly #calls = new Map<CallId, CallContact>()

  constructor(options: CallContactOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#calls.size
  }

  take(message: CallMessage): HeardInCall {
    if (message.type === 'start') {
      this.#calls.set(message.callId, new CallContact(message.call, this.#options))
      return NOTHING
    }
    const call = this.#calls.get(message.callId)
    if (call === undefined) return NOTHING
    switch (message.type) {
      case 'update':
        call.update(message.change)
        return NOTHING
      case 'utterance':
        return call.take(message)
      case 'tick':
        return { parts: call.flush(message.atMs, false), codes: [] }
      case 'end':
        this.#calls.delete(message.callId)
        return { parts: call.flush(message.atMs, true), codes: [] }
      case 'gap':
        return NOTHING
    }
  }

  /** What an agent says that a call is about, also when it is over. */
  takeLabel(label: CallLabel, code: CodeId | null): HeardContact {
    return this.#calls.get(label.callId)?.label(label, code) ?? endedContact(label, code)
  }

  clear(): void {
    this.#calls.clear()
  }
}

/** Of a call that is over nothing else is known here; its contact is found by its id. */
function endedContact({ callId, at, atMs, step }: CallLabel, code: CodeId | null): HeardContact {
  return {
    id: `${CALL_SOURCE}:${callId}`,
    channel: 'call',
    step,
    at,
    authorKey: null,
    language: 'und',
    codes: code === null ? [] : [code],
    texts: [],
    rating: null,
    sourceId: CALL_SOURCE,
    mood: null,
    callId,
    atMs,
    queue: null,
  }
}
