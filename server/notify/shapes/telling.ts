import type { NotifyEntry } from '../../contracts/notify.ts'
import type { WallMs } from '../../contracts/time.ts'
import type { VolumeNotice } from '../../contracts/volume-notice.ts'

/** What a shape is made of: one message, as it is sent now. */
export interface Telling {
  readonly deliveryId: string
  /** When the message was made, not when it is tried: a message is the same at every attempt. */
  readonly at: WallMs
  /** The gravest first; never empty. */
  readonly entries: readonly NotifyEntry[]
  /** Where people look at the issue; null while the site has not said under which address. */
  readonly linkTo: (issueId: string) => string | null
  readonly repeatIntervalMs: number
}

/** A message about the number of contacts and about feeds. */
export interface NoticeTelling extends Pick<Telling, 'deliveryId'> {
  /** Oldest first; never empty, and one alone for receivers that keep an entry for each. */
  readonly notices: readonly VolumeNotice[]
  /** Where people look at them; null while the site has not said under which address. */
  readonly link: string | null
}

/** The one of a receiver that keeps an entry for each. */
export function onlyNotice({ notices }: NoticeTelling): VolumeNotice {
  const notice = notices.at(-1)
  if (notice === undefined) throw new TypeError('a message without a notice')
  return notice
}

/** The longest list of entries of which `build` makes a body of at most so many bytes as JSON; at least the first. */
export function fitting<T>(
  entries: readonly NotifyEntry[],
  { most, bytes }: { readonly most: number; readonly bytes: number },
  build: (shown: readonly NotifyEntry[], left: number) => T,
): T {
  for (let count = Math.min(entries.length, most); ; count -= 1) {
    const body = build(entries.slice(0, count), entries.length - count)
    if (count <= 1 || Buffer.byteLength(JSON.stringify(body)) <= bytes) return body
  }
}
