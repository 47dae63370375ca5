import { namesRule } from '../../contracts/floor.ts'
import { nearestName } from '../../platform/nearest-name.ts'
import type { FileFault } from '../../platform/yaml/file-fault.ts'
import type { Path, YamlSource } from '../../platform/yaml/yaml-source.ts'
import type { FloorFile, SayingsForm, TeamForm } from './floor-schema.ts'

/** A rule that a floor may name. */
export interface KnownRule {
  readonly ruleId: string
  /** Within the rules folder; null: it lies in none. */
  readonly folder: string | null
}

export interface FaultContext {
  readonly source: YamlSource
  readonly rules: readonly KnownRule[]
}

/** As long as calls may write one. */
const LONGEST_ID = 128

/** What is wrong in a floor of the right form. */
export function floorFaults(file: FloorFile, context: FaultContext): readonly FileFault[] {
  const { source } = context
  const sites = Object.entries(file.sites ?? {})
  const teams = sites.flatMap(([siteId, site]) =>
    Object.entries(site.teams ?? {}).map(([teamId, form]): PlacedTeam => {
      return { siteId, teamId, form, path: ['sites', siteId, 'teams', teamId] }
    }),
  )
  const levels: readonly (readonly [Path, SayingsForm])[] = [
    [[], file],
    ...sites.map(([siteId, site]) => [['sites', siteId], site] as const),
    ...teams.map(({ path, form }) => [path, form] as const),
    ...teams.flatMap(({ path, form }) =>
      Object.entries(form.people ?? {}).map(([id, says]) => [[...path, 'people', id], says] as const),
    ),
  ]
  return [
    ...sites.flatMap(([siteId]) => badKey(source, ['sites'], siteId)),
    ...teams.flatMap(({ siteId, teamId }) => badKey(source, ['sites', siteId, 'teams'], teamId)),
    ...twiceTeams(source, teams),
    ...teams.flatMap((team) => strangers(source, team)),
    ...badAgents(source, teams),
    ...levels.flatMap(([path, says]) => unknownNames(path, says, context)),
  ]
}

interface PlacedTeam {
  readonly siteId: string
  readonly teamId: string
  readonly form: TeamForm
  readonly path: Path
}

function error(
  place: Omit<FileFault, 'check' | 'severity' | 'message'>,
  check: string,
  message: string,
): FileFault {
  return { ...place, check, severity: 'error', message }
}

/** A key that YAML reads as a number or a date has lost how it was written. */
function badKey(source: YamlSource, parent: Path, key: string): readonly FileFault[] {
  if (!source.has([...parent, key])) {
    const message = `the id ${key} is not text, expected quotes around it: '${key}'`
    return [error(source.placeOfKey(parent, key), 'form', message)]
  }
  const message = badId(key)
  return message === null ? [] : [error(source.placeOfKey(parent, key), 'form', message)]
}

function badId(id: string): string | null {
  if (id.trim() === id && id.length > 0 && id.length <= LONGEST_ID) return null
  return `"${id}" is no id, expected 1 to ${LONGEST_ID} characters without spaces around them`
}

function twiceTeams(source: YamlSource, teams: readonly PlacedTeam[]): readonly FileFault[] {
  const first = new Map<string, PlacedTeam>()
  return teams.flatMap((team) => {
    const other = first.get(team.teamId)
    if (other === undefined) {
      first.set(team.teamId, team)
      return []
    }
    const message = `the team "${team.teamId}" is at site "${other.siteId}" already, expected an id of its own: calls name teams without their site`
    return [error(source.placeOfKey(['sites', team.siteId, 'teams'], team.teamId), 'duplicate-id', message)]
  })
}

/** Settings of somebody who is not in the team. */
function strangers(source: YamlSource, { teamId, form, path }: PlacedTeam): readonly FileFault[] {
  const agents = form.agents ?? []
  const parent = [...path, 'people']
  return Object.keys(form.people ?? {}).flatMap((agentId) => {
    const bad = badKey(source, parent, agentId)
    if (bad.length > 0 || agents.includes(agentId)) return bad
    const message = `agent "${agentId}" is not in team "${teamId}", expected one of its agents${hint(agentId, agents)}`
    return [error(source.placeOfKey(parent, agentId), 'unknown-agent', message)]
  })
}

function badAgents(source: YamlSource, teams: readonly PlacedTeam[]): readonly FileFault[] {
  const teamOf = new Map<string, string>()
  return teams.flatMap(({ teamId, form, path }) =>
    (form.agents ?? []).flatMap((agentId, at) => {
      const place = source.placeOf([...path, 'agents', at])
      const bad = badId(agentId)
      if (bad !== null) return [error(place, 'form', bad)]
      const other = teamOf.get(agentId)
      if (other === undefined) {
        teamOf.set(agentId, teamId)
        return []
      }
      const where = other === teamId ? 'this team' : `team "${other}"`
      const message = `agent "${agentId}" is in ${where} already, expected each agent in one team, once`
      return [error(place, 'duplicate-agent', message)]
    }),
  )
}

function unknownNames(path: Path, says: SayingsForm, { source, rules }: FaultContext): readonly FileFault[] {
  return (['prompts', 'alerts'] as const).flatMap((part) =>
    (['only', 'except'] as const).flatMap((list) =>
      (says[part]?.[list] ?? []).flatMap((name, at) => {
        const message = unknownName(name, rules)
        if (message === null) return []
        const check = name.includes('/') ? 'unknown-folder' : 'unknown-rule'
        return [error(source.placeOf([...path, part, list, at]), check, message)]
      }),
    ),
  )
}

function unknownName(name: string, rules: readonly KnownRule[]): string | null {
  if (name === '*' || rules.some((rule) => namesRule([name], rule))) return null
  if (name.includes('/')) {
    const folders = [...new Set(rules.flatMap(({ folder }) => (folder === null ? [] : `${folder}/*`)))]
    return `no rule lies in "${name}", expected a folder with rules such as coaching/*${hint(name, folders)}`
  }
  const ids = rules.map(({ ruleId }) => ruleId)
  return `there is no rule "${name}", expected the id of a rule, a folder such as coaching/*, or *${hint(name, ids)}`
}

function hint(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === null ? '' : `; did you mean "${nearest}"?`
}
