import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { findGraphDifference } from './compare-graphs.ts'
import { encodeConstFst } from './const-writer.ts'
import { decodeConstFile, decodeNgramFile } from './read-graph.ts'

export interface GraphRewrite {
  /** The language model of type `ngram`; only read. */
  readonly from: string
  /** Where the same graph of type `const` is written, flushed to the disk. */
  readonly to: string
}

export interface RewrittenGraph {
  readonly states: number
  readonly arcs: number
}

/**
 * Writes a language model anew as `const` and reads it again to hold it against the original, arc by arc. Takes
 * a core for seconds and several times the file's size of memory, so a server has it done in a thread.
 *
 * @throws GraphFormatError when the original is malformed, Error when what was written differs from it.
 */
export function rewriteGraph({ from, to }: GraphRewrite): RewrittenGraph {
  const { header, symbols, trie } = decodeNgramFile(readFileSync(from))
  writeFlushed(to, encodeConstFst(trie, header, symbols))

  const written = decodeConstFile(readFileSync(to))
  const difference = !written.symbols.equals(symbols)
    ? 'other symbols'
    : written.header.start !== header.start
      ? `start state ${written.header.start} instead of ${header.start}`
      : findGraphDifference(written.graph, trie)
  if (difference !== null) throw new Error(`what was written differs from the original: ${difference}`)
  return { states: trie.states, arcs: written.graph.arcs }
}

function writeFlushed(path: string, bytes: Buffer): void {
  const file = openSync(path, 'w')
  try {
    writeFileSync(file, bytes)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
