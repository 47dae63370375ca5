import { wallMs } from '../../contracts/time.ts'
import { openAlarm, stepAlarm } from './alarm.ts'
import { type Candidate, type Cluster, clusterByContacts } from './clusters.ts'
import { type Entry } from './contact-window.ts'
import { type ClearReason, type Detection } from './issue.ts'
import { PeakHistory } from './peak-history.ts'
import { phraseIssue, phraseIssueId, type PhraseMoment } from './phrase-issue.ts'
import { PhraseScan, SUSPICION } from './phrase-scan.ts'
import {
  anchorsIn,
  isAbout,
  loadTopic,
  newTopic,
  saveTopic,
  speaksOf,
  type Topic,
  withhold,
} from './phrase-topic.ts'
import { type DetectSettings } from './settings.ts'
import { type StateReader, type StateWriter } from './state-codec.ts'
import { LocalClock, TICK_MS, TICKS_PER_DAY, TICKS_PER_HOUR } from './tick.ts'

/** A feature is part of a topic for so long after it was last suspicious; an issue that is over keeps quiet as long. */
const COOLDOWN_TICKS = 48
/** A suspicion is one event of the history for so long: about as long as an issue of it would keep quiet. */
const SUSPICION_TICKS = 72
/** A cluster goes on with a topic when its first feature, or so much of it, belongs to the topic. */
const SAME_TOPIC = 0.34
const ANCHORS = 12
const LEAST_HISTORY_DAYS = 4
const UPDATE_TICKS = 6
/**
 * Looks are no independent draws: what one customer says comes as ten features at once, and subjects come in bursts.
 * Where thresholds were measured (60 and 250 contacts an hour) they lay so far above what independence would give.
 */
const BURSTS = 2.25

/** Half a minute of contacts' time between two looks in the middle of a tick. */
const LOOK_EVERY_MS = 30_000
/** And no more of these looks in the three hours of the window. */
const LOOKS_A_WINDOW = 200
/** With more contacts in the window a look in the middle of a tick leaves out what open issues are about. */
const CROWDED = 20_000

/**
 * While the background grows, less and less is surprising by chance, so what a threshold was made for comes less often
 * soon after. On the tuning seeds, with a third of the background still to come, two thirds of the alarms came.
 */
const RARER = 1.3

export interface UnknownTick extends PhraseMoment {
  readonly muted: boolean
}

/** Finds words and pairs of words that more customers say than usual, whatever they are. */
export class UnknownIssues {
  readonly #settings: DetectSettings
  readonly #scan: PhraseScan
  readonly #history = new PeakHistory(1)
  #topics: Topic[] = []
  #serial = 0
  #calibratedAt = -Infinity
  /** -log10 of a chance; Infinity before the first calibration. */
  #threshold: number
  #isMeasured = false
  /** When it last looked in the middle of a tick, and contacts since then. */
  #lookedAt = 0
  #unseen = 0
  #budget: number
  learning = false

  constructor(settings: DetectSettings) {
    const clock = new LocalClock(settings.timeZone)
    this.#settings = settings
    this.#scan = new PhraseScan((tick) => clock.at(tick).hour)
    this.#budget = settings.phraseFalseAlarms
    this.#threshold = Infinity
  }

  /** Sightings of features that the last three hours had no room for. */
  get refused(): number {
    return this.#scan.refused
  }

  /** False alarms a day that the threshold was made for. */
  get budget(): number {
    return this.#budget
  }

  get historyDays(): number {
    return this.#history.days
  }

  hit(features: Uint32Array, { counts, isNewcomer }: { counts: boolean; isNewcomer: boolean }): void {
    if (!counts) return
    this.#scan.hit(features, isNewcomer)
    this.#unseen += 1
  }

  /**
   * Looks in the middle of a tick, after a contact: every half a minute of the contacts' time, and on a busy site after
   * a small part of what the window holds, because a look goes through all of it.
   */
  lookEarly(now: UnknownTick, at: number): readonly Detection[] {
    if (at - this.#lookedAt < LOOK_EVERY_MS || this.#unseen * LOOKS_A_WINDOW < now.window.size) return []
    this.#unseen = 0
    this.#lookedAt = at
    // What belongs to an open issue can wait for the end of the tick: in a flood it is most of what there is.
    const open = this.#topics.filter(({ alarm }) => alarm !== null)
    const isNew = ({ feature }: Candidate): boolean => open.every(({ features }) => !features.has(feature))
    const candidates = this.#scan.candidates()
    const fresh = candidates.filter(isNew)
    if (fresh.length === 0) return []
    return this.#follow(now.window.size > CROWDED ? fresh : candidates, now, at)
  }

  /** Whether a contact is of an issue or of words that would be one, and the usual share of contacts that are. */
  get rising(): { readonly isRising: (entry: Entry) => boolean; readonly share: number } {
    const topics = this.#topics.filter(({ alarm, cleared, score }) => {
      return alarm !== null || (cleared === -1 && score >= this.#threshold)
    })
    return {
      isRising: (entry) => topics.some((topic) => speaksOf(entry, topic)),
      share: topics.reduce((sum, { share }) => sum + share, 0),
    }
  }

