import { IssueDetector } from '../../../server/issues/detect/issue-detector.ts'
import { type DetectSettings } from '../../../server/issues/detect/settings.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import type { Channel, Contact } from '../../../server/contracts/contact.ts'
import type { Detection } from '../../../server/issues/detect/issue.ts'
import { Chance } from './chance.ts'
import { type CodedStream, type CodedTick } from './coded-stream.ts'
import { type Alert } from './score.ts'
import { FIRST_DAY_MS, TICK_MS, TICKS_PER_DAY } from './volume-model.ts'

/** Thresholds are made from the days from here to the first incident. */
const FIT_DAY = 21
const CHANNEL_MIX: readonly Channel[] = [
  'call',
  'call',
  'call',
  'call',
  'call',
  'chat',
  'chat',
  'web',
  'app',
  'email',
]
/** An alert so long after an incident's end may still be about it. */
const GRACE_TICKS = 12

export interface CodedRun {
  /** Per budget: alerts of the test days. */
  readonly alerts: ReadonlyMap<number, readonly Alert[]>
}

/** Plays a stream to our detector: learning first, then the test days once for each budget, from one snapshot. */
export function runCodedDetector(
  stream: CodedStream,
  budgets: readonly number[],
  tuning: Partial<DetectSettings> = {},
  look: (detection: Detection) => void = () => undefined,
): CodedRun {
  const { plan } = stream
  const codes = Array.from({ length: plan.codes }, (_, code) => ({ id: `c${code}`, parent: null }))
  const settings = { codes, recalibrateTicks: Infinity, ...tuning }
  const fitted = new IssueDetector(settings)
  fitted.startLearning()
  const play = player()
  for (const tick of stream.ticks.slice(0, plan.testDay * TICKS_PER_DAY)) {
    if (tick.tick === Math.min(FIT_DAY, plan.testDay - 7) * TICKS_PER_DAY) fitted.forgetHistory()
    play(fitted, tick)
  }
  fitted.stopLearning()
  const learned = fitted.snapshot()
  const alerts = new Map<number, readonly Alert[]>()
  for (const budget of budgets) {
    const detector = new IssueDetector(settings)
    detector.restore(learned)
    detector.recalibrate({ codeFalseAlarms: budget, phraseFalseAlarms: budget })
    const found: Detection[] = []
    for (const tick of stream.ticks.slice(plan.testDay * TICKS_PER_DAY)) found.push(...play(detector, tick))
    found.forEach(look)
    alerts.set(
      budget,
      found.flatMap((one) => toAlert(one, stream)),
    )
  }
  return { alerts }
}

function player(): (detector: IssueDetector, tick: CodedTick) => readonly Detection[] {
  const chance = new Chance(1)
  let serial = 0
  return (detector, { tick, contacts }) => {
    const found: Detection[] = []
    for (const { at, code } of contacts) {
      serial += 1
      const contact: Contact = {
        id: `contact-${serial}`,
        channel: chance.pick(CHANNEL_MIX),
        step: null,
        at: wallMs(FIRST_DAY_MS + Math.floor(at * TICK_MS)),
        authorKey: null,
        language: 'en-US',
        codes: [`c${code}`],
        texts: [],
        rating: null,
        sourceId: 'centre',
      }
      found.push(...detector.observe(contact))
    }
    found.push(...detector.advanceTo(wallMs(FIRST_DAY_MS + (tick + 1) * TICK_MS)))
    return found
  }
}

function toAlert(detection: Detection, { incidents }: CodedStream): readonly Alert[] {
  if (detection.type !== 'opened' || detection.issue.held !== null) return []
  // Rounded down to a millisecond; the half keeps the alerting contact within.
  const at = (detection.at + 0.5 - FIRST_DAY_MS) / TICK_MS
  const code = Number(detection.issue.code?.slice(1))
  return [{ at, incident: incidentAt(incidents, code, at) }]
}

/** The incident of a subject at a moment in ticks, or shortly before; -1 when there is none. */
export function incidentAt(
  incidents: readonly { subject: number; from: number; to: number }[],
  subject: number,
  at: number,
): number {
  return incidents.findIndex((one) => one.subject === subject && at >= one.from && at <= one.to + GRACE_TICKS)
}
