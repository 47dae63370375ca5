import type { Access } from '../access/access.ts'
import type { Role } from '../contracts/access.ts'
import type { Addresses } from './app.ts'

/** The roles that have a page, and who the link signs in; a telephony system gets its token elsewhere. */
const SIGN_IN: readonly { readonly role: Role; readonly agentId?: string }[] = [
  { role: 'agent', agentId: 'agent-1' },
  { role: 'supervisor' },
  { role: 'analyst' },
  { role: 'admin' },
]

interface ReadyOptions {
  readonly addresses: Addresses
  readonly model: string
  readonly tookMs: number
  readonly access: Access
  readonly tokenTtlMs: number
}

/** What an operator reads when calls can be taken: the ready line, then one sign-in link for each role. */
export async function readyLines(options: ReadyOptions): Promise<readonly string[]> {
  const { addresses, model, tookMs, access, tokenTtlMs } = options
  const host = addresses.host.includes(':') ? `[${addresses.host}]` : addresses.host
  const seconds = (tookMs / 1000).toFixed(1)
  const http = `http://${host}:${addresses.httpPort}`
  const links = await Promise.all(
    SIGN_IN.map(async ({ role, agentId }) => {
      const token = await access.issueToken({ role, agentId, ttlMs: tokenTtlMs })
      const link = new URL('/signin', `http://${reachable(addresses.host)}:${addresses.httpPort}`)
      link.searchParams.set('token', token)
      return `  ${role.padEnd(11)} ${link.href}`
    }),
  )
  return [`earshot ready ${http} grpc ${host}:${addresses.grpcPort} model ${model} in ${seconds} s`, ...links]
}

/** A server that listens everywhere is opened on this machine by its loopback address. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
