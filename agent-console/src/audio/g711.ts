const BIAS = 0x84

/** The 16-bit value of one mu-law byte (ITU-T G.711). */
function decodeByte(byte: number): number {
  const inverted = ~byte & 0xff
  const exponent = (inverted >> 4) & 0x07
  const mantissa = inverted & 0x0f
  const magnitude = (((mantissa << 3) + BIAS) << exponent) - BIAS
  return (inverted & 0x80) === 0 ? magnitude : -magnitude
}

const TABLE = Int16Array.from({ length: 256 }, (_, byte) => decodeByte(byte))

/** Decodes mu-law bytes to 16-bit samples. */
export function decodeMulaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (byte) => TABLE[byte] ?? 0)
}
