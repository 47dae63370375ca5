import { open } from 'node:fs/promises'
import { ByteReader } from './byte-reader.ts'
import { readConstGraph, type ConstGraph } from './const-reader.ts'
import { FIELD_AT, readFstHeader, readSymbolTables, type FstHeader } from './fst-header.ts'
import { GraphFormatError } from './graph-format-error.ts'
import { readNgramTrie, type NgramTrie } from './ngram-trie.ts'

const ARC_TYPE = 'standard'
/** More than any header takes. */
const HEADER_BYTES = 512

/** A language model as its makers ship it. */
export interface NgramFile {
  readonly header: FstHeader
  /** The symbol tables as they lie in the file. */
  readonly symbols: Buffer
  readonly trie: NgramTrie
}

export interface ConstFile {
  readonly header: FstHeader
  readonly symbols: Buffer
  readonly graph: ConstGraph
}

/**
 * Reads only the beginning of a graph file.
 *
 * @throws GraphFormatError when it is no OpenFst file.
 */
export async function readGraphHeader(path: string): Promise<FstHeader> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    return readFstHeader(new ByteReader(buffer.subarray(0, bytesRead)))
  } finally {
    await file.close()
  }
}

/** @throws GraphFormatError */
export function decodeNgramFile(bytes: Buffer): NgramFile {
  const { reader, header, symbols } = begin(bytes, 'ngram')
  return { header, symbols, trie: readNgramTrie(reader, header) }
}

/** @throws GraphFormatError */
export function decodeConstFile(bytes: Buffer): ConstFile {
  const { reader, header, symbols } = begin(bytes, 'const')
  return { header, symbols, graph: readConstGraph(reader, header) }
}

function begin(bytes: Buffer, type: string): { reader: ByteReader; header: FstHeader; symbols: Buffer } {
  const reader = new ByteReader(bytes)
  const header = readFstHeader(reader)
  if (header.fstType !== type) {
    throw new GraphFormatError({ offset: 4, expected: `a graph of type ${type}`, found: header.fstType })
  }
  if (header.arcType !== ARC_TYPE) {
    const expected = `arcs of type ${ARC_TYPE}`
    throw new GraphFormatError({ offset: FIELD_AT.arcType, expected, found: header.arcType })
  }
  return { reader, header, symbols: readSymbolTables(reader, header) }
}
