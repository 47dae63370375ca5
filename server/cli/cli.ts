import { Command, CommanderError } from 'commander'
import { normaliseError } from '../platform/normalise-error.ts'
import { EXIT, describeFailure } from './cli-error.ts'
import { assistCommand } from './assist.ts'
import { codesCommand } from './codes.ts'
import { processContext, type CliContext } from './context.ts'
import { floorCommand } from './floor.ts'
import { issuesCommand } from './issues.ts'
import { micCommand } from './mic.ts'
import { modelsCommand } from './models.ts'
import { qualityCommand } from './quality.ts'
import { replayCommand } from './replay.ts'
import { rulesCommand } from './rules.ts'
import { serveCommand } from './serve.ts'
import { streamCommand } from './stream.ts'
import { tokenCommand } from './token.ts'

/** The whole command line. Further sub-commands join here, one file each. */
function buildProgram(context: CliContext): Command {
  const commands = [
    serveCommand(context),
    streamCommand(context),
    micCommand(context),
    rulesCommand(context),
    codesCommand(context),
    assistCommand(context),
    floorCommand(context),
    issuesCommand(context),
    qualityCommand(context),
    modelsCommand(context),
    replayCommand(context),
    tokenCommand(context),
  ]
  const program = new Command('earshot')
    .description('Real-time speech analytics for contact centres, on your own machines.')
    .configureHelp({ showGlobalOptions: true })
  for (const command of commands) program.addCommand(command)
  adopt(program, context)
  return program
}

/** Makes a command and those below it throw instead of ending the process, and write where they should. */
function adopt(command: Command, context: CliContext): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => context.stdout.write(text),
    writeErr: (text) => context.stderr.write(text),
  })
  for (const below of command.commands) adopt(below, context)
}

/**
 * Runs one command line (without the program's own name) and resolves to its exit code. Results go to
 * standard output, everything else to standard error.
 */
export async function main(argv: readonly string[], context: CliContext = processContext): Promise<number> {
  try {
    await buildProgram(context).parseAsync([...argv], { from: 'user' })
    return Number(process.exitCode ?? EXIT.done)
  } catch (thrown) {
    // Commander has already said what is wrong; help and version are no faults.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.wrongUse
    const failure = describeFailure(thrown)
    const line = failure?.line ?? normaliseError(thrown).stack ?? 'it failed'
    context.stderr.write(`earshot: ${line}\n`)
    return failure?.exitCode ?? EXIT.faults
  }
}
