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
  /** Customers of the running tick who were counted when it opened in the middle of it. */
  early: number
  /** Whether codes with an issue said it already when it was last told of, and the codes that ever did. */
  isHeld: boolean
  readonly explainedBy: Set<number>
  /** What its contacts said while it was open, by feature, and how many they were: kept from the background. */
  readonly withheld: Map<number, number>
  withheldCustomers: number
}

/** Features of an issue's contacts that are counted, should it become usual: those that come first are the frequent ones. */
const MOST_WITHHELD = 4000

export function newTopic(tick: number, serial: number): Topic {
  return {
    ...{ began: tick, serial, features: new Map<number, number>(), anchors: new Set<number>() },
    ...{ share: 0, peak: 0, score: 0, alarm: null, cleared: -1, early: 0 },
    ...{
      isHeld: false,
      explainedBy: new Set<number>(),
      withheld: new Map<number, number>(),
      withheldCustomers: 0,
    },
  }
}

/** How many of the anchors a contact holds. */
export function anchorsIn({ features }: Pick<Entry, 'features'>, { anchors }: Topic): number {
  return features.reduce((sum, feature) => sum + Number(anchors.has(feature)), 0)
}

/** Whether a contact speaks of a topic: it is one of the issue's, or holds two features that were ever part of it. */
export function speaksOf(entry: Pick<Entry, 'features'>, topic: Topic): boolean {
  let held = 0
  for (const feature of entry.features) if (topic.features.has(feature)) held += 1
  return held > 1 || isAbout(entry, topic)
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

/** Keeps a contact of an open issue from the background; what it said is remembered with the issue. */
export function withhold({ features, isNewcomer }: Entry, topic: Topic): void {
  if (isNewcomer) topic.withheldCustomers += 1
  for (const feature of features) {
    const count = topic.withheld.get(feature) ?? 0
    if (count > 0 || topic.withheld.size < MOST_WITHHELD) topic.withheld.set(feature, count + 1)
  }
}

export function saveTopic(topic: Topic, to: StateWriter): void {
  const { began, serial, share, peak, score, cleared, early, isHeld, withheldCustomers } = topic
  const { features, anchors, alarm, explainedBy, withheld } = topic
  to.numbers([began, serial, share, peak, score, cleared, early, Number(isHeld), withheldCustomers])
  to.numbers([...features].flat())
  to.numbers([...explainedBy])
  to.numbers([...withheld].flat())
  to.numbers([...anchors])
  to.numbers(alarm === null ? [] : alarmNumbers(alarm))
}

export function loadTopic(from: StateReader): Topic {
  const [began = 0, serial = 0, share = 0, peak = 0, score = 0, ...more] = from.numbers()
  const [cleared = 0, early = 0, isHeld = 0, withheldCustomers = 0] = more
  const features = pairsOf(from.numbers())
  const explainedBy = new Set(from.numbers())
  const withheld = pairsOf(from.numbers())
  const anchors = new Set(from.numbers())
  const alarm = from.numbers()
  return {
    ...{ began, serial, share, peak, score, cleared, early, features, anchors },
    ...{ isHeld: isHeld === 1, explainedBy, withheld, withheldCustomers },
    alarm: alarm.length === 0 ? null : alarmFrom(alarm),
  }
}

function pairsOf(numbers: readonly number[]): Map<number, number> {
  const pairs = new Map<number, number>()
  for (let at = 0; at + 1 < numbers.length; at += 2) pairs.set(numbers[at] ?? 0, numbers[at + 1] ?? 0)
  return pairs
}
