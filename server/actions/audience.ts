import type { CallInfo } from '../contracts/call.ts'
import type { FloorTemplate, FloorThreshold } from '../contracts/floor.ts'
import type { Match } from '../contracts/match.ts'
import { isPeoplesLine } from './peoples-lines.ts'

/** Who gets what, as the floor is now. */
export interface Audience {
  readonly templateOf: (call: Pick<CallInfo, 'agentId' | 'attributes'>) => FloorTemplate
  /** The folder of a rule within the rules folder; null: it lies in none, or is not known. */
  readonly folderOf: (ruleId: string) => string | null
}

/** What a match must pass to reach the agent on the call, or with an alert, supervisors. */
export interface Reach {
  readonly threshold: FloorThreshold
  /** The folder of the rule. */
  readonly folder: string | null
}

/** Null: it reaches them whatever the floor says. */
export function reachOf(
  { rule, action }: Match,
  { template, folderOf }: Pick<Audience, 'folderOf'> & { readonly template: FloorTemplate },
): Reach | null {
  if (isPeoplesLine(rule.id)) return null
  const threshold = action.kind === 'prompt' ? template.prompts : template.alerts
  return { threshold, folder: folderOf(rule.id) }
}
