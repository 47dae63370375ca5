import type { Bus, Unsubscribe } from '../bus/bus.ts'
import type { CallId } from '../contracts/call.ts'
import type { CallMessage } from '../contracts/transcript.ts'
import type { Log } from '../platform/log.ts'
import { Counter, type Registry } from '../platform/metrics.ts'
import { NO_NUMBERS, redactMessage, type CallNumbers } from './redact-message.ts'

export interface RedactionOptions {
  readonly bus: Bus
  readonly log: Log
  readonly registry: Registry
}

export interface Redaction {
  start(): void
  /** Ends the subscription and forgets all calls. */
  stop(): void
}

/**
 * Publishes every message of topic `call` on topic `transcript`, fit to leave the process. Should redaction
 * throw, the message is not published: the bus reports it, and nothing raw gets out.
 */
export function createRedaction({ bus, log, registry }: RedactionOptions): Redaction {
  const calls = new Map<CallId, CallNumbers>()
  let subscription: Unsubscribe | null = null
  const maskedWords = new Counter({
    name: 'earshot_redaction_words_masked_total',
    help: 'Words masked, by the state of their utterance.',
    labelNames: ['state'],
    registers: [registry],
  })

  /** A call id may come again: its start begins anew. */
  const recall = (raw: CallMessage): CallNumbers =>
    raw.type === 'start' ? NO_NUMBERS : (calls.get(raw.callId) ?? NO_NUMBERS)

  const onCall = (raw: CallMessage): void => {
    const { message, numbers, masked } = redactMessage(raw, recall(raw))
    if (message.type === 'end') calls.delete(message.callId)
    else if (message.type === 'start' || calls.has(message.callId)) calls.set(message.callId, numbers)
    if (message.type === 'utterance' && masked > 0) {
      const { callId, party, state } = message
      maskedWords.inc({ state }, masked)
      log.debug({ callId, party, state, masked }, 'Words masked.')
    }
    bus.publish('transcript', message)
  }

  return {
    start() {
      subscription ??= bus.subscribe('call', onCall)
    },
    stop() {
      subscription?.()
      subscription = null
      calls.clear()
    },
  }
}
