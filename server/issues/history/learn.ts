import type { HeardContact } from '../../contracts/contact.ts'
import type { Detection } from '../detect/issue.ts'
import type { IssueDetector } from '../detect/issue-detector.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'

/** Contacts that are taken without letting others run: some ten milliseconds. */
const SLICE = 500

/**
 * Plays what customers said before into a detector that knows nothing. It learns from it as it would have live: what was
 * an incident then does not become usual.
 * @returns the alarms that are still open at the end, as they were last told.
 */
export async function learnFrom(
  detector: IssueDetector,
  contacts: readonly HeardContact[],
  signal: AbortSignal,
): Promise<OpenAlarms> {
  const open = new OpenAlarms()
  for (const [at, contact] of contacts.entries()) {
    open.follow(detector.observe(contact))
    if (at % SLICE !== SLICE - 1) continue
    await letOthersRun()
    if (signal.aborted) break
  }
  return open
}

/** Alarms that have been opened and not cleared. */
export class OpenAlarms {
  readonly #latest = new Map<string, Detection>()

  get all(): readonly Detection[] {
    return [...this.#latest.values()]
  }

  follow(detections: readonly Detection[]): void {
    for (const detection of detections) {
      if (detection.type === 'cleared') this.#latest.delete(detection.issueId)
      else if (detection.type !== 'notice') this.#latest.set(detection.issue.id, detection)
    }
  }
}
