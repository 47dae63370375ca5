import { isIPv6 } from 'node:net'

/**
 * What of an address names one household or office: all of it, with IPv6 its first 64 bits, because whoever has one
 * such address has them all (RFC 6177).
 */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const first = groupsOf(head)
  if (tail === undefined) return first.slice(0, 4).join(':')
  const last = groupsOf(tail)
  const zeros = Array<string>(8 - first.length - last.length).fill('0')
  return [...first, ...zeros, ...last].slice(0, 4).join(':')
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':')
}
