import { randomUUID } from 'node:crypto'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { z } from 'zod'
import { PARTIES, type Party } from '../contracts/call.ts'
import { localAddresses, type CliContext } from './context.ts'
import { resolveToken } from './local-access.ts'
import { STREAM_PROTOCOLS, type AudioClientOptions } from './stream/audio-client.ts'

/** Options of every command that brings a call's audio. */
export function addCallOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--protocol <name>', 'door of the server').choices([...STREAM_PROTOCOLS]).default('native'),
    )
    .option('--url <url>', 'the server; by default that of EARSHOT_HOST and EARSHOT_PORT', parseUrl)
    .option('--grpc <host:port>', 'its gRPC door; by default that of EARSHOT_GRPC_PORT')
    .option('--token <token>', 'bearer token; by default EARSHOT_TOKEN, or one made here for a local server')
    .option('--agent <id>', 'the agent on the call; without one no prompt is shown to anybody')
    .option('--call-id <id>', 'name of the call; streams with the same name join')
    .option('--language <tag>', 'language spoken, for example en-US')
    .option('--model <name>', 'model that recognises it; by default the one for the language')
    .option('--attribute <name=value>', 'attribute of the call; may be repeated', collectAttribute)
    .option('--json', 'one JSON object a line: the events as they come, each with its delayMs')
}

export const callOptions = z.object({
  protocol: z.enum(STREAM_PROTOCOLS),
  url: z.string().optional(),
  grpc: z.string().optional(),
  token: z.string().optional(),
  agent: z.string().optional(),
  callId: z.string().optional(),
  language: z.string().optional(),
  model: z.string().optional(),
  attribute: z.record(z.string(), z.string()).optional(),
  json: z.boolean().default(false),
})

/** How to reach the server for one call. @throws CliError when there is no token. */
export async function resolveConnection(
  context: CliContext,
  options: z.output<typeof callOptions>,
): Promise<Omit<AudioClientOptions, 'rate' | 'parties'>> {
  const local = localAddresses(context.settings())
  const url = options.url ?? local.url
  const token = await resolveToken(context, { given: options.token, url })
  return {
    protocol: options.protocol,
    url,
    // A server named by its address has its gRPC door beside it, unless told otherwise.
    grpc: options.grpc ?? (options.url === undefined ? local.grpc : grpcBeside(url, local.grpc)),
    token,
    clock: context.clock,
    callId: options.callId ?? `cli-${randomUUID()}`,
    agentId: options.agent,
    language: options.language,
    model: options.model,
    attributes: options.attribute,
  }
}

function grpcBeside(url: string, grpc: string): string {
  return `${new URL(url).hostname}:${grpc.slice(grpc.lastIndexOf(':') + 1)}`
}

/** `agent,customer`. */
export function parseParties(text: string): readonly Party[] {
  const parties = text.split(',').map((name) => PARTIES.find((party) => party === name.trim()))
  const known = parties.filter((party) => party !== undefined)
  if (known.length !== parties.length || new Set(known).size !== known.length) {
    throw new InvalidArgumentError('expected agent, customer or both with a comma between them')
  }
  return known
}

export function parseSpeed(text: string): number {
  const speed = Number(text)
  if (speed > 0 && speed <= 1000) return speed
  throw new InvalidArgumentError('expected a number above 0, at most 1000; 1 is real time')
}

function parseUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('expected http://HOST:PORT or https://HOST:PORT')
}

function collectAttribute(text: string, before: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('expected name=value')
  return { ...before, [name]: value }
}
