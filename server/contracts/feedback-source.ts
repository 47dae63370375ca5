import type { WallMs } from './time.ts'

/** How much came by one feed of digital feedback since the server started, and what of it was not taken. */
export interface FeedbackSource {
  readonly sourceId: string
  readonly accepted: number
  /** Had been sent before. */
  readonly known: number
  readonly refused: number
  /** Times that it was told to send later, because it sends more than it may. */
  readonly tooFast: number
  /** When it last sent anything. */
  readonly lastAt: WallMs
  readonly lastTooFastAt: WallMs | null
}