  /** Begins a tick: what was said three hours ago is the background's now, unless it belongs to an issue. */
  begin(tick: number, gone: readonly Entry[]): void {
    const issues = this.#topics.filter(({ anchors }) => anchors.size > 0)
    const learned = gone.filter((entry) => {
      const topic = issues.find((issue) => isAbout(entry, issue))
      if (topic !== undefined && topic.alarm !== null) withhold(entry, topic)
      return topic === undefined
    })
    this.#scan.begin(tick, learned)
  }

  close(now: UnknownTick): readonly Detection[] {
    if (this.#isDueToCalibrate(now.tick)) this.recalibrate(now.tick)
    this.#history.passTick()
    if (now.tick % TICKS_PER_DAY === 0) this.#history.fade()
    if (!this.learning) this.#history.limit(0, this.#threshold)
    const detections = [
      ...this.#stepOpen(now),
      ...this.#follow(this.#scan.candidates(), now, endOf(now.tick)),
    ]
    this.#scan.passTick()
    this.#dropQuiet(now.tick)
    return detections
  }

  /** Hourly while nothing was calibrated on a history, because theory needs to know how much is looked at. */
  #isDueToCalibrate(tick: number): boolean {
    const every = this.#isMeasured ? this.#settings.recalibrateTicks : TICKS_PER_HOUR
    return tick - this.#calibratedAt >= every || this.#threshold === Infinity
  }

  recalibrate(tick: number, budget = this.#budget): void {
    this.#budget = budget
    this.#calibratedAt = tick
    const soon = budget * (1 + RARER * this.#scan.missing)
    const measured = this.#history.days < LEAST_HISTORY_DAYS ? null : this.#history.threshold(0, soon)
    this.#isMeasured = measured !== null
    this.#threshold = Math.max(SUSPICION, measured ?? Math.log10(this.#scan.looksPerDay / budget) + BURSTS)
  }

  forgetHistory(): void {
    this.#history.forget()
  }

  /** Takes up what is suspicious now; `at` is when it is told. */
  #follow(candidates: readonly Candidate[], now: UnknownTick, at: number): readonly Detection[] {
    if (candidates.length === 0) return []
    const oldest = now.tick - Math.max(...candidates.map(({ ticks }) => ticks)) + 1
    const detections: Detection[] = []
    for (const cluster of clusterByContacts(candidates, now.window.since(oldest))) {
      const topic = this.#openKin(cluster) ?? this.#topicOf(cluster, now.tick)
      topic.score = cluster.score
      topic.peak = Math.max(topic.peak, topic.score)
      for (const { feature } of cluster.candidates) topic.features.set(feature, now.tick)
      if (this.learning || now.muted || topic.score < this.#threshold) continue
      if (topic.alarm !== null || topic.cleared !== -1 || !this.#isUnhappy(cluster)) continue
      this.#open(topic, cluster, now)
      if (at < endOf(now.tick)) topic.early = this.#supporters(topic, now, 1).length
      detections.push(this.#tell('opened', topic, cluster, now, at))
    }
    return detections
  }

  /** The open issue that many of the cluster's customers speak of already, in its words. */
  #openKin({ supporters }: Cluster): Topic | undefined {
    return this.#topics.find((topic) => {
      if (topic.alarm === null) return false
      const shared = supporters.filter((entry) => speaksOf(entry, topic)).length
      return shared >= SAME_TOPIC * supporters.length
    })
  }

