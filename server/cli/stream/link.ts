import type { Clock } from '../../platform/clock.ts'
import { assertNever } from '../../contracts/assert-never.ts'
import { refusal, type ServerMessage } from './server-message.ts'
import type { ControlMessage, OpenWire, Wire } from './wire.ts'

/** A server that answers nothing for so long is not there. */
const ANSWER_MS = 10_000

/** The server took up the stream: `started` or `resumed`. */
export type Answer = Extract<ServerMessage, { type: 'started' | 'resumed' }>

export interface LinkListener {
  /** The link is up. Called before anything else is. */
  answered(wire: Wire, answer: Answer): void
  /** The server has this many samples per channel. */
  acknowledged(samples: number): void
  stopped(): void
  /** An AppError when the server ended it, with its reason. Called only after `answered`. */
  lost(reason: Error): void
}

interface LinkOptions {
  readonly openWire: OpenWire
  readonly greeting: ControlMessage
  readonly clock: Clock
  readonly listener: LinkListener
}

/**
 * Opens a connection, greets and waits for the answer.
 * @throws AppError when the server refuses, Error when it cannot be reached or does not answer.
 */
export async function openLink(options: LinkOptions): Promise<void> {
  const { openWire, greeting, clock, listener } = options
  const answered = Promise.withResolvers<undefined>()
  // It may fail while the wire is still being opened, before anybody waits for it.
  answered.promise.catch(() => undefined)
  let up = false
  let complaint: Error | null = null
  const wire = await openWire({
    message(message) {
      switch (message.type) {
        case 'started':
        case 'resumed':
          up = true
          listener.answered(wire, message)
          answered.resolve(undefined)
          return
        case 'ack':
          listener.acknowledged(message.samples)
          return
        case 'stopped':
          listener.stopped()
          return
        case 'error':
          // The connection may live on; if it does not, this is why.
          complaint = refusal(message)
          return
        case 'pong':
          return
        default:
          assertNever(message)
      }
    },
    lost(reason) {
      if (up) listener.lost(complaint ?? reason)
      answered.reject(complaint ?? reason)
    },
  })
  const cancel = clock.after(ANSWER_MS, () => {
    answered.reject(new Error(`the server did not answer within ${ANSWER_MS / 1000} s`))
    wire.close()
  })
  wire.control(greeting)
  await answered.promise.finally(cancel)
}
