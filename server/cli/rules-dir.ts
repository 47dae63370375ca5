import { stat } from 'node:fs/promises'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

/** The folder that somebody named, or the one of the settings. @throws CliError when it is none. */
export async function rulesDirOf(
  context: Pick<CliContext, 'settings'>,
  folder: string | undefined,
): Promise<string> {
  const dir = folder ?? context.settings().rulesDir
  // A path that cannot be looked at is no folder to read, whatever the reason.
  const isFolder = await stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) {
    throw new CliError(`${dir} is not a folder, expected a folder of rules`, { exitCode: EXIT.wrongUse })
  }
  return dir
}
