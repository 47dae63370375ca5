import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import { App } from '../app/app.ts'
import { untilStopped } from '../app/lifecycle.ts'
import { openAccess } from '../app/open-access.ts'
import { readyLines } from '../app/ready-line.ts'
import { settingsSchema, type Settings } from '../app/settings.ts'
import { ConfigError, describeSettings } from '../platform/config.ts'
import { createLog } from '../platform/log.ts'
import { normaliseError } from '../platform/normalise-error.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { ensureModels } from './ensure-models.ts'
import { ROOT } from './places.ts'

const HELP = `
Settings come from the environment (EARSHOT_PORT, EARSHOT_DATA_DIR…) or from the YAML file that
EARSHOT_CONFIG names; the README has the whole table. Missing models are fetched first.

Prints one line when calls can be taken, then one sign-in link for each role. Log lines go to standard
error. SIGTERM and SIGINT finish what is being said, then end; a second one ends at once.

Exit codes: 0 stopped, 1 could not start, 42 wrong settings (do not restart).`

/** `earshot serve`: the whole server in this process and its recogniser processes. */
export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('run the server')
    .addHelpText('after', HELP)
    .action(() => serve(context))
}

async function serve({ stdout, stderr, clock, settings: readSettings }: CliContext): Promise<void> {
  const startedAt = clock.now()
  const settings = readSettings()
  const log = createLog({ level: settings.logLevel })
  log.info({ settings: describeSettings(settingsSchema, settings) }, 'Starting.')

  await requireRules(settings)
  const access = await openAccess(settings, clock)
  const models = await ensureModels(settings, stderr)
  const app = new App({ settings, models, access, root: ROOT, log, clock })
  const stopped = untilStopped({ log, stop: () => app.stop() })
  const addresses = await app.start().catch((thrown: unknown) => {
    throw explainListening(thrown, settings)
  })

  const lines = await readyLines({
    addresses,
    model: models[0].name,
    tookMs: clock.now() - startedAt,
    access,
    tokenTtlMs: settings.tokenTtlMs,
  })
  stdout.write(`${lines.join('\n')}\n`)
  await stopped
  log.info('Stopped.')
}

/** A folder that is not there is a wrong setting: starting again would not help. */
async function requireRules({ rulesDir }: Settings): Promise<void> {
  const found = await stat(rulesDir).catch(() => null)
  if (found?.isDirectory() === true) return
  throw new ConfigError([`EARSHOT_RULES_DIR is "${rulesDir}": expected a folder of rules`])
}

/** A port that another program has is said in one line; it may be free at the next try. */
function explainListening(thrown: unknown, { host, port, grpcPort }: Settings): Error {
  const error = normaliseError(thrown)
  const code = 'code' in error ? error.code : null
  if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') return error
  return new CliError(
    `cannot listen on ${host} port ${port} (EARSHOT_PORT) and ${grpcPort} (EARSHOT_GRPC_PORT): ${code}`,
    { exitCode: EXIT.faults, cause: error },
  )
}
