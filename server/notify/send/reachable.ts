import { BlockList, isIP } from 'node:net'

/**
 * Addresses that nobody outside may make this server call. Of IPv4, what the IANA registry of special-purpose addresses
 * (RFC 6890) does not give to the public, multicast, and the address under which Azure tells machines their secrets.
 */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '168.63.129.16/32',
]

/** Only 2000::/3 is public (RFC 4291); of that, protocols, documentation and 6to4, which hides an IPv4 address. */
const PUBLIC_V6 = '2000::/3'
const PRIVATE_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

/** The last 32 bits of these are an IPv4 address, and it is what counts (RFC 4291 section 2.5.5.2, RFC 6052). */
const V4_WITHIN_V6 = ['::ffff:0:0/96', '64:ff9b::/96']

const privateV4 = blockList(PRIVATE_V4)
const publicV6 = blockList([PUBLIC_V6])
const privateV6 = blockList(PRIVATE_V6)
const v4WithinV6 = blockList(V4_WITHIN_V6)

/** Whether an address belongs to the public internet. */
export function isPublic(address: string): boolean {
  const plain = unwrap(address)
  switch (isIP(plain)) {
    case 4:
      return !privateV4.check(plain, 'ipv4')
    case 6:
      return publicV6.check(plain, 'ipv6') && !privateV6.check(plain, 'ipv6')
    default:
      return false
  }
}

/** Which private addresses the operator allows: by network, such as `10.2.0.0/16`, or by host name. */
export class AllowedPlaces {
  readonly #networks: BlockList
  readonly #hosts: ReadonlySet<string>

  constructor(allowed: readonly string[]) {
    const networks = allowed.filter(isNetwork)
    this.#networks = blockList(networks)
    this.#hosts = new Set(allowed.filter((each) => !isNetwork(each)).map(hostKey))
  }

  /** Whether the operator has named this place; `host` is as it stands in the address. */
  names(host: string, address: string): boolean {
    if (this.#hosts.has(hostKey(host))) return true
    const plain = unwrap(address)
    const family = isIP(plain)
    return family !== 0 && this.#networks.check(plain, family === 4 ? 'ipv4' : 'ipv6')
  }

  /** Whether it may be connected to. What is sent unencrypted goes only to places that the operator has named. */
  permits(host: string, address: string, encrypted: boolean): boolean {
    return this.names(host, address) || (encrypted && isPublic(address))
  }
}

function isNetwork(entry: string): boolean {
  return isIP(entry.split('/')[0] ?? '') !== 0
}

function hostKey(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
  }
  return list
}

/** The IPv4 address within an IPv6 one; all else as it is, without the name of a network card. */
function unwrap(scoped: string): string {
  const address = scoped.replace(/%.*$/, '')
  if (isIP(address) !== 6 || !v4WithinV6.check(address, 'ipv6')) return address
  const dotted = /(?:\d+\.){3}\d+$/.exec(address)
  if (dotted !== null) return dotted[0]
  // The WHATWG form always ends in two groups of hexadecimal digits here.
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':').slice(-2)
  const bytes = groups.flatMap((group) => [parseInt(group || '0', 16) >> 8, parseInt(group || '0', 16) & 255])
  return bytes.join('.')
}
