import type { FloorQuestion, FloorTemplate } from '../contracts/floor.ts'
import { saidBy, type Level, type Sayings } from './inherit.ts'
import type { PlannedFloor } from './planned-floor.ts'

/** One value of what holds for somebody, and the level that it comes from. */
export interface Said {
  readonly part: keyof Sayings
  /** As the file has it. */
  readonly key: string
  /** Null: all rules. */
  readonly value: string | number | readonly string[] | null
  /** Null: no level says it, so the settings do, or nothing is kept back. */
  readonly by: Pick<Level, 'kind' | 'id'> | null
}

const THRESHOLD_KEYS = [
  ['lowest-severity', 'lowestSeverity'],
  ['lowest-priority', 'lowestPriority'],
  ['lowest-confidence', 'lowestConfidence'],
  ['only', 'only'],
  ['except', 'except'],
] as const

const LIMIT_KEYS = [
  ['per-call', 'perCall'],
  ['per-agent-hour', 'perAgentHour'],
  ['per-rule-hour', 'perRuleHour'],
] as const

/** All values of somebody's template, in the order of the file's keys. */
export function whoSays(floor: PlannedFloor, question: FloorQuestion): readonly Said[] {
  const template = floor.templateOf(question)
  const levels = floor.levelsOf(question)
  return [
    ...thresholdOf('prompts', template, levels),
    ...thresholdOf('alerts', template, levels),
    ...LIMIT_KEYS.map(([key, field]): Said => {
      return { part: 'limits', key, value: template.limits[field], by: levelOf(levels, 'limits', field) }
    }),
  ]
}

function thresholdOf(
  part: 'prompts' | 'alerts',
  template: FloorTemplate,
  levels: readonly Level[],
): readonly Said[] {
  return THRESHOLD_KEYS.map(([key, field]) => {
    return { part, key, value: template[part][field], by: levelOf(levels, part, field) }
  })
}

function levelOf(levels: readonly Level[], part: keyof Sayings, field: string): Said['by'] {
  const level = saidBy(levels, part, field)
  return level === null ? null : { kind: level.kind, id: level.id }
}
