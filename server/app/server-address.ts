import { isIPv4 } from 'node:net'

/** A host as it stands in an address: IPv6 in brackets (RFC 3986 section 3.2.2). */
export function hostInAddress(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** The host, as it stands in an address, by which this machine reaches a server that listens on `host`. */
export function reachableHost(host: string): string {
  // A server that listens on every address is asked on loopback.
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return hostInAddress(reachable)
}

/** Signs in whoever opens it; `server` is `http://HOST:PORT`. */
export function signInLink({ server, token }: { readonly server: string; readonly token: string }): string {
  const link = new URL('/signin', server)
  link.searchParams.set('token', token)
  return link.href
}

/** Whether only this machine can reach a server that listens on `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}
