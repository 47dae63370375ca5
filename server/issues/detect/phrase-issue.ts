import { CHANNELS, type Channel } from '../../contracts/contact.ts'
import { type WallMs, wallMs } from '../../contracts/time.ts'
import { wordsWithKeys } from '../../language/content-words.ts'
import { type Cluster } from './clusters.ts'
import { type ContactWindow, type Entry } from './contact-window.ts'
import { featuresOf, featureText } from './features.ts'
import { type HeldReason, type Issue, MOST_CONTACTS } from './issue.ts'
import { type Topic } from './phrase-topic.ts'
import { TICK_MS, TICKS_PER_HOUR } from './tick.ts'

const WORDS = 3
const QUOTES = 3
/** When so many of its customers hit a code with an open issue, the phrase says nothing that the code does not. */
const EXPLAINED = 0.5
const NOTHING: ReadonlySet<number> = new Set()

/** When it is told. */
export interface PhraseMoment {
  readonly tick: number
  readonly window: ContactWindow
  /** Whether a code has an issue, on all channels or on one. */
  readonly isCodeOpen: (code: number) => boolean
}

/** Everything that a phrase's issue is told with. */
export interface PhraseFacts {
  readonly topic: Topic
  readonly cluster: Cluster
  readonly now: PhraseMoment
  /** Customers of the last hour. */
  readonly hour: number
  readonly threshold: number
  readonly at: WallMs
}

export function phraseIssueId({ serial, alarm, began }: Topic): string {
  return `phrase:${serial}:${alarm?.opened ?? began}`
}

export function phraseIssue({ topic, cluster, now, hour, threshold, at }: PhraseFacts): Issue {
  const { alarm } = topic
  const recent = cluster.supporters.filter(({ tick }) => tick > now.tick - TICKS_PER_HOUR)
  return {
    id: phraseIssueId(topic),
    kind: 'phrase',
    code: null,
    channel: null,
    onsetAt: wallMs((alarm?.onset ?? now.tick) * TICK_MS),
    openedAt: wallMs(Math.min(at, ((alarm?.opened ?? now.tick) + 1) * TICK_MS)),
    contacts: alarm?.hits ?? cluster.supporters.length,
    perHour: recent.length,
    expectedPerHour: topic.share * hour,
    severity: topic.score / threshold,
    byChannel: countChannels(recent),
    words: readWords(cluster),
    quotes: quotesOf(cluster),
    contactIds: cluster.supporters.slice(0, MOST_CONTACTS).map(({ id }) => id),
    held: holdBack(topic, cluster.supporters, now),
  }
}

function countChannels(entries: readonly Entry[]): Issue['byChannel'] {
  const counts: Partial<Record<Channel, number>> = {}
  for (const { channel } of entries) {
    const name = CHANNELS[channel]
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** Features are numbers; how they read is found again in what the customers said. */
function readWords({ candidates, supporters }: Cluster): readonly string[] {
  const texts = supporters.flatMap((entry) => entry.texts).map(wordsWithKeys)
  const words: string[] = []
  for (const { feature } of candidates) {
    if (words.length === WORDS) break
    const read = texts.map((text) => featureText(feature, text)).find((text) => text !== null)
    if (read !== undefined) words.push(read)
  }
  return words
}

/** Of what each of the first customers said, the text that holds most of the words. */
function quotesOf({ candidates, supporters }: Cluster): readonly string[] {
  const sought = new Set(candidates.map(({ feature }) => feature))
  const wordsIn = (text: string): number =>
    featuresOf([text], NOTHING).reduce((sum, feature) => sum + Number(sought.has(feature)), 0)
  return supporters
    .slice(0, QUOTES)
    .flatMap(({ texts }) => texts.toSorted((a, b) => wordsIn(b) - wordsIn(a)).slice(0, 1))
}

/**
 * Whether codes with an issue say already what the customers say. It goes by customers and not by contacts, because a
 * call's code may come before its words, and it holds on to codes that explained the phrase once: what is left of an
 * incident that is over is no issue of its own.
 */
function holdBack(
  topic: Topic,
  supporters: readonly Entry[],
  { window, isCodeOpen }: PhraseMoment,
): HeldReason | null {
  if (supporters.length > 0) {
    const explaining = (code: number): boolean => isCodeOpen(code) || topic.explainedBy.has(code)
    const persons = new Set(supporters.map(({ person }) => person))
    const explained = [...window.since(-Infinity)].filter(
      ({ person, codes }) => persons.has(person) && codes.some(explaining),
    )
    const customers = new Set(explained.map(({ person }) => person)).size
    topic.isHeld = customers > 0 && customers >= EXPLAINED * persons.size
    const codes = topic.isHeld ? explained.flatMap((entry) => entry.codes).filter(explaining) : []
    for (const code of codes) topic.explainedBy.add(code)
  }
  return topic.isHeld ? 'code-open' : null
}
