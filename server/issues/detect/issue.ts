import type { Channel, CodeId } from '../../contracts/contact.ts'
import type { WallMs } from '../../contracts/time.ts'

/** Why an issue is shown to nobody, although it is there. */
export type HeldReason =
  /** The issue of a code above it says it already. */
  | 'parent-open'
  /** The issue of the code on all channels says it already. */
  | 'code-open'

export type ClearReason =
  /** The latest contacts speak a thousand to one for the usual rate. */
  | 'quiet'
  /** It has lasted so long that it is the usual rate now. */
  | 'usual-now'

/** Contacts that an issue names at most. */
export const MOST_CONTACTS = 60

/** Something that more customers mention than usual: of a known code, or in words that nobody has a code for. */
export interface Issue {
  /** Unique, and the same after a replay. */
  readonly id: string
  readonly kind: 'code' | 'code-on-channel' | 'phrase'
  readonly code: CodeId | null
  readonly channel: Channel | null
  /** When it seems to have begun, and when it was noticed. */
  readonly onsetAt: WallMs
  readonly openedAt: WallMs
  /** Distinct customers since the onset. */
  readonly contacts: number
  /** In the last hour, and what would be usual. */
  readonly perHour: number
  readonly expectedPerHour: number
  /** Evidence in proportion to the threshold: 1 is just enough. */
  readonly severity: number
  /** Customers of the last hour by channel. */
  readonly byChannel: Readonly<Partial<Record<Channel, number>>>
  /** The words that are frequent all of a sudden; empty for a code. */
  readonly words: readonly string[]
  /** What customers said, redacted, those first that hold most of the words. */
  readonly quotes: readonly string[]
  /** The contacts that it rests on, those with most of the words, or the latest, first; some dozens at most. */
  readonly contactIds: readonly string[]
  /** Null: to be shown. */
  readonly held: HeldReason | null
}

/** The number of contacts changed, or a feed did; codes and phrases that grow with it are not issues of their own. */
export interface Notice {
  readonly id: string
  readonly at: WallMs
  readonly kind: 'volume-up' | 'volume-down' | 'source-started' | 'source-stopped' | 'source-resumed'
  readonly sourceId: string | null
  readonly perHour: number
  readonly expectedPerHour: number
}

export type Detection =
  | { readonly type: 'opened' | 'updated'; readonly issue: Issue; readonly at: WallMs }
  | {
      readonly type: 'cleared'
      readonly issueId: string
      readonly at: WallMs
      readonly reason: ClearReason
    }
  | { readonly type: 'notice'; readonly notice: Notice; readonly at: WallMs }
