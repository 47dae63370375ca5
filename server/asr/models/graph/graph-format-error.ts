export interface GraphFormatFault {
  /** Where in the file, in bytes from its beginning. */
  readonly offset: number
  readonly expected: string
  readonly found: string
}

/** A graph file that is not what it should be, with the byte from which on it is not. */
export class GraphFormatError extends Error {
  override readonly name = 'GraphFormatError'
  readonly offset: number

  constructor({ offset, expected, found }: GraphFormatFault) {
    super(`byte ${offset}: expected ${expected}, found ${found}`)
    this.offset = offset
  }
}
