import { Command } from 'commander'
import { wholeCallIn } from '../app/make-quality.ts'
import { promptLimits } from '../app/make-floor.ts'
import { placeOfCall } from '../app/place-of-call.ts'
import { createReviewer } from '../assist/wrap-up/review.ts'
import { noFloor } from '../floor/no-floor.ts'
import { LocalDays } from '../platform/local-days.ts'
import { showFault } from '../platform/yaml/show-fault.ts'
import { readForm, type ReadForm } from '../quality/form/read-form.ts'
import { CallScorer } from '../quality/scoring/call-scorer.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { KeptCalls } from './kept-calls.ts'
import { knownNames } from './known-names.ts'
import { rulesDirOf } from './rules-dir.ts'
import { showCard } from './show-card.ts'

const SCORE_HELP = `
Scores a kept call with quality/score-card.yaml of EARSHOT_RULES_DIR as it is now, from what was kept of the call: the
outcomes that rules made when it was live, and the checklists played again over its words. Nothing is written; the
server may run. [x] is met, [ ] is missed, - did not apply.

Examples:
  earshot quality score --call c-20931
  earshot quality score --call c-20931 --json`

type QualityContext = Pick<CliContext, 'stdout' | 'settings' | 'clock'>

interface Flags {
  readonly json?: true
}

interface ScoreFlags extends Flags {
  readonly call: string
}

/** `earshot quality lint|score`. Results go to standard output; the exit code is 1 when there are faults. */
export function qualityCommand(context: QualityContext): Command {
  const command = new Command('quality').description('check the score card, and score a kept call with it')
  command
    .command('lint')
    .argument('[folder]', 'folder of rules, with quality/score-card.yaml; EARSHOT_RULES_DIR by default')
    .description('say what is wrong with the score card, and where')
    .option('--json', 'one JSON object a line: each fault, then a summary')
    .action((folder: string | undefined, flags: Flags) => lint(context, folder, flags))
  command
    .command('score')
    .description('score a kept call, and say what decided each item')
    .requiredOption('--call <id>', 'id of a kept call')
    .option('--json', 'one JSON object')
    .addHelpText('after', SCORE_HELP)
    .action((flags: ScoreFlags) => score(context, flags))
  return command
}

async function lint(context: QualityContext, folder: string | undefined, { json }: Flags): Promise<void> {
  const dir = await rulesDirOf(context, folder)
  const { names } = await knownNames(dir)
  const { form, source, faults } = await readForm(dir, names)
  const errors = faults.filter(({ severity }) => severity === 'error').length
  const warnings = faults.length - errors
  const items = form?.items.length ?? 0
  const print = (line: string): unknown => context.stdout.write(`${line}\n`)
  for (const fault of faults) {
    const shown = (): string => `${showFault(fault, source === null ? [] : [source])}\n`
    print(json === true ? JSON.stringify({ type: 'fault', ...fault }) : shown())
  }
  const counts = [countOf(items, 'item'), countOf(errors, 'error'), countOf(warnings, 'warning')]
  print(
    json === true
      ? JSON.stringify({ type: 'summary', items, errors, warnings, ok: errors === 0 })
      : counts.join(', '),
  )
  if (errors > 0) throw new CliError('the score card has faults', { exitCode: EXIT.faults })
  if (source === null) noCard(dir)
}

async function score(context: QualityContext, { call: callId, json }: ScoreFlags): Promise<void> {
  const settings = context.settings()
  const { rulesDir, queueAttribute, teamAttribute, timeZone, repeatWithinMs } = settings
  const { names, rules, library } = await knownNames(rulesDir)
  const form = formOf(await readForm(rulesDir, names), rulesDir)
  await using kept = await KeptCalls.open(context)
  await kept.get(callId)
  const { store } = kept
  const scorer = new CallScorer({
    ...{ store, queueAttribute, repeatWithinMs, clock: context.clock },
    days: new LocalDays(timeZone),
    wholeCall: wholeCallIn(store),
    reviewer: createReviewer(() => library),
    rules: () => rules,
    placeOf: placeOfCall(noFloor(promptLimits(settings)), teamAttribute),
  })
  const card = (await scorer.score(callId, form))?.card
  if (card === undefined) return
  const lines = json === true ? [JSON.stringify(card)] : showCard(card)
  for (const line of lines) context.stdout.write(`${line}\n`)
}

function formOf({ form, source }: ReadForm, dir: string): NonNullable<ReadForm['form']> {
  if (form !== null) return form
  if (source === null) noCard(dir)
  throw new CliError('the score card has faults: run earshot quality lint', { exitCode: EXIT.faults })
}

function noCard(dir: string): never {
  throw new CliError(`there is no score card in ${dir}, expected quality/score-card.yaml`, {
    exitCode: EXIT.wrongUse,
  })
}
