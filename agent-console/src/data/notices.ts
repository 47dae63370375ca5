import type { VolumeNotice } from '../../../server/contracts/volume-notice.ts'
import { clockWords, countWords } from './issue-words.ts'
import { hasFields } from './shape.ts'

/** What the server says of the number of contacts and of feeds: which of it is shown how long, and in which words. */

const HOUR = 3_600_000
const DAY = 24 * HOUR

export function isNotice(value: unknown): value is VolumeNotice {
  return hasFields(value, {
    noticeId: 'string',
    kind: 'string',
    at: 'number',
    sinceAt: 'number',
    perHour: 'number',
    expectedPerHour: 'number',
    quietUntil: 'number',
  })
}

/** Oldest first, each once, of one day. */
export function withNotice(notices: readonly VolumeNotice[], notice: VolumeNotice): readonly VolumeNotice[] {
  const others = notices.filter(({ noticeId, at }) => noticeId !== notice.noticeId && notice.at - at < DAY)
  return [...others, notice]
}

/** How long one is shown unless somebody closes it: a silent feed until it delivers again, the others an hour. */
function shownMs({ kind }: VolumeNotice): number {
  return kind === 'source-stopped' ? DAY : HOUR
}

/** What is so now, newest first: the latest of each feed, and of all contacts together. */
export function currentNotices(
  notices: readonly VolumeNotice[],
  { now, closed }: { readonly now: number; readonly closed: ReadonlySet<string> },
): readonly VolumeNotice[] {
  const latest = new Map(notices.map((notice) => [notice.sourceId, notice]))
  return [...latest.values()]
    .filter((notice) => now - notice.at < shownMs(notice) && !closed.has(notice.noticeId))
    .toSorted((one, other) => other.at - one.at)
}

/** `31 % more contacts than usual since 14:05 (52 an hour, usually 40)`. */
export function noticeWords(notice: VolumeNotice, now: number): string {
  const { kind, sourceId, sinceAt, perHour, expectedPerHour } = notice
  const since = `since ${clockWords(sinceAt, now)}`
  const feed = `The feed ${sourceId ?? 'without a name'}`
  switch (kind) {
    case 'volume-up':
    case 'volume-down': {
      const figures = `(${countWords(perHour)} an hour, usually ${countWords(expectedPerHour)})`
      return `${changeWords(notice)} contacts than usual ${since} ${figures}`
    }
    case 'source-started':
      return `${feed} began to deliver at ${clockWords(sinceAt, now)}`
    case 'source-stopped':
      return `${feed} has been silent ${since}`
    case 'source-resumed':
      return `${feed} has delivered again ${since}`
    default:
      return kind
  }
}

/** What it means for the list of issues; empty once it means nothing any more. */
export function quietWords({ quietUntil }: VolumeNotice, now: number): string {
  return quietUntil <= now ? '' : `nothing new is opened until ${clockWords(quietUntil, now)}`
}

function changeWords({ kind, perHour, expectedPerHour }: VolumeNotice): string {
  const isMore = kind === 'volume-up'
  const percent = Math.round(100 * Math.abs(perHour / expectedPerHour - 1))
  // Where next to nothing is usual, a share of it says nothing.
  if (!Number.isFinite(percent) || percent >= 1000) return isMore ? 'Far more' : 'Far fewer'
  return `${percent} % ${isMore ? 'more' : 'fewer'}`
}
