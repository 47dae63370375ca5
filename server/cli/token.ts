import { Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { signInLink } from '../app/server-address.ts'
import { ROLES } from '../contracts/access.ts'
import { parseDuration } from '../platform/duration.ts'
import { localAddresses, type CliContext } from './context.ts'
import { issueLocalToken } from './local-access.ts'

const EXAMPLES = `
The token is signed with the secret in EARSHOT_DATA_DIR, so this runs where the server runs. Whoever has the
token has the role: hand it on as you would a password.

Examples:
  earshot token --role supervisor
  earshot token --role supervisor --team billing --team retention
  earshot token --role supervisor --site berlin
  earshot token --role agent --agent a7 --ttl 12h
  earshot token --role ingest --ttl 365d --json`

const tokenOptions = z.object({
  role: z.enum(ROLES),
  agent: z.string().optional(),
  team: z.array(z.string()).default([]),
  site: z.array(z.string()).default([]),
  ttl: z.number(),
  json: z.boolean().default(false),
})

const DEFAULT_TTL = '12h'
const LONGEST_TTL_MS = 3660 * 86_400_000

/** `earshot token`: makes a token of the local server, and the link to sign in with it. */
export function tokenCommand(context: CliContext): Command {
  return new Command('token')
    .description('make a token for a person or a telephony system')
    .addOption(new Option('--role <role>', 'what the token allows').choices([...ROLES]).makeOptionMandatory())
    .option('--agent <id>', 'the agent; needed for role agent')
    .option('--team <id>', 'a supervisor of this team alone; may be repeated', collect)
    .option('--site <id>', 'a supervisor of all teams of this site; may be repeated', collect)
    .addOption(
      new Option('--ttl <duration>', 'how long it is good, for example 30m, 12h or 7d')
        .argParser(parseTtl)
        .default(parseTtl(DEFAULT_TTL), DEFAULT_TTL),
    )
    .option('--json', 'one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: unknown) => printToken(context, tokenOptions.parse(flags)))
}

async function printToken(context: CliContext, options: z.output<typeof tokenOptions>): Promise<void> {
  const { clock, stdout } = context
  const { role, agent, team: teams, site: sites, ttl } = options
  const scope = teams.length + sites.length === 0 ? undefined : { teams, sites }
  const token = await issueLocalToken(context, { role, agentId: agent, scope, ttlMs: ttl })
  const link = signInLink({ server: localAddresses(context.settings()).url, token })
  const expiresAt = new Date(clock.now() + ttl).toISOString()
  if (options.json) {
    const made = { role, agentId: agent ?? null, scope: scope ?? null, token, expiresAt, signIn: link }
    stdout.write(`${JSON.stringify(made)}\n`)
    return
  }
  stdout.write(`${token}\n`)
  if (role !== 'ingest') stdout.write(`sign in: ${link}\n`)
}

function collect(id: string, before: readonly string[] = []): readonly string[] {
  return [...before, id]
}

function parseTtl(text: string): number {
  const ttlMs = parseDuration(text)
  if (ttlMs !== null && ttlMs > 0 && ttlMs <= LONGEST_TTL_MS) return ttlMs
  throw new InvalidArgumentError('expected a duration such as 30m, 12h or 7d')
}
