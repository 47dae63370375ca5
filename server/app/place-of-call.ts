import type { CallInfo } from '../contracts/call.ts'
import type { Floor, FloorQuestion, PlaceOfCall } from '../contracts/floor.ts'

/** Where calls are, as the floor says, by the agent and by the attribute that names the team. */
export function placeOfCall(floor: Pick<Floor, 'placeOf'>, teamAttribute: string): PlaceOfCall {
  return (call) => floor.placeOf(whoseCall(call, teamAttribute))
}

/** What the floor is asked about a call. An empty attribute names no team. */
export function whoseCall(
  { agentId, attributes }: Pick<CallInfo, 'agentId' | 'attributes'>,
  teamAttribute: string,
): FloorQuestion {
  const team = attributes[teamAttribute]
  return { agentId, team: team === undefined || team === '' ? null : team }
}
