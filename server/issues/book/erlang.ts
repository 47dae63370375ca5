/** Four in five calls are answered within twenty seconds: the usual service level of a contact centre. */
const SERVICE_LEVEL = 0.8
const WITHIN_SECONDS = 20
/** Beyond so many agents waiting is nothing but offered load. */
const MOST_AGENTS = 5000

/**
 * Agents that a number of calls an hour takes at the usual service level, by A. K. Erlang's formula for calls that wait
 * (1917).
 */
export function agentsFor(callsPerHour: number, handlingSeconds: number): number {
  const load = (callsPerHour * handlingSeconds) / 3600
  if (!(load > 0)) return 0
  let agents = Math.floor(load) + 1
  let blocking = blockingOf(load, agents)
  while (agents < MOST_AGENTS && answeredInTime(load, agents, blocking, handlingSeconds) < SERVICE_LEVEL) {
    agents += 1
    blocking = (load * blocking) / (agents + load * blocking)
  }
  return agents
}

/** Agents beyond those of the usual calls that additional ones take. */
export function extraAgents(usualPerHour: number, extraPerHour: number, handlingSeconds: number): number {
  if (!(extraPerHour > 0)) return 0
  return agentsFor(usualPerHour + extraPerHour, handlingSeconds) - agentsFor(usualPerHour, handlingSeconds)
}

/** Erlang's loss formula, by its recursion. */
function blockingOf(load: number, agents: number): number {
  let blocking = 1
  for (let n = 1; n <= agents; n += 1) blocking = (load * blocking) / (n + load * blocking)
  return blocking
}

function answeredInTime(load: number, agents: number, blocking: number, handlingSeconds: number): number {
  if (load >= agents) return 0
  const waits = blocking / (1 - (load / agents) * (1 - blocking))
  return 1 - waits * Math.exp((-(agents - load) * WITHIN_SECONDS) / Math.max(1, handlingSeconds))
}
