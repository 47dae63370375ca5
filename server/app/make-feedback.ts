import type { Access } from '../access/access.ts'
import type { Store } from '../contracts/store.ts'
import { createFeedback, type Feedback, type FeedbackOptions } from '../feedback/feedback.ts'
import { redactText } from '../redaction/redact-text.ts'
import type { Hashes } from './open-hashes.ts'
import type { Settings } from './settings.ts'

interface MakeFeedback extends Pick<FeedbackOptions, 'bus' | 'log' | 'registry' | 'clock'>, Hashes {
  readonly store: Store
  readonly access: Access
  readonly settings: Settings
}

/** The feedback room as the settings want it. */
export function makeFeedback({ store, access, settings, ...common }: MakeFeedback): Promise<Feedback> {
  const { feedbackRate, feedbackSiteKey, feedbackOrigins, feedbackAddressRate } = settings
  return createFeedback({
    ...common,
    store: store.issues,
    authenticator: access,
    redact: redactText,
    itemsPerMinute: feedbackRate,
    site:
      feedbackSiteKey === null
        ? null
        : { key: feedbackSiteKey, origins: feedbackOrigins, itemsPerMinute: feedbackAddressRate },
  })
}
