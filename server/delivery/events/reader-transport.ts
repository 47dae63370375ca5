import type { AppError } from '../../contracts/errors.ts'

/** One message on its way out; `seq` is its position, null when it has none. */
export interface Outgoing {
  readonly seq: number | null
  readonly payload: Buffer
}

/** The socket under a reader. Nothing throws when the other end is gone. */
export interface ReaderTransport {
  readonly kind: 'ws' | 'sse'
  /** Bytes handed over that the network has not taken yet. */
  readonly bufferedBytes: number
  /** Hands one message over; `onTaken` runs when the network has taken it. */
  send(message: Outgoing, onTaken: () => void): void
  /** Asks for a sign of life. False: none has come since long before. */
  heartbeat(): boolean
  /** Says why, then closes with the code of the table. */
  close(error: AppError): void
  /** Ends it at once. */
  terminate(): void
}