  /** The topic that the cluster goes on with, an open issue before a suspicion, or a new one. */
  #topicOf({ candidates }: Cluster, tick: number): Topic {
    const isIn = ({ features }: Topic, feature: number): boolean =>
      tick - (features.get(feature) ?? -Infinity) < COOLDOWN_TICKS
    const mine = this.#topics.filter((topic) => {
      const shared = candidates.filter(({ feature }) => isIn(topic, feature)).length
      return isIn(topic, candidates[0]?.feature ?? -1) || shared >= SAME_TOPIC * candidates.length
    })
    const [first] = mine.toSorted(
      (a, b) => Number(b.alarm !== null) - Number(a.alarm !== null) || a.serial - b.serial,
    )
    if (first !== undefined) return first
    this.#serial += 1
    const topic = newTopic(tick, this.#serial)
    this.#topics.push(topic)
    return topic
  }

  #isUnhappy({ supporters }: Cluster): boolean {
    const { sentiment, sentimentAtMost } = this.#settings
    return sentiment === null || sentiment(supporters.flatMap(({ texts }) => texts)) <= sentimentAtMost
  }

  #open(topic: Topic, { candidates, supporters }: Cluster, { tick }: UnknownTick): void {
    const anchors = candidates.slice(0, ANCHORS)
    topic.anchors = new Set(anchors.map(({ feature }) => feature))
    topic.share = Math.min(
      0.5,
      anchors.reduce((sum, { share }) => sum + share, 0),
    )
    const onset = supporters.reduce((least, entry) => Math.min(least, entry.tick), tick)
    const volume = this.#scan.customers(tick - onset + 1)
    const hits = supporters.length
    topic.alarm = openAlarm({ onset, opened: tick, hits, expected: topic.share * volume, volume })
  }

  #tell(
    type: 'opened' | 'updated',
    topic: Topic,
    cluster: Cluster,
    now: UnknownTick,
    atMs = endOf(now.tick),
  ): Detection {
    const at = wallMs(atMs)
    const facts = { hour: this.#scan.customers(TICKS_PER_HOUR), threshold: this.#threshold, at }
    return { type, at, issue: phraseIssue({ topic, cluster, now, ...facts }) }
  }

  #stepOpen(now: UnknownTick): Detection[] {
    const detections: Detection[] = []
    for (const topic of this.#topics) {
      if (topic.alarm === null) continue
      const volume = this.#scan.customers(1)
      const count = this.#supporters(topic, now, 1).length - topic.early
      topic.early = 0
      const step = { count, expected: topic.share * volume, volume, tick: now.tick }
      const outcome = stepAlarm(topic.alarm, step)
      if (outcome !== 'goes-on')
        detections.push(this.#clear(topic, outcome === 'over' ? 'quiet' : outcome, now))
      else if (this.#isDue(topic, now)) detections.push(this.#update(topic, now))
    }
    return detections
  }

  /** Contacts of the last ticks that hold one of the words that the issue is counted by. */
  #supporters({ anchors }: Topic, { tick, window }: UnknownTick, ticks: number): readonly Entry[] {
    return [...window.since(tick - ticks + 1)].filter(
      ({ counts, features }) => counts && features.some((feature) => anchors.has(feature)),
    )
  }

  #isDue({ alarm }: Topic, { tick }: UnknownTick): boolean {
    if (alarm === null || tick === alarm.opened || alarm.hits === alarm.told) return false
    return (tick - alarm.opened) % UPDATE_TICKS === 0
  }

  #update(topic: Topic, now: UnknownTick): Detection {
    if (topic.alarm !== null) topic.alarm.told = topic.alarm.hits
    const candidates = [...topic.anchors].map((feature) => ({
      feature,
      score: topic.score,
      ticks: 12,
      share: 0,
    }))
    const supporters = this.#supporters(topic, now, TICKS_PER_HOUR)
      .filter((entry) => isAbout(entry, topic))
      .toSorted((a, b) => anchorsIn(b, topic) - anchorsIn(a, topic))
    return this.#tell('updated', topic, { candidates, supporters, score: topic.score }, now)
  }

  #clear(topic: Topic, reason: ClearReason, { tick }: UnknownTick): Detection {
    const issueId = phraseIssueId(topic)
    topic.alarm = null
    topic.cleared = tick
    // What is over keeps its words until the last of its contacts has left the window; what is usual now is learned.
    if (reason === 'usual-now') {
      topic.anchors = new Set()
      this.#scan.adopt(topic.withheld, topic.withheldCustomers)
    }
    topic.withheld.clear()
    return { type: 'cleared', issueId, at: wallMs(endOf(tick)), reason }
  }

  /** Suspicions that came to nothing are the history that thresholds are made from; each counts for some hours. */
  #dropQuiet(tick: number): void {
    this.#topics = this.#topics.filter((topic) => {
      if (topic.alarm !== null) return true
      if (topic.cleared !== -1) return tick - topic.cleared < COOLDOWN_TICKS
      if (tick - topic.began < SUSPICION_TICKS) return true
      this.#history.add(0, topic.peak)
      return false
    })
  }

  save(to: StateWriter): void {
    this.#scan.save(to)
    this.#history.save(to)
    to.numbers([
      this.#serial,
      this.#calibratedAt,
      this.#threshold,
      this.#budget,
      Number(this.learning),
      Number(this.#isMeasured),
      this.#lookedAt,
      this.#unseen,
    ])
    to.number(this.#topics.length)
    for (const topic of this.#topics) saveTopic(topic, to)
  }

  load(from: StateReader): void {
    this.#scan.load(from)
    this.#history.load(from)
    const [serial = 0, calibratedAt = 0, threshold = 0, budget = 0, ...more] = from.numbers()
    const [learning = 0, measured = 0, lookedAt = 0, unseen = 0] = more
    this.#lookedAt = lookedAt
    this.#unseen = unseen
    this.#serial = serial
    this.#calibratedAt = calibratedAt
    this.#threshold = threshold
    this.#budget = budget
    this.learning = learning === 1
    this.#isMeasured = measured === 1
    this.#topics = Array.from({ length: from.number() }, () => loadTopic(from))
  }
}

function endOf(tick: number): number {
  return (tick + 1) * TICK_MS
}
