import type { NotifyEntry } from '../../contracts/notify.ts'
import type { WallMs } from '../../contracts/time.ts'

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
