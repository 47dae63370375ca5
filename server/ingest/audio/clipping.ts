/** The least magnitude of the outermost codes of mu-law, A-law and linear PCM as all three are decoded. */
const RAIL = 32_124

/** How many samples lie at the end of the scale: speech that was too loud for its line is recognised worse. */
export function countClipped(samples: Int16Array): number {
  let count = 0
  for (const sample of samples) if (sample >= RAIL || sample <= -RAIL) count += 1
  return count
}
