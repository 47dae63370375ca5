import type { ByteReader } from './byte-reader.ts'
import { GraphFormatError } from './graph-format-error.ts'

/** Source: OpenFst 1.7.9, `fst.h` (`FstHeader`) and `symbol-table.cc`. */
const FST_MAGIC = 0x7e_b2_fd_d6
const SYMBOLS_MAGIC = 0x7e_b2_fb_74
const HAS_INPUT_SYMBOLS = 1
const HAS_OUTPUT_SYMBOLS = 2
const IS_ALIGNED = 4

/** Where the fields lie when the types are called `ngram` or `const`, and `standard`: for messages. */
export const FIELD_AT = { arcType: 13, version: 25, start: 41, states: 49, arcs: 57 } as const

/** What the beginning of any OpenFst file says. */
export interface FstHeader {
  /** How the rest is laid out: `ngram`, `const`, `vector`… */
  readonly fstType: string
  /** `standard`: labels are 32-bit integers, weights are negative natural logarithms in 32-bit floats. */
  readonly arcType: string
  readonly version: number
  readonly flags: number
  /** OpenFst's `k…` bits: what is known to be true of the graph. */
  readonly properties: bigint
  /** -1 where the type keeps this and the two counts elsewhere. */
  readonly start: number
  readonly states: number
  /** 0 where the type counts its arcs elsewhere. */
  readonly arcs: number
  readonly aligned: boolean
}

/**
 * Reads the header and leaves the reader behind it, at the symbol tables if there are any.
 *
 * @throws GraphFormatError
 */
export function readFstHeader(reader: ByteReader): FstHeader {
  expectMagic(reader, FST_MAGIC, 'the number that begins an OpenFst file')
  const fstType = reader.text('the type of the graph')
  const arcType = reader.text('the type of its arcs')
  const version = reader.int32('the version of the type')
  const flags = reader.int32('the flags')
  const properties = reader.int64('the properties')
  const start = Number(reader.int64('the start state'))
  const states = Number(reader.int64('the number of states'))
  const arcs = Number(reader.int64('the number of arcs'))
  return {
    fstType,
    arcType,
    version,
    flags,
    properties,
    start,
    states,
    arcs,
    aligned: (flags & IS_ALIGNED) > 0,
  }
}

/** Steps over the symbol tables and returns their bytes, so that they can be written as they are. */
export function readSymbolTables(reader: ByteReader, { flags }: FstHeader): Buffer {
  const from = reader.offset
  if ((flags & HAS_INPUT_SYMBOLS) > 0) skipSymbolTable(reader)
  if ((flags & HAS_OUTPUT_SYMBOLS) > 0) skipSymbolTable(reader)
  return reader.bytes.subarray(from, reader.offset)
}

/** The header as OpenFst writes it, without symbol tables. */
export function encodeFstHeader(header: Omit<FstHeader, 'aligned'>): Buffer {
  const { fstType, arcType } = header
  const bytes = Buffer.alloc(4 + 4 + fstType.length + 4 + arcType.length + 4 + 4 + 8 * 4)
  let offset = bytes.writeInt32LE(FST_MAGIC)
  for (const text of [fstType, arcType]) {
    offset = bytes.writeInt32LE(text.length, offset)
    offset += bytes.write(text, offset, 'latin1')
  }
  offset = bytes.writeInt32LE(header.version, offset)
  offset = bytes.writeInt32LE(header.flags & ~IS_ALIGNED, offset)
  offset = bytes.writeBigInt64LE(header.properties, offset)
  for (const count of [header.start, header.states, header.arcs]) {
    offset = bytes.writeBigInt64LE(BigInt(count), offset)
  }
  return bytes
}

function skipSymbolTable(reader: ByteReader): void {
  expectMagic(reader, SYMBOLS_MAGIC, 'the number that begins a symbol table')
  reader.text('the name of the symbol table')
  reader.skip(8, 'the next free key')
  const size = reader.count('the number of symbols')
  for (let index = 0; index < size; index += 1) {
    const { offset } = reader
    const length = reader.int32('the length of a symbol')
    if (length < 0) {
      throw new GraphFormatError({ offset, expected: 'the length of a symbol', found: String(length) })
    }
    reader.skip(length + 8, 'a symbol and its key')
  }
}

function expectMagic(reader: ByteReader, magic: number, what: string): void {
  const { offset } = reader
  const found = reader.int32(what)
  if (found === magic) return
  throw new GraphFormatError({ offset, expected: `${what}, ${hex(magic)}`, found: hex(found) })
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`
}
