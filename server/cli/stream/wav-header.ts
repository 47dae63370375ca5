const EXTENSIBLE = 0xfffe
const SUBFORMAT_OFFSET = 24
const CHUNK_HEADER_BYTES = 8

/**
 * A WAV file with two things put right that the reader takes at their word: the real format of an
 * "extensible" header (KSDATAFORMAT_SUBTYPE: float would be read as integers), and the size of the data
 * when the writer could not know it, as in a recording from a pipe.
 */
export function mendWavHeader(file: Uint8Array): Uint8Array {
  const mended = Buffer.from(file)
  let at = 12
  while (at + CHUNK_HEADER_BYTES <= mended.length) {
    const id = mended.toString('latin1', at, at + 4)
    const size = mended.readUInt32LE(at + 4)
    const body = at + CHUNK_HEADER_BYTES
    if (id === 'fmt ' && size >= SUBFORMAT_OFFSET + 2 && mended.readUInt16LE(body) === EXTENSIBLE) {
      mended.writeUInt16LE(mended.readUInt16LE(body + SUBFORMAT_OFFSET), body)
    }
    if (id === 'data') {
      const there = mended.length - body
      if (size === 0 || size > there) mended.writeUInt32LE(there, at + 4)
      break
    }
    // Chunks start on even bytes (RIFF, "Multimedia Programming Interface and Data Specifications" 1.0).
    at = body + size + (size % 2)
  }
  return mended
}
