/** Arrays that a state is made of; their bytes are kept as they are. */
export type StateArray = Float64Array | Float32Array | Uint32Array | Int32Array | Uint16Array | Uint8Array

const FIRST_SIZE = 4096

/** Writes a state as one row of bytes: numbers, texts and arrays in an order that the reader repeats. */
export class StateWriter {
  #bytes = new Uint8Array(FIRST_SIZE)
  #length = 0
  readonly #encoder = new TextEncoder()

  number(value: number): void {
    this.#append(new Uint8Array(Float64Array.of(value).buffer))
  }

  text(value: string): void {
    const encoded = this.#encoder.encode(value)
    this.number(encoded.length)
    this.#append(encoded)
  }

  texts(values: readonly string[]): void {
    this.number(values.length)
    for (const value of values) this.text(value)
  }

  array(values: StateArray): void {
    this.number(values.length)
    this.#append(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }

  /** A plain list of numbers. */
  numbers(values: readonly number[]): void {
    this.array(Float64Array.from(values))
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.#length)
    this.#length = needed
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
