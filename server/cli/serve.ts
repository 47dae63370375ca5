import { resolve } from 'node:path'
import { Command } from 'commander'
import { App } from '../app/app.ts'
import { untilStopped } from '../app/lifecycle.ts'
import { openAccess } from '../app/open-access.ts'
import { readyLines } from '../app/ready-line.ts'
import { readSettings, settingsSchema, type Settings } from '../app/settings.ts'
import { ensureModel, type InstalledModel } from '../asr/models/ensure-model.ts'
import { describeSettings } from '../platform/config.ts'
import { readEnvironment } from '../platform/env.ts'
import { createLog } from '../platform/log.ts'
import type { CliContext } from './context.ts'
import { createModelProgressPrinter } from './model-progress.ts'
import { CATALOG_PATH, ROOT } from './places.ts'

const HELP = `
Settings come from the environment (EARSHOT_PORT, EARSHOT_DATA_DIR…) or from the YAML file that
EARSHOT_CONFIG names; the README has the whole table. A missing model is fetched first.

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

async function serve({ stdout, stderr, clock }: CliContext): Promise<void> {
  const startedAt = clock.now()
  const settings = readSettings(readEnvironment())
  const log = createLog({ level: settings.logLevel })
  log.info({ settings: describeSettings(settingsSchema, settings) }, 'Starting.')

  const access = await openAccess(settings, clock)
  const model = await fetchModel(settings, createModelProgressPrinter(stderr))
  const app = new App({ settings, model, access, root: ROOT, log, clock })
  const stopped = untilStopped({ log, stop: () => app.stop() })
  const addresses = await app.start()

  const lines = await readyLines({
    addresses,
    model: model.name,
    tookMs: clock.now() - startedAt,
    access,
    tokenTtlMs: settings.tokenTtlMs,
  })
  stdout.write(`${lines.join('\n')}\n`)
  await stopped
  log.info('Stopped.')
}

function fetchModel(
  settings: Settings,
  onProgress: ReturnType<typeof createModelProgressPrinter>,
): Promise<InstalledModel> {
  return ensureModel({
    model: settings.model,
    dataDir: resolve(settings.dataDir),
    catalogPath: CATALOG_PATH,
    sources: settings.modelSources,
    onProgress,
  })
}
