import { type WallMs, wallMs } from '../../contracts/time.ts'
import { NOTICES_KEPT_MS, type VolumeNotice } from '../../contracts/volume-notice.ts'
import type { RecentContacts } from '../book/recent-contacts.ts'
import type { Notice } from '../detect/issue.ts'

/** As long as detection opens nothing new after a notice. */
const QUIET_MS = 30 * 60_000
const MOST = 200

/** What the number of contacts and the feeds did in the last day. Pure: it has no clock and keeps nothing elsewhere. */
export class VolumeNotices {
  /** Oldest first. */
  #kept: readonly VolumeNotice[] = []

  /** Takes up what an earlier process kept. */
  load(kept: readonly VolumeNotice[]): void {
    this.#kept = kept.slice(-MOST)
  }

  /** Oldest first. */
  list(now: WallMs): readonly VolumeNotice[] {
    return this.#kept.filter(({ at }) => now - at < NOTICES_KEPT_MS)
  }

  /** Returns it as people are told of it; null for one that they were told of before a restart. */
  take(notice: Notice, recent: RecentContacts): VolumeNotice | null {
    if (this.#kept.some(({ noticeId }) => noticeId === notice.id)) return null
    const { id, at, kind, sourceId, perHour, expectedPerHour } = notice
    const told: VolumeNotice = {
      type: 'notice',
      noticeId: id,
      kind,
      at,
      sinceAt: kind === 'source-stopped' ? (latestOf(sourceId, recent) ?? at) : at,
      sourceId,
      perHour: Math.round(perHour),
      expectedPerHour: Math.round(expectedPerHour * 10) / 10,
      quietUntil: wallMs(at + QUIET_MS),
    }
    this.#kept = [...this.#kept, told].filter((one) => at - one.at < NOTICES_KEPT_MS).slice(-MOST)
    return told
  }
}

/** When the feed delivered last, as far as the hours that are remembered tell. */
function latestOf(sourceId: string | null, recent: RecentContacts): WallMs | null {
  let latest: WallMs | null = null
  for (const { contact } of recent.all()) {
    if (contact.sourceId === sourceId && (latest === null || contact.at > latest)) latest = contact.at
  }
  return latest
}
