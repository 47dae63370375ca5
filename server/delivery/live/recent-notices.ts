import type { WallMs } from '../../contracts/time.ts'
import { NOTICES_KEPT_MS, type VolumeNotice } from '../../contracts/volume-notice.ts'

/** More in a day are left out of snapshots, the oldest first. */
const MOST = 200

/** What the number of contacts and the feeds did in the last 24 hours, each notice once. Pure. */
export class RecentNotices {
  readonly #notices = new Map<string, VolumeNotice>()

  /** False: it is known. */
  take(notice: VolumeNotice): boolean {
    if (this.#notices.has(notice.noticeId)) return false
    this.#notices.set(notice.noticeId, notice)
    for (const [id, { at }] of this.#notices) {
      if (notice.at - at < NOTICES_KEPT_MS && this.#notices.size <= MOST) break
      this.#notices.delete(id)
    }
    return true
  }

  /** Oldest first. */
  values(now: WallMs): readonly VolumeNotice[] {
    return [...this.#notices.values()].filter(({ at }) => now - at < NOTICES_KEPT_MS)
  }
}
