import { AppError } from '../../contracts/errors.ts'
import type { Clock } from '../../platform/clock.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import type { DeliveryMetrics } from '../metrics.ts'
import { parseReaderMessage } from './reader-message.ts'
import type { Reader } from './reader.ts'

/** Longest message that a reader has reason to send, in bytes. */
const LONGEST_MESSAGE = 16 * 1024
/** Frames in a row that are no JSON object, or binary: whoever sends them does not speak this protocol. */
const PATIENCE = 5

export interface ReaderInboxOptions {
  readonly reader: Reader
  readonly clock: Clock
  readonly metrics: DeliveryMetrics
  readonly messagesPerSecond: number
}

/** What comes from a reader. A bad message is answered and harms nobody; too many are not looked at. */
export class ReaderInbox {
  readonly #options: ReaderInboxOptions
  #senseless = 0
  #second = 0
  #inSecond = 0

  constructor(options: ReaderInboxOptions) {
    this.#options = options
  }

  take(frame: Buffer, isBinary: boolean): void {
    const { reader, metrics } = this.#options
    if (this.#isFlooded()) {
      metrics.readerMessages.inc({ result: 'flooded' })
      return
    }
    try {
      reader.take(decode(frame, isBinary))
      this.#senseless = 0
      metrics.readerMessages.inc({ result: 'taken' })
    } catch (thrown) {
      const error = normaliseError(thrown)
      this.#refuse(error instanceof AppError ? error : new AppError('INTERNAL', null, { cause: error }))
    }
  }

  #refuse(error: AppError): void {
    const { reader, metrics } = this.#options
    metrics.readerMessages.inc({ result: error.code })
    this.#senseless = isSenseless(error) ? this.#senseless + 1 : 0
    if (this.#senseless < PATIENCE) {
      reader.complain(error)
      return
    }
    metrics.readersClosed.inc({ reason: error.code })
    reader.release()
    reader.transport.close(error)
  }

  #isFlooded(): boolean {
    const second = Math.floor(this.#options.clock.now() / 1000)
    if (second !== this.#second) this.#inSecond = 0
    this.#second = second
    this.#inSecond += 1
    return this.#inSecond > this.#options.messagesPerSecond
  }
}

function decode(frame: Buffer, isBinary: boolean): ReturnType<typeof parseReaderMessage> {
  if (isBinary) throw new AppError('FRAME_UNEXPECTED', 'Readers send text frames only.')
  if (frame.length > LONGEST_MESSAGE) {
    throw new AppError('FRAME_TOO_LARGE', `Readers' messages have at most ${LONGEST_MESSAGE} bytes.`)
  }
  return parseReaderMessage(frame.toString('utf8'))
}

function isSenseless(error: AppError): boolean {
  return ['MESSAGE_NOT_JSON', 'FRAME_UNEXPECTED', 'FRAME_TOO_LARGE'].includes(error.code)
}
