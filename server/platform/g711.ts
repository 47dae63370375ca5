/** ITU-T G.711: the linear value, scaled to 16 bit, of each of the 256 codes of either law. */

const MULAW_BIAS = 0x84

/** Table 2a: all bits of a code are inverted on the line; the bias makes every segment start on a power of two. */
function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff
  const segment = (bits >> 4) & 0x07
  const step = bits & 0x0f
  const magnitude = (((step << 3) + MULAW_BIAS) << segment) - MULAW_BIAS
  return (bits & 0x80) === 0 ? magnitude : -magnitude
}

/** Table 1a: even bits are inverted on the line; segment 0 is linear, the others have a hidden leading one. */
function decodeALaw(code: number): number {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 0x07
  const step = ((bits & 0x0f) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return (bits & 0x80) === 0 ? -magnitude : magnitude
}

export const MULAW_TABLE: Int16Array = Int16Array.from({ length: 256 }, (_, code) => decodeMuLaw(code))

export const ALAW_TABLE: Int16Array = Int16Array.from({ length: 256 }, (_, code) => decodeALaw(code))
