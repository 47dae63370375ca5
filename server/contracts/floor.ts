/**
 * Where people work, and who of them gets what, from the site's own file: organisation → site → team → person, each
 * taking from the one above what it does not say itself. Implemented by the floor room.
 */
import type { CallInfo } from './call.ts'
import type { Severity } from './match.ts'

/** Null: nobody says. */
export interface FloorPlace {
  readonly site: string | null
  readonly team: string | null
}

export const NOWHERE: FloorPlace = { site: null, team: null }

export function isSamePlace(one: FloorPlace, other: FloorPlace): boolean {
  return one.site === other.site && one.team === other.team
}

/** Where a call is, by who has it and what its attributes say now. */
export type PlaceOfCall = (call: Pick<CallInfo, 'agentId' | 'attributes'>) => FloorPlace

/** Whose place is asked for: the agent on the call, and the team that the call's attributes name. */
export interface FloorQuestion {
  readonly agentId: string | null
  /** Counts more than the agent's team in the file: telephony knows who works where today. Null: they name none. */
  readonly team: string | null
}

/** Which outcomes of one kind reach somebody. All of it must hold. */
export interface FloorThreshold {
  readonly lowestSeverity: Severity
  /** 0 to 100. */
  readonly lowestPriority: number
  /** 0 to 1, of the least sure word of the evidence; evidence without a confidence passes. */
  readonly lowestConfidence: number
  /** Rules by id, by folder with all below it (`coaching/*`), or all of them (`*`); null: all. */
  readonly only: readonly string[] | null
  /** Rules that do not reach them, named in the same way; it counts more than `only`. */
  readonly except: readonly string[]
}

/** Whether one of these names a rule: its id, a folder that it lies in, or all rules. `folder` is within the rules folder. */
export function namesRule(
  names: readonly string[],
  { ruleId, folder }: { readonly ruleId: string; readonly folder: string | null },
): boolean {
  return names.some((name) => {
    if (!name.endsWith('*')) return name === ruleId
    return name === '*' || (folder !== null && `${folder}/`.startsWith(name.slice(0, -1)))
  })
}

/** What holds for one person, after inheritance. */
export interface FloorTemplate {
  /** What reaches the agent. */
  readonly prompts: FloorThreshold
  /** What of the agent's calls reaches supervisors. */
  readonly alerts: FloorThreshold
  readonly limits: {
    readonly perCall: number
    readonly perAgentHour: number
    readonly perRuleHour: number
  }
}

export interface FloorSite {
  readonly siteId: string
  readonly title: string
  readonly teams: readonly { readonly teamId: string; readonly title: string; readonly agents: number }[]
}

/** Answers from memory, with the files as they are now. */
export interface Floor {
  placeOf(question: FloorQuestion): FloorPlace
  templateOf(question: FloorQuestion): FloorTemplate
  /** In the order of the file; empty: the organisation has not written its floor down. */
  sites(): readonly FloorSite[]
}
