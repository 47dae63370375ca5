/**
 * The part of a core, and of all cores together, that calls may take on average. The rest is for the moments in
 * which more people talk at once than usual, and for native calls of up to 0.4 s that keep others waiting. The
 * benchmark `load-delay` shows what it buys.
 */
const TARGET_UTILISATION = 0.75

/** CPU seconds that the main process spends on one second of a call: audio in, messages out, rules, screens. */
const MAIN_COST_PER_CALL = 0.02

/** Cores that the main process and the system take without any call. */
const IDLE_CORES = 0.05

export interface Machine {
  /** Cores that this process may use. */
  readonly cores: number
  /** Recognition workers of a model; each is busy on one core at most. */
  readonly workers: number
}

/** CPU seconds that recognition spends on one second of each live call, one entry a call. */
export type CallCosts = readonly number[]

/** How much of what calls may take is taken: 1 is all of it. */
export function utilisation({ cores, workers }: Machine, costs: CallCosts): number {
  const recognition = costs.reduce((sum, cost) => sum + cost, 0)
  const forWorkers = Math.min(cores, workers) * TARGET_UTILISATION
  const forAll = Math.max(0, cores * TARGET_UTILISATION - IDLE_CORES)
  return Math.max(recognition / forWorkers, (recognition + costs.length * MAIN_COST_PER_CALL) / forAll)
}

/** How many calls of one cost the machine carries; at least one, or it would be of no use at all. */
export function capacityInCalls(machine: Machine, costPerCall: number): number {
  return Math.max(1, Math.floor(1 / utilisation(machine, [costPerCall])))
}
