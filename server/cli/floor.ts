import { Command } from 'commander'
import { promptLimits } from '../app/make-floor.ts'
import { loadFloor, type LoadedFloor } from '../floor/file/load-floor.ts'
import { PlannedFloor } from '../floor/planned-floor.ts'
import { whoSays, type Said } from '../floor/who-says.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { rulesDirOf } from './rules-dir.ts'

type FloorContext = Pick<CliContext, 'stdout' | 'settings'>

interface LintFlags {
  readonly json?: true
}

interface ShowFlags extends LintFlags {
  readonly agent?: string
  readonly team?: string
}

const FOLDER = 'folder of rules, with floor.yaml; EARSHOT_RULES_DIR by default'

const EXAMPLES = `
Examples:
  earshot floor show --agent 7
  earshot floor show --agent 7 --team retention
  earshot floor show --team billing --json`

/** `earshot floor lint|show`. Results go to standard output; the exit code is 1 when the file has faults. */
export function floorCommand(context: FloorContext): Command {
  const command = new Command('floor').description('check who works where and who gets what, and show it')
  command
    .command('lint')
    .argument('[folder]', FOLDER)
    .description('say what is wrong with floor.yaml, and where')
    .option('--json', 'one JSON object a line: each fault, then a summary')
    .action((folder: string | undefined, flags: LintFlags) => lint(context, folder, flags))
  command
    .command('show')
    .argument('[folder]', FOLDER)
    .description('print what holds for somebody, and which level says so')
    .option('--agent <id>', 'the agent on the call')
    .option('--team <id>', 'the team that the call names; by default the one of the agent')
    .option('--json', 'one JSON object a line: each value, then a summary')
    .addHelpText('after', EXAMPLES)
    .action((folder: string | undefined, flags: ShowFlags) => show(context, folder, flags))
  return command
}

async function lint(context: FloorContext, folder: string | undefined, { json }: LintFlags): Promise<void> {
  const loaded = await loadFloor(await rulesDirOf(context, folder))
  const { plan, faults, isThere } = loaded
  tellFaults(context, loaded, json === true)
  const errors = faults.filter(({ severity }) => severity === 'error').length
  const warnings = faults.length - errors
  const teams = plan.sites.flatMap((site) => site.teams)
  const agents = teams.flatMap((team) => team.agents).length
  const counts = { sites: plan.sites.length, teams: teams.length, agents }
  if (json === true) {
    print(context, JSON.stringify({ type: 'summary', isThere, ...counts, errors, warnings, ok: loaded.ok }))
  } else if (isThere) {
    const parts = [
      countOf(counts.sites, 'site'),
      countOf(counts.teams, 'team'),
      countOf(counts.agents, 'agent'),
      countOf(errors, 'error'),
      countOf(warnings, 'warning'),
    ]
    print(context, parts.join(', '))
  } else print(context, 'there is no floor.yaml: everybody gets everything')
  endOnFaults(loaded)
}

async function show(context: FloorContext, folder: string | undefined, flags: ShowFlags): Promise<void> {
  const loaded = await loadFloor(await rulesDirOf(context, folder))
  const floor = new PlannedFloor(loaded.plan, promptLimits(context.settings()))
  const question = { agentId: flags.agent ?? null, team: flags.team ?? null }
  const place = floor.placeOf(question)
  const said = whoSays(floor, question)
  tellFaults(context, loaded, flags.json === true)
  if (flags.json === true) {
    for (const each of said) print(context, JSON.stringify({ type: 'value', ...each }))
    print(context, JSON.stringify({ type: 'summary', ...question, ...place, ok: loaded.ok }))
  } else {
    const who = flags.agent === undefined ? 'A call' : `Agent ${flags.agent}`
    print(context, `${who}: team ${place.team ?? 'none'}, site ${place.site ?? 'none'}`)
    for (const part of ['prompts', 'alerts', 'limits'] as const) {
      print(context, `\n${part}`)
      for (const each of said.filter((one) => one.part === part)) print(context, line(each))
    }
  }
  endOnFaults(loaded)
}

const KEY_WIDTH = 18
const VALUE_WIDTH = 24

function line({ key, value, by }: Said): string {
  return `  ${key.padEnd(KEY_WIDTH)} ${valueText(value).padEnd(VALUE_WIDTH)} ${levelText(by)}`
}

function valueText(value: Said['value']): string {
  if (value === null) return 'all'
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return value.length === 0 ? 'none' : value.join(', ')
}

function levelText(by: Said['by']): string {
  if (by === null) return '(nobody says)'
  return by.kind === 'organisation' ? 'organisation' : `${by.kind} ${by.id}`
}

function tellFaults(context: FloorContext, { faults, sources }: LoadedFloor, json: boolean): void {
  for (const fault of faults) {
    print(context, json ? JSON.stringify({ type: 'fault', ...fault }) : `${showFault(fault, sources)}\n`)
  }
}

function endOnFaults({ ok }: LoadedFloor): void {
  if (!ok) throw new CliError('floor.yaml has faults', { exitCode: EXIT.faults })
}

function print({ stdout }: FloorContext, text: string): void {
  stdout.write(`${text}\n`)
}
