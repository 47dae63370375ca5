import { Command } from 'commander'
import { compileWithNeeds } from '../rules/backtest/rule-alone.ts'
import type { RuleSet } from '../rules/compile/compile.ts'
import { loadRules } from '../rules/file/load.ts'
import { explainCall } from '../rules/explain/explain-call.ts'
import { nearestName } from '../platform/nearest-name.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { KeptCalls } from './kept-calls.ts'
import { showExplanation } from './show-explanation.ts'

const HELP = `
Plays a kept call through one rule as it is now in EARSHOT_RULES_DIR, and says when it fired, what each of its
conditions did, and what became of it when the call was live. When it did not fire: the moment at which most of it
held, marked [x] and [ ], and what lacked then; of phrases, the nearest words that were said, by words that differ and
by how alike they sound (1: the same); of bounds, how far away; of windows, how late.

The call is read from EARSHOT_DATA_DIR; what a kept call no longer tells is in earshot rules backtest --help. Moods
and shares are measured on the words as they were kept.

The exit code is 0 whether it fired or not, and 2 when there is no such rule or call.

Examples:
  earshot rules explain hold-check-back --call c-20931
  earshot rules explain cancellation-risk --call c-20931 --json`

interface ExplainFlags {
  readonly call: string
  readonly json?: true
}

type ExplainContext = Pick<CliContext, 'stdout' | 'settings' | 'clock'>

/** `earshot rules explain RULE --call ID`: why a rule fired in a kept call, or did not. */
export function explainCommand(context: ExplainContext): Command {
  return new Command('explain')
    .argument('<rule>', 'id of the rule')
    .description('say why a rule fired in a kept call, or what was missing')
    .requiredOption('--call <id>', 'id of a kept call')
    .option('--json', 'one JSON object')
    .addHelpText('after', HELP)
    .action((ruleId: string, flags: ExplainFlags) => explain(context, ruleId, flags))
}

async function explain(context: ExplainContext, ruleId: string, { call, json }: ExplainFlags): Promise<void> {
  const set = await readRule(context.settings().rulesDir, ruleId)
  await using kept = await KeptCalls.open(context)
  const explanation = explainCall({ set, ruleId, record: await kept.whole(call) })
  const lines = json === true ? [JSON.stringify(explanation)] : showExplanation(explanation)
  for (const line of lines) context.stdout.write(`${line}\n`)
}

/** The rule, whatever its status, with those that it builds on. */
async function readRule(rulesDir: string, ruleId: string): Promise<RuleSet> {
  const { ok, documents, phases, hash } = await loadRules(rulesDir)
  if (!ok) {
    throw new CliError(`the rules in ${rulesDir} have faults: run earshot rules lint`, {
      exitCode: EXIT.faults,
    })
  }
  const among = documents.map(({ rule }) => rule)
  const rule = among.find(({ ref }) => ref.id === ruleId)
  if (rule === undefined) {
    const near = nearestName(
      ruleId,
      among.map(({ ref }) => ref.id),
    )
    const hint = near === null ? '' : `; did you mean "${near}"?`
    throw new CliError(`there is no rule "${ruleId}" in ${rulesDir}${hint}`, { exitCode: EXIT.wrongUse })
  }
  return compileWithNeeds({
    ...{ rules: [rule], among, hash },
    phases: phases === null ? undefined : { closing: phases },
  })
}
