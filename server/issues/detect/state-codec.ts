/** Arrays that a state is made of; their bytes are kept as they are. */
export type StateArray = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array

const FIRST_SIZE = 4096
const NUMBER_BYTES = 8
/** UTF-8 takes three bytes at most for one unit of UTF-16. */
const MOST_BYTES_A_UNIT = 3
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Writes a state as one row of bytes: numbers, texts and arrays in an order that the reader repeats. */
export class StateWriter {
  #bytes = new Uint8Array(FIRST_SIZE)
  #view = new DataView(this.#bytes.buffer)
  #length = 0
  readonly #encoder = new TextEncoder()

  number(value: number): void {
    this.#makeRoom(NUMBER_BYTES)
    this.#putNumber(value)
  }

  text(value: string): void {
    this.#makeRoom(NUMBER_BYTES + value.length * MOST_BYTES_A_UNIT)
    const at = this.#length
    const { written } = this.#encoder.encodeInto(value, this.#bytes.subarray(at + NUMBER_BYTES))
    this.#putNumber(written)
    this.#length += written
  }

  texts(values: readonly string[]): void {
    this.number(values.length)
    for (const value of values) this.text(value)
  }

  array(values: StateArray): void {
    this.#makeRoom(NUMBER_BYTES + values.byteLength)
    this.#putNumber(values.length)
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.#length)
    this.#length += values.byteLength
  }

  /** A plain list of numbers. */
  numbers(values: readonly number[]): void {
    this.#makeRoom(NUMBER_BYTES * (values.length + 1))
    this.#putNumber(values.length)
    for (const value of values) this.#putNumber(value)
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  /** In the machine's own order of bytes, as arrays are. */
  #putNumber(value: number): void {
    this.#view.setFloat64(this.#length, value, IS_LITTLE_ENDIAN)
    this.#length += NUMBER_BYTES
  }

  #makeRoom(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** Reads what `StateWriter` wrote; throws a `RangeError` where the bytes end too early. */
export class StateReader {
  readonly #bytes: Uint8Array
  #at = 0
  readonly #decoder = new TextDecoder()

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  number(): number {
    return new Float64Array(this.#take(8).buffer)[0] ?? NaN
  }

  text(): string {
    return this.#decoder.decode(this.#take(this.#count(1)))
  }

  texts(): string[] {
    return Array.from({ length: this.#count(8) }, () => this.text())
  }

  /** Fills an array of the kind that `make` makes with as many values as were written. */
  array<A extends StateArray>(make: (length: number) => A): A {
    const width = make(0).BYTES_PER_ELEMENT
    const length = this.#count(width)
    const values = make(length)
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength).set(this.#take(length * width))
    return values
  }

  numbers(): number[] {
    return Array.from(this.array((length) => new Float64Array(length)))
  }

  /** Whether all has been read. */
  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  /** A count of things of at least `width` bytes each, never more than the bytes that are left could hold. */
  #count(width: number): number {
    const count = this.number()
    if (!Number.isInteger(count) || count < 0 || count * width > this.#bytes.length - this.#at) {
      throw new RangeError(`the saved state is damaged at byte ${this.#at}`)
    }
    return count
  }

  /** A copy, so that it is aligned. */
  #take(length: number): Uint8Array<ArrayBuffer> {
    if (this.#at + length > this.#bytes.length)
      throw new RangeError(`the saved state ends at byte ${this.#at}`)
    const taken = this.#bytes.slice(this.#at, this.#at + length)
    this.#at += length
    return new Uint8Array(taken)
  }
}
