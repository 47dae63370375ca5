export interface BackoffOptions {
  readonly firstMs: number
  readonly mostMs: number
  /** 0 to 1, uniform; spreads the return of many consoles after a restart of the server. */
  readonly random: () => number
}

/** Delay before attempt `attempt` (0 is the first retry): doubles up to a limit, of which half is chance. */
export function backoffMs(attempt: number, options: BackoffOptions): number {
  const ceiling = Math.min(options.mostMs, options.firstMs * 2 ** attempt)
  return ceiling / 2 + (ceiling / 2) * options.random()
}
