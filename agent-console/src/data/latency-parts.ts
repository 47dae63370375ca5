import type { LatencyMs, LatencyStage } from '../../../server/contracts/outcome.ts'

const PLACES: Readonly<Record<LatencyStage, number>> = {
  network: 0,
  settle: 1,
  recognise: 2,
  rules: 3,
  actions: 4,
  wait: 5,
  deliver: 6,
  paint: 7,
}

/** The stages in the order of the road. */
export const LATENCY_STAGE_ORDER: readonly LatencyStage[] = Object.keys(PLACES).filter(isStage)

function isStage(name: string): name is LatencyStage {
  return Object.hasOwn(PLACES, name)
}

/** The whole delay as far as it is known, in milliseconds. */
export function sumMs(latencyMs: LatencyMs): number {
  return Object.values(latencyMs).reduce((total, ms) => total + ms, 0)
}
