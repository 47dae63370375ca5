import { access as accessFile } from 'node:fs/promises'
import type { TokenRequest } from '../access/access.ts'
import { secretPath } from '../app/data-folder.ts'
import { openAccess } from '../app/open-access.ts'
import { isLoopback } from '../app/server-address.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'

/** Long enough for any recording; a token made for one command should not outlive it by much. */
const OWN_TOKEN_MS = 12 * 3_600_000

/**
 * The token for a client command: the given one, else that of the settings, else, for a server on this
 * machine, one that is signed with its secret.
 * @throws CliError when there is none.
 */
export async function resolveToken(
  context: CliContext,
  options: { readonly given: string | undefined; readonly url: string },
): Promise<string> {
  const known = options.given ?? context.settings().clientToken
  if (known !== null) return known
  if (!isLoopback(hostOf(options.url))) {
    throw new CliError(`a token is needed for ${options.url}: give --token or set EARSHOT_TOKEN`, {
      exitCode: EXIT.wrongUse,
    })
  }
  return issueLocalToken(context, { role: 'admin', ttlMs: OWN_TOKEN_MS })
}

/** A token of the server of these settings. @throws CliError when it has no secret yet. */
export async function issueLocalToken(context: CliContext, request: TokenRequest): Promise<string> {
  const settings = context.settings()
  if (settings.tokenSecret === null) await requireSecret(secretPath(settings))
  const access = await openAccess(settings, context.clock)
  return access.issueToken(request)
}

/** Made here, a new secret would be that of no server: every token signed with it would be refused. */
async function requireSecret(path: string): Promise<void> {
  await accessFile(path).catch((cause: unknown) => {
    throw new CliError(
      `no token: ${path} is not there. Start the server once, name its folder with EARSHOT_DATA_DIR, or give --token`,
      { exitCode: EXIT.wrongUse, cause },
    )
  })
}

/** The host of an address, IPv6 without its brackets. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[(.*)\]$/, '$1')
}
