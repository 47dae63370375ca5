import type { FloorThreshold } from '../../contracts/floor.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import { readYaml } from '../../platform/yaml/read-yaml.ts'
import type { YamlSource } from '../../platform/yaml/yaml-source.ts'
import { EMPTY_PLAN, type FloorPlan, type SitePlan, type TeamPlan } from '../floor-plan.ts'
import type { Sayings } from '../inherit.ts'
import { floorFaults, type KnownRule } from './floor-faults.ts'
import {
  floorSchema,
  type FloorFile,
  type SayingsForm,
  type SiteForm,
  type TeamForm,
  type ThresholdForm,
} from './floor-schema.ts'

export interface ReadFloor {
  readonly source: YamlSource | null
  /** Also where names in it are wrong: those count for nothing. Null when it is not of the right form. */
  readonly plan: FloorPlan | null
  readonly faults: readonly FileFault[]
}

/** Reads `floor.yaml`; `rules` are those that it may name. A file of nothing but comments says nothing. */
export function readFloor(file: string, text: string, rules: readonly KnownRule[]): ReadFloor {
  if (text.split('\n').every(isComment)) return { source: null, plan: EMPTY_PLAN, faults: [] }
  const { source, value, faults } = readYaml({ file, text, schema: floorSchema })
  if (value === null) return { source, plan: null, faults }
  return { source, plan: toPlan(value), faults: floorFaults(value, { source, rules }) }
}

function isComment(line: string): boolean {
  return /^\s*(#|$)/.test(line)
}

function toPlan(file: FloorFile): FloorPlan {
  return { organisation: sayingsOf(file), sites: Object.entries(file.sites ?? {}).map(toSite) }
}

function toSite([siteId, form]: readonly [string, SiteForm]): SitePlan {
  return {
    siteId,
    title: form.title ?? siteId,
    says: sayingsOf(form),
    teams: Object.entries(form.teams ?? {}).map(toTeam),
  }
}

function toTeam([teamId, form]: readonly [string, TeamForm]): TeamPlan {
  const { people = {} } = form
  return {
    teamId,
    title: form.title ?? teamId,
    says: sayingsOf(form),
    agents: form.agents ?? [],
    people: new Map(Object.entries(people).map(([agentId, says]) => [agentId, sayingsOf(says)])),
  }
}

function sayingsOf({ prompts = {}, alerts = {}, limits = {} }: SayingsForm): Sayings {
  const { 'per-call': perCall, 'per-agent-hour': perAgentHour, 'per-rule-hour': perRuleHour } = limits
  return {
    prompts: thresholdOf(prompts),
    alerts: thresholdOf(alerts),
    limits: {
      ...(perCall === undefined ? {} : { perCall }),
      ...(perAgentHour === undefined ? {} : { perAgentHour }),
      ...(perRuleHour === undefined ? {} : { perRuleHour }),
    },
  }
}

/** A key that is not there must not be there here either: it would hide what the level above says. */
function thresholdOf(form: ThresholdForm): Partial<FloorThreshold> {
  const {
    'lowest-severity': lowestSeverity,
    'lowest-priority': lowestPriority,
    'lowest-confidence': lowestConfidence,
    only,
    except,
  } = form
  return {
    ...(lowestSeverity === undefined ? {} : { lowestSeverity }),
    ...(lowestPriority === undefined ? {} : { lowestPriority }),
    ...(lowestConfidence === undefined ? {} : { lowestConfidence }),
    ...(only === undefined ? {} : { only }),
    ...(except === undefined ? {} : { except }),
  }
}
