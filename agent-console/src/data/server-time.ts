interface Sample {
  readonly roundTripMs: number
  readonly offsetMs: number
}

/** Samples that count; older ones belong to another state of the network or the machine. */
const WINDOW = 8

/**
 * Estimates the server's clock from pings. The sample with the shortest round trip is believed, as its
 * error is at most half of that (the clock filter of NTP, RFC 5905 section 10).
 */
export class ServerTime {
  #samples: readonly Sample[] = []

  /** A first guess from `hello`, which is late by the unknown way; any ping is better. */
  guess(serverNow: number, receivedAt: number): void {
    if (this.#samples.length === 0)
      this.#samples = [{ roundTripMs: Infinity, offsetMs: serverNow - receivedAt }]
  }

  /** One ping: sent and answered on this machine's clock, and the server's clock in between. */
  add(ping: { readonly sentAt: number; readonly receivedAt: number; readonly serverNow: number }): void {
    const roundTripMs = ping.receivedAt - ping.sentAt
    const offsetMs = ping.serverNow - (ping.sentAt + ping.receivedAt) / 2
    this.#samples = [...this.#samples, { roundTripMs, offsetMs }].slice(-WINDOW)
  }

  /** Milliseconds to add to this machine's clock to get the server's. */
  get offsetMs(): number {
    let best: Sample | undefined
    for (const sample of this.#samples)
      if (best === undefined || sample.roundTripMs <= best.roundTripMs) best = sample
    return best?.offsetMs ?? 0
  }
}
