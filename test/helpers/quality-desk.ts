import type { QualityDesk } from '../../server/contracts/quality.ts'
import type { Store } from '../../server/contracts/store.ts'
import { LocalDays } from '../../server/platform/local-days.ts'
import { Desk } from '../../server/quality/quality-desk.ts'

/** What the quality room answers about the cards of a store, on a floor that is written down nowhere. */
export function qualityDesk(store: Pick<Store, 'quality'>, timeZone = 'UTC'): QualityDesk {
  return new Desk({
    store: store.quality,
    floor: { sites: () => [] },
    form: () => null,
    days: new LocalDays(timeZone),
    repeatWithinMs: 7 * 86_400_000,
  })
}
