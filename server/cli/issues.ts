import { Command, InvalidArgumentError } from 'commander'
import { databasePath, issueStatesPath } from '../app/data-folder.ts'
import { wallMs, type WallMs } from '../contracts/time.ts'
import { BOOK_DEFAULTS } from '../issues/book/book-settings.ts'
import { loadCodeFrame } from '../issues/codes/code-frame-loader.ts'
import { replayDay, type Noticed, type ReplayedDay } from '../issues/history/replay-day.ts'
import { DayStates } from '../issues/keep/day-states.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { countOf } from './count-of.ts'
import { KeptCalls } from './kept-calls.ts'

const HELP = `
Plays the kept contacts of the last hours into the detection as it was before them, with the code frame of now, and says
which issues it notices beside those that were noticed live. They are the same unless codes or settings were changed
since. Nothing is changed; the server may run. A state is kept once a day, so it begins up to a day before the hours
asked for, or with the oldest state there is.`

interface ReplayFlags {
  readonly hours: number
  readonly json?: true
}

type IssuesContext = Pick<CliContext, 'stdout' | 'settings' | 'clock'>

/** `earshot issues replay`: whether the last day would be heard in the same way again. */
export function issuesCommand(context: IssuesContext): Command {
  const command = new Command('issues').description('look into the detection of issues')
  command
    .command('replay')
    .description('play the kept contacts of the last hours again, and compare the issues')
    .option('--hours <n>', 'hours to play', toHours, 24)
    .option('--json', 'one JSON object: the issues that are the same, and those that are not')
    .addHelpText('after', HELP)
    .action((flags: ReplayFlags) => replay(context, flags))
  return command
}

function toHours(text: string): number {
  const hours = Number(text)
  if (hours > 0 && hours <= 72) return hours
  throw new InvalidArgumentError('Expected a number of hours, 72 at most.')
}

async function replay(context: IssuesContext, { hours, json }: ReplayFlags): Promise<void> {
  const settings = context.settings()
  const now = wallMs(context.clock.now())
  const states = new DayStates(issueStatesPath(settings))
  const state = await states.from(wallMs(now - hours * 3_600_000))
  if (state === null) {
    throw new CliError(`no state is kept beside ${databasePath(settings)}; the server keeps one a day`, {
      exitCode: EXIT.wrongUse,
    })
  }
  const { frame, ok } = await loadCodeFrame(settings.rulesDir)
  if (!ok) throw new CliError('the code frame has faults: earshot codes lint', { exitCode: EXIT.faults })
  await using kept = await KeptCalls.open(context)
  const saved = await kept.store.issues.loadSettings()
  const played = await replayDay({
    store: kept.store.issues,
    state: await states.read(state),
    since: state.upTo,
    now,
    codes: () => frame.codes,
    settings: { ...BOOK_DEFAULTS, ...saved?.settings, reopenWithinMs: settings.reopenIssuesMs },
    timeZone: settings.timeZone,
  })
  if (played === null) {
    throw new CliError('the state is of another version', { exitCode: EXIT.faults })
  }
  const print = (line: string): unknown => context.stdout.write(`${line}\n`)
  if (json === true) print(JSON.stringify({ since: state.upTo, ...played }))
  else printText(print, state.upTo, played)
  if (played.onlyThen.length + played.onlyNow.length > 0) {
    throw new CliError('the replay does not give the same issues', { exitCode: EXIT.faults })
  }
}

function printText(print: (line: string) => unknown, since: WallMs, played: ReplayedDay): void {
  const lines = (name: string, noticed: readonly Noticed[]): void => {
    for (const { subject, at } of noticed) print(`${name}  ${new Date(at).toISOString()}  ${subject}`)
  }
  lines('same     ', played.same)
  lines('only then', played.onlyThen)
  lines('only now ', played.onlyNow)
  print(`${countOf(played.same.length, 'issue')} the same since ${new Date(since).toISOString()}`)
}
