import { createAssist, type AssistOptions, type AssistRoom } from '../assist/assist-room.ts'
import { redactText } from '../redaction/redact-text.ts'
import type { Settings } from './settings.ts'

type Given = Pick<AssistOptions, 'bus' | 'store' | 'issues' | 'log' | 'registry' | 'clock'>

/** The room that helps agents, as the settings want it. */
export function makeAssist(given: Given, settings: Settings): AssistRoom {
  const { rulesDir, contextAttributes, wrapUpHook, wrapUpTimeoutMs } = settings
  return createAssist({
    ...given,
    ...{ rulesDir, wrapUpHook, wrapUpTimeoutMs },
    redact: redactText,
    shownAttributes: contextAttributes,
  })
}
