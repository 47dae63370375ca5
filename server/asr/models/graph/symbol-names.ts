import { ByteReader } from './byte-reader.ts'

/**
 * The names in the first of a graph's symbol tables, given its bytes as `readSymbolTables` returns them.
 * Source: OpenFst 1.7.9, `symbol-table.cc`.
 *
 * @throws GraphFormatError
 */
export function readSymbolNames(symbols: Buffer): readonly string[] {
  if (symbols.length === 0) return []
  const reader = new ByteReader(symbols)
  reader.skip(4, 'the number that begins a symbol table')
  reader.text('the name of the symbol table')
  reader.skip(8, 'the next free key')
  const size = reader.count('the number of symbols')
  return Array.from({ length: size }, () => {
    const name = reader.text('a symbol')
    reader.skip(8, 'its key')
    return name
  })
}
