import { AppError } from '../../contracts/errors.ts'

/** Where in the sequence a reader is: `EPOCH:SEQ` on the wire. */
export interface EventPosition {
  readonly epoch: string
  readonly seq: number
}

const FORM = /^([\w-]{1,64}):(\d{1,15})$/

/** @throws AppError `REQUEST_INVALID` when the text is not `EPOCH:SEQ`. */
export function parseEventPosition(text: string): EventPosition {
  const [, epoch, seq] = FORM.exec(text) ?? []
  if (epoch === undefined || seq === undefined) {
    throw new AppError('REQUEST_INVALID', 'after: expected EPOCH:SEQ, as the last event gave it.')
  }
  return { epoch, seq: Number(seq) }
}

export function formatEventPosition(position: EventPosition): string {
  return `${position.epoch}:${position.seq}`
}
