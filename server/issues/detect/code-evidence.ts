import { CHANNELS, type Channel } from '../../contracts/contact.ts'
import { type Alarm } from './alarm.ts'
import { type ContactWindow } from './contact-window.ts'
import { type Exposure } from './exposure.ts'
import { type Issue, MOST_CONTACTS } from './issue.ts'
import { TICKS_PER_HOUR } from './tick.ts'

const QUOTES = 3

/** Feeds of which it is known what is usual. */
export function knownSources(exposure: Exposure, tick: number): readonly number[] {
  return Array.from({ length: exposure.sources }, (_, source) => source).filter((source) =>
    exposure.isKnown(source, tick),
  )
}

/** Every hit of a code in the window, on one channel (then told apart by channel) or on all (by feed). */
export function recentHits(
  window: ContactWindow,
  code: number,
  channel: number | null,
): readonly { tick: number; stratum: number }[] {
  const hits: { tick: number; stratum: number }[] = []
  for (const entry of window.since(-Infinity)) {
    if (!entry.codes.includes(code) || (channel !== null && entry.channel !== channel)) continue
    hits.push({ tick: entry.tick, stratum: channel ?? entry.source })
  }
  return hits
}

/** Log-likelihood ratio of what came since the onset against the usual rate: it is not capped as the sums are. */
export function evidenceOf({ hits, expected }: Alarm): number {
  return hits <= expected ? 0 : hits * Math.log(hits / Math.max(1e-6, expected)) - (hits - expected)
}

/** Customers of the last hour who hit the code, and what some of them said, the latest first. */
export function lastHour(
  { tick, window }: { readonly tick: number; readonly window: ContactWindow },
  code: number,
  channel: Channel | null,
): Pick<Issue, 'contacts' | 'byChannel' | 'quotes' | 'contactIds'> {
  const byChannel: Partial<Record<Channel, number>> = {}
  const quotes: string[] = []
  const ids: string[] = []
  let contacts = 0
  for (const entry of window.since(tick - TICKS_PER_HOUR + 1)) {
    const from = CHANNELS[entry.channel]
    if (from === undefined || !entry.codes.includes(code) || (channel !== null && from !== channel)) continue
    contacts += 1
    byChannel[from] = (byChannel[from] ?? 0) + 1
    quotes.push(...entry.texts)
    ids.push(entry.id)
  }
  const contactIds = ids.slice(-MOST_CONTACTS).toReversed()
  return { contacts, byChannel, contactIds, quotes: quotes.slice(-QUOTES).toReversed() }
}
