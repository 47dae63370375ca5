import { Command } from 'commander'
import { z } from 'zod'
import type { Outcome } from '../contracts/outcome.ts'
import type { Utterance } from '../contracts/transcript.ts'
import { firingsByRule } from '../rules/backtest/firing.ts'
import { durationOf, toMessages } from '../rules/backtest/stored-call.ts'
import { compileRules } from '../rules/compile/compile.ts'
import { loadRules } from '../rules/file/load.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { KeptCalls } from './kept-calls.ts'
import { readCallEvent } from './stream/event.ts'
import { createPrinter } from './stream/printer.ts'

const HELP = `
Shows a call as it was kept: what was said, and what people were told and why. Then plays its words through
the rules as they are now, by the same code that runs live, and says which rules fire.

Reads the database in EARSHOT_DATA_DIR and the rules in EARSHOT_RULES_DIR; the server may run or not.
What a kept call no longer tells is in earshot rules backtest --help; earshot rules explain says why a rule does not
fire.

Examples:
  earshot replay c-20931
  EARSHOT_RULES_DIR=./drafts earshot replay c-20931 --json`

const replayOptions = z.object({ json: z.boolean().default(false) })

/** `earshot replay CALL`: a kept call, and what the rules make of it today. */
export function replayCommand(context: CliContext): Command {
  return new Command('replay')
    .description('show a kept call and play it through the rules as they are now')
    .argument('<call>', 'id of the call')
    .option('--json', 'one JSON object a line: the events as kept, then a match for each rule that fires')
    .addHelpText('after', HELP)
    .action((callId: string, flags: unknown) => replay(context, callId, replayOptions.parse(flags)))
}

async function replay(context: CliContext, callId: string, { json }: { json: boolean }): Promise<void> {
  const { rulesDir } = context.settings()
  await using kept = await KeptCalls.open(context)
  const record = await kept.whole(callId)
  const loaded = await loadRules(rulesDir)
  if (!loaded.ok) {
    throw new CliError(`the rules in ${rulesDir} have faults: run earshot rules lint`, {
      exitCode: EXIT.faults,
    })
  }
  const { phases, hash } = loaded
  const rules = loaded.documents.map(({ rule }) => rule).filter(({ ref }) => ref.status !== 'retired')
  const set = compileRules({ rules, hash, phases: phases === null ? undefined : { closing: phases } })
  const byRule = firingsByRule(set, record.call, toMessages(record))
  const fired = [...byRule.values()].flat().toSorted((one, other) => one.atMs - other.atMs)

  const printer = createPrinter({ ...context, json, colour: context.colour() })
  for (const event of byCallTime([...record.utterances, ...record.outcomes])) {
    printer.event({ event: readCallEvent(event), delayMs: null })
  }
  const print = (text: string): unknown => context.stdout.write(`${text}\n`)
  if (json) {
    for (const match of fired) print(JSON.stringify(match))
    print(JSON.stringify({ type: 'end', callId, durationMs: durationOf(record) }))
    return
  }
  print(`\nrules as they are now (${loaded.hash}): ${fired.length} would fire`)
  for (const { rule, atMs, evidence } of fired) {
    const cause = evidence.condition === 'absence' ? 'not said' : `“${evidence.phrase}”`
    print(`  ${(atMs / 1000).toFixed(1).padStart(6)} s  ${rule.id}@${rule.version}  ${cause}`)
  }
}

function byCallTime<T extends Utterance | Outcome>(events: readonly T[]): readonly T[] {
  return events.toSorted((one, other) => one.atMs - other.atMs)
}
