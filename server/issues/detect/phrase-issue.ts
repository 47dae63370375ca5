import { CHANNELS, type Channel } from '../../contracts/contact.ts'
import { wallMs } from '../../contracts/time.ts'
import { wordsWithKeys } from '../../language/content-words.ts'
import { type Cluster } from './clusters.ts'
import { type Entry } from './contact-window.ts'
import { featureText } from './features.ts'
import { type HeldReason, type Issue, MOST_CONTACTS } from './issue.ts'
import { type Topic } from './phrase-topic.ts'
import { TICK_MS, TICKS_PER_HOUR } from './tick.ts'

const WORDS = 3
const QUOTES = 3
/** When so many of its customers hit a code with an open issue, the phrase says nothing that the code does not. */
const EXPLAINED = 0.5

/** Everything that a phrase's issue is told with. */
export interface PhraseFacts {
  readonly topic: Topic
  readonly cluster: Cluster
  readonly now: { readonly tick: number; readonly isCodeOpen: (code: number) => boolean }
  /** Customers of the last hour. */
  readonly hour: number
  readonly threshold: number
}

export function phraseIssueId({ serial, alarm, began }: Topic): string {
  return `phrase:${serial}:${alarm?.opened ?? began}`
}

export function phraseIssue({ topic, cluster, now, hour, threshold }: PhraseFacts): Issue {
  const { alarm } = topic
  const recent = cluster.supporters.filter(({ tick }) => tick > now.tick - TICKS_PER_HOUR)
  return {
    id: phraseIssueId(topic),
    kind: 'phrase',
    code: null,
    channel: null,
    onsetAt: wallMs((alarm?.onset ?? now.tick) * TICK_MS),
    openedAt: wallMs(((alarm?.opened ?? now.tick) + 1) * TICK_MS),
    contacts: alarm?.hits ?? cluster.supporters.length,
    perHour: recent.length,
    expectedPerHour: topic.share * hour,
    severity: topic.score / threshold,
    byChannel: countChannels(recent),
    words: readWords(cluster),
    quotes: cluster.supporters.flatMap(({ texts }) => texts.slice(0, 1)).slice(0, QUOTES),
    contactIds: cluster.supporters.slice(0, MOST_CONTACTS).map(({ id }) => id),
    held: heldReason(cluster.supporters, now.isCodeOpen),
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

function heldReason(supporters: readonly Entry[], isCodeOpen: (code: number) => boolean): HeldReason | null {
  const explained = supporters.filter(({ codes }) => codes.some(isCodeOpen)).length
  return explained > 0 && explained >= EXPLAINED * supporters.length ? 'code-open' : null
}
