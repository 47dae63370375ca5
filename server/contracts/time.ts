/**
 * Two clocks that must never be mixed up.
 *
 * Call time is the position in the call's audio; every rule is measured on it. Wall time is the
 * machine's clock; it is only ever used to measure delays and to show dates.
 */

declare const brand: unique symbol

/**
 * Milliseconds of call time: 0 is the first audio sample of the call, or its start where the first sample comes
 * more than a second later.
 */
export type CallMs = number & { readonly [brand]: 'CallMs' }

/** Milliseconds since the Unix epoch on this machine's clock. */
export type WallMs = number & { readonly [brand]: 'WallMs' }

/** Marks a plain number of milliseconds as call time. */
export function callMs(ms: number): CallMs {
  return ms as CallMs
}

/** Marks a plain number of milliseconds as wall time. */
export function wallMs(ms: number): WallMs {
  return ms as WallMs
}

/** Call time at which `samples` samples at `rate` Hz have passed, rounded down to a millisecond. */
export function fromSamples(samples: number, rate: number): CallMs {
  return callMs(Math.floor((samples * 1000) / rate))
}
