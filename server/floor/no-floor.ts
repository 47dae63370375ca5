import type { Floor, FloorTemplate } from '../contracts/floor.ts'
import { EMPTY_PLAN } from './floor-plan.ts'
import { PlannedFloor } from './planned-floor.ts'

/** An organisation that has not written its floor down: teams are those that calls name, and everybody gets everything. */
export function noFloor(limits: FloorTemplate['limits']): Floor {
  return new PlannedFloor(EMPTY_PLAN, limits)
}
