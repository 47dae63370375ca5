import type { WallMs } from './time.ts'

/** What can happen to the number of contacts, and to a feed of them. */
export const VOLUME_CHANGES = [
  'volume-up',
  'volume-down',
  'source-started',
  'source-stopped',
  'source-resumed',
] as const

export type VolumeChange = (typeof VOLUME_CHANGES)[number]

/** For how long people are told of a notice, live and after a restart. */
export const NOTICES_KEPT_MS = 24 * 3_600_000

/**
 * The number of contacts is not as usual, or a feed of them began or stopped: what grows or shrinks with it is no issue
 * of its own. It never changes; `source-resumed` is one of its own.
 */
export interface VolumeNotice {
  readonly type: 'notice'
  /** The same after a replay. */
  readonly noticeId: string
  readonly kind: VolumeChange
  /** When it was noticed. */
  readonly at: WallMs
  /** When it began: for a feed that stopped its latest contact, as far as that is remembered; else `at`. */
  readonly sinceAt: WallMs
  /** The feed, as whoever delivers it calls it; null: all of them together. */
  readonly sourceId: string | null
  /** Contacts an hour when it was noticed, and what would be usual; 0 both for a feed. */
  readonly perHour: number
  readonly expectedPerHour: number
  /** Nothing new is opened before this time. */
  readonly quietUntil: WallMs
}
