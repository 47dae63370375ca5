/**
 * Where people work, and who of them gets what, from the site's own file: organisation → site → team → person, each
 * taking from the one above what it does not say itself. Implemented by the floor room.
 */
import type { Severity } from './match.ts'

/** Null: nobody says. */
export interface FloorPlace {
  readonly site: string | null
  readonly team: string | null
}

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
  /** Rules by id or by folder (`coaching/*`); null: all. */
  readonly only: readonly string[] | null
  /** Rules that do not reach them, by id or by folder. */
  readonly except: readonly string[]
}

/** What holds for one person, after inheritance. */
export interface FloorTemplate {
  readonly prompts: FloorThreshold
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
