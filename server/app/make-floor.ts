import type { FloorTemplate } from '../contracts/floor.ts'
import { createFloor, type FloorRoom } from '../floor/floor-room.ts'
import type { FloorKeeperOptions } from '../floor/floor-keeper.ts'
import type { Settings } from './settings.ts'

/** The room that knows who works where, as the settings want it. */
export function makeFloor(
  given: Pick<FloorKeeperOptions, 'clock' | 'log' | 'registry'>,
  settings: Settings,
): FloorRoom {
  return createFloor({ ...given, rulesDir: settings.rulesDir, limits: promptLimits(settings) })
}

/** How many prompts an agent is shown at most where the floor file says nothing. */
export function promptLimits(
  settings: Pick<Settings, 'promptsPerCall' | 'promptsPerHour' | 'promptsPerRuleHour'>,
): FloorTemplate['limits'] {
  const { promptsPerCall: perCall, promptsPerHour: perAgentHour, promptsPerRuleHour: perRuleHour } = settings
  return { perCall, perAgentHour, perRuleHour }
}
