interface SearchOptions {
  /** Where to begin. */
  readonly from: number
  readonly tryOut: (count: number) => Promise<boolean>
  /** Each try takes minutes. */
  readonly mostTries: number
}

/** A first step is this part of the number tried; each further one in the same direction twice the last. */
const FIRST_STRIDE = 0.15

/**
 * The largest count that was held: up from where it is held, down from where it is not, then halfway until the
 * two meet. 0 when none was.
 */
export async function searchLargest({ from, tryOut, mostTries }: SearchOptions): Promise<number> {
  let held = 0
  let failed = Infinity
  let count = Math.max(1, Math.round(from))
  let stride = Math.max(1, Math.round(count * FIRST_STRIDE))
  for (let tries = 0; tries < mostTries && failed - held > 1; tries += 1) {
    if (await tryOut(count)) held = count
    else failed = count
    if (failed === Infinity) count = held + stride
    else if (held === 0) count = Math.max(1, failed - stride)
    else count = Math.floor((held + failed) / 2)
    stride *= 2
  }
  return held
}
