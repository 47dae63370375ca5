import type { Contact } from '../../../server/contracts/contact.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import type { Detection } from '../../../server/issues/detect/issue.ts'
import { IssueDetector } from '../../../server/issues/detect/issue-detector.ts'
import { type DetectSettings } from '../../../server/issues/detect/settings.ts'
import { type PhraseContact, type PhraseStream } from './phrase-stream.ts'
import { type Alert } from './score.ts'
import { FIRST_DAY_MS, TICK_MS, TICKS_PER_DAY } from './volume-model.ts'

/** Thresholds are made from the days from here to the first incident. */
const FIT_DAY = 7
/** An alert is about an incident when at least so much of its evidence is. */
const ABOUT = 0.5

export interface PhraseAlert extends Alert {
  /** Share of the contacts cited that belong to the incident. */
  readonly purity: number
  readonly words: readonly string[]
  readonly severity: number
}

/** Plays a stream to our detector: learning first, then the test days once for each budget, from one snapshot. */
export function runPhraseDetector(
  stream: PhraseStream,
  budgets: readonly number[],
  tuning: Partial<DetectSettings> = {},
): ReadonlyMap<number, readonly PhraseAlert[]> {
  const settings = { recalibrateTicks: Infinity, ...tuning }
  const { testDay } = stream.plan
  const fitted = new IssueDetector(settings)
  fitted.startLearning()
  stream.ticks.slice(0, testDay * TICKS_PER_DAY).forEach((contacts, tick) => {
    if (tick === FIT_DAY * TICKS_PER_DAY) fitted.forgetHistory()
    play(fitted, contacts, tick)
  })
  fitted.stopLearning()
  const learned = fitted.snapshot()
  return new Map(
    budgets.map((budget) => {
      const detector = new IssueDetector(settings)
      detector.restore(learned)
      detector.recalibrate({ codeFalseAlarms: budget, phraseFalseAlarms: budget })
      const alerts = stream.ticks
        .slice(testDay * TICKS_PER_DAY)
        .flatMap((contacts, index) => play(detector, contacts, testDay * TICKS_PER_DAY + index))
        .flatMap((detection) => toAlert(detection, stream))
      return [budget, alerts]
    }),
  )
}

function play(
  detector: IssueDetector,
  contacts: readonly PhraseContact[],
  tick: number,
): readonly Detection[] {
  const found = contacts.flatMap((contact, index) => detector.observe(toContact(contact, `${tick}/${index}`)))
  return [...found, ...detector.advanceTo(wallMs(FIRST_DAY_MS + (tick + 1) * TICK_MS))]
}

function toContact({ at, text }: PhraseContact, id: string): Contact {
  return {
    ...{ id, channel: 'call', step: null, authorKey: null, language: 'en-US', codes: [], texts: [text] },
    ...{ rating: null, sourceId: 'centre', at: wallMs(FIRST_DAY_MS + Math.floor(at * TICK_MS)) },
  }
}

function toAlert(detection: Detection, { ticks }: PhraseStream): readonly PhraseAlert[] {
  if (detection.type !== 'opened' || detection.issue.held !== null) return []
  const { contactIds, words, severity } = detection.issue
  const counts = new Map<number, number>()
  for (const id of contactIds) {
    const [tick = 0, index = 0] = id.split('/').map(Number)
    const incident = ticks[tick]?.[index]?.incident ?? -1
    counts.set(incident, (counts.get(incident) ?? 0) + 1)
  }
  counts.delete(-1)
  const [[incident, cited] = [-1, 0]] = [...counts].toSorted((a, b) => b[1] - a[1])
  const purity = cited / contactIds.length
  const at = (detection.at - FIRST_DAY_MS) / TICK_MS
  return [{ at, incident: purity >= ABOUT ? incident : -1, purity, words, severity }]
}
