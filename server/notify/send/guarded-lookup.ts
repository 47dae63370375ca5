import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { AllowedPlaces } from './reachable.ts'

/** Finds the addresses of a host; the system's by default. */
export type FindAddresses = (
  host: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void

/** Nothing is sent to an address that is private and not allowed. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

export const findAddresses: FindAddresses = (host, done) => {
  systemLookup(host, { all: true }, done)
}

/**
 * A lookup for `http.request` that answers only addresses that may be connected to. It is asked by the connection
 * itself, so a name cannot be checked under one address and then lead to another one.
 */
export function guardedLookup(
  places: AllowedPlaces,
  encrypted: boolean,
  find: FindAddresses = findAddresses,
): LookupFunction {
  return (host, options, done) => {
    find(host, (error, addresses) => {
      if (error !== null) {
        done(error, '', 0)
        return
      }
      const permitted = addresses.filter(({ address }) => places.permits(host, address, encrypted))
      const [first] = permitted
      if (first === undefined) done(new AddressRefused(), '', 0)
      else if (options.all === true) done(null, permitted)
      else done(null, first.address, first.family)
    })
  }
}

/** Hosts that are addresses already are looked up by nobody. @throws AddressRefused. */
export function refuseLiteral(url: URL, places: AllowedPlaces): void {
  const host = hostOf(url)
  if (isIP(host) !== 0 && !places.permits(host, host, url.protocol === 'https:')) throw new AddressRefused()
}

/** Whether a host leads nowhere that may be connected to, as far as can be said now. */
export function leadsNowhere(url: URL, places: AllowedPlaces, find: FindAddresses): Promise<boolean> {
  const host = hostOf(url)
  const encrypted = url.protocol === 'https:'
  if (isIP(host) !== 0) return Promise.resolve(!places.permits(host, host, encrypted))
  return new Promise((resolve) => {
    find(host, (error, addresses) => {
      // A name that cannot be found now may be found later; each attempt asks again.
      resolve(error === null && !addresses.some(({ address }) => places.permits(host, address, encrypted)))
    })
  })
}

/** The host without the brackets of an IPv6 address. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1')
}
