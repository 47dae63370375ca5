import type { FloorTemplate, FloorThreshold } from '../contracts/floor.ts'

/** What one level says; what it does not name comes from the level above. */
export interface Sayings {
  readonly prompts: Partial<FloorThreshold>
  readonly alerts: Partial<FloorThreshold>
  readonly limits: Partial<FloorTemplate['limits']>
}

export interface Level {
  readonly kind: 'organisation' | 'site' | 'team' | 'person'
  /** Of the site, the team or the agent; empty for the organisation. */
  readonly id: string
  readonly says: Sayings
}

export const SAYS_NOTHING: Sayings = { prompts: {}, alerts: {}, limits: {} }

/** Lets everything pass. */
export const OPEN_THRESHOLD: FloorThreshold = {
  lowestSeverity: 'info',
  lowestPriority: 0,
  lowestConfidence: 0,
  only: null,
  except: [],
}

/** What holds where nobody has said anything. */
export function openTemplate(limits: FloorTemplate['limits']): FloorTemplate {
  return { prompts: OPEN_THRESHOLD, alerts: OPEN_THRESHOLD, limits }
}

/**
 * Every field as the lowest level that names it has it, lists too: what the organisation keeps from people, a team
 * may have. `levels` from the organisation down.
 */
export function inherit(above: FloorTemplate, levels: readonly Level[]): FloorTemplate {
  return levels.reduce<FloorTemplate>(
    (template, { says }) => ({
      prompts: { ...template.prompts, ...says.prompts },
      alerts: { ...template.alerts, ...says.alerts },
      limits: { ...template.limits, ...says.limits },
    }),
    above,
  )
}

/** The level that a field of the template comes from; null: nobody says, and the setting or the open value holds. */
export function saidBy(levels: readonly Level[], part: keyof Sayings, field: string): Level | null {
  return levels.findLast(({ says }) => Object.hasOwn(says[part], field)) ?? null
}
