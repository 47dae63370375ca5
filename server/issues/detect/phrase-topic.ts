import { type Alarm, alarmFrom, alarmNumbers } from './alarm.ts'
import { type Entry } from './contact-window.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'

/** A group of features that is followed from its first suspicion until it is quiet again. */
export interface Topic {
  /** Its first tick, and its number among all topics: part of the id. */
  readonly began: number
  readonly serial: number
  /** Features that were part of it, and when last. */
  readonly features: Map<number, number>
  /** The features that it is counted by since it is an issue. */
  anchors: ReadonlySet<number>
  /** Usual share of contacts that hold an anchor. */
  share: number
  /** The highest score so far, and that of now. */
  peak: number
  score: number
  /** Null as long as it is only a suspicion, and again when it is over. */
  alarm: Alarm | null
  /** When the issue ended; -1 when there was none. */
  cleared: number
}

export function newTopic(tick: number, serial: number): Topic {
  return {
    ...{ began: tick, serial, features: new Map<number, number>(), anchors: new Set<number>() },
    ...{ share: 0, peak: 0, score: 0, alarm: null, cleared: -1 },
  }
}

/** Whether a contact is one of the issue's: it holds the first of its anchors, or two of the others. */
export function isAbout({ features }: Pick<Entry, 'features'>, { anchors }: Pick<Topic, 'anchors'>): boolean {
  const [first] = anchors
  let held = 0
  for (const feature of features) {
    if (feature === first) return true
    if (anchors.has(feature)) held += 1
  }
  return held > 1
}

export function saveTopic(topic: Topic, to: StateWriter): void {
  const { began, serial, share, peak, score, cleared, features, anchors, alarm } = topic
  to.numbers([began, serial, share, peak, score, cleared])
  to.numbers([...features].flat())
  to.numbers([...anchors])
  to.numbers(alarm === null ? [] : alarmNumbers(alarm))
}

export function loadTopic(from: StateReader): Topic {
  const [began = 0, serial = 0, share = 0, peak = 0, score = 0, cleared = 0] = from.numbers()
  const pairs = from.numbers()
  const features = new Map<number, number>()
  for (let at = 0; at + 1 < pairs.length; at += 2) features.set(pairs[at] ?? 0, pairs[at + 1] ?? 0)
  const anchors = new Set(from.numbers())
  const alarm = from.numbers()
  return {
    ...{ began, serial, share, peak, score, cleared, features, anchors },
    alarm: alarm.length === 0 ? null : alarmFrom(alarm),
  }
}
