import type { Access } from '../access/access.ts'
import type { Role } from '../contracts/access.ts'
import type { Addresses } from './app.ts'
import { hostInAddress, isLoopback, reachableHost, signInLink } from './server-address.ts'

/** The roles that have a page, and who the link signs in; a telephony system gets its token elsewhere. */
const SIGN_IN: readonly { readonly role: Role; readonly agentId?: string }[] = [
  { role: 'agent', agentId: 'agent-1' },
  { role: 'supervisor' },
  { role: 'analyst' },
  { role: 'digital' },
  { role: 'admin' },
]

interface ReadyOptions {
  readonly addresses: Addresses
  readonly model: string
  readonly tookMs: number
  readonly access: Access
  readonly tokenTtlMs: number
}

/**
 * What an operator reads when calls can be taken: the ready line, then one sign-in link for each role. A
 * server that others can reach prints none: its output ends up in logs that many can read.
 */
export async function readyLines(options: ReadyOptions): Promise<readonly string[]> {
  const { addresses, model, tookMs, access, tokenTtlMs } = options
  const host = hostInAddress(addresses.host)
  const seconds = (tookMs / 1000).toFixed(1)
  const http = `http://${host}:${addresses.httpPort}`
  const server = `http://${reachableHost(addresses.host)}:${addresses.httpPort}`
  const links = isLoopback(addresses.host)
    ? await Promise.all(
        SIGN_IN.map(async ({ role, agentId }) => {
          const token = await access.issueToken({ role, agentId, ttlMs: tokenTtlMs })
          return `  ${role.padEnd(11)} ${signInLink({ server, token })}`
        }),
      )
    : ['  sign-in links: earshot token --role supervisor, earshot token --role agent --agent ID']
  return [`earshot ready ${http} grpc ${host}:${addresses.grpcPort} model ${model} in ${seconds} s`, ...links]
}
