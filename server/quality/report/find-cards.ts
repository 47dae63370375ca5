import { AppError } from '../../contracts/errors.ts'
import type { ScoreCard, ScoreCardQuery } from '../../contracts/quality.ts'
import type { QualityStore, ScoreCardPage } from '../../contracts/store.ts'
import { wallMs } from '../../contracts/time.ts'
import { letOthersRun } from '../../platform/let-others-run.ts'
import type { LocalDays } from '../../platform/local-days.ts'
import { boundsOf, daysOf, slicesOf, type Period } from './period.ts'

/** A day of a large floor has some ten thousand cards. */
const DAYS_AT_ONCE = 1

/** One agent has some hundred cards in so many days. */
const AGENT_DAYS_AT_ONCE = 31

/** Whole cards are read so many at a time. */
const CARDS_AT_ONCE = 100

export interface FindCardsOptions {
  readonly store: Pick<QualityStore, 'listCards' | 'getCard'>
  readonly days: LocalDays
}

/**
 * The cards of a period that are asked for. The period is looked through some days at a time, until there are enough,
 * and others run in between.
 * @throws AppError `REQUEST_INVALID` for a period that cannot be, or an `after` that has no card.
 */
export async function findCards(
  query: ScoreCardQuery,
  options: FindCardsOptions,
): Promise<readonly ScoreCard[]> {
  const { store, days } = options
  const { after: afterId, ...rest } = query
  const period = daysOf(query, days)
  const after = afterId === undefined ? undefined : await store.getCard(afterId)
  if (after === null) throw new AppError('REQUEST_INVALID', 'after: expected a call that has a card.')
  const atOnce = query.agentId === undefined ? DAYS_AT_ONCE : AGENT_DAYS_AT_ONCE
  // A card keeps the day that it was scored for, also when the site has another time zone since.
  const slices = slicesOf({ fromDay: period.fromDay - 1, toDay: period.toDay + 1 }, atOnce)
  const page = { ...rest, after }
  return query.order === 'newest'
    ? newestOf(page, slices.toReversed(), options)
    : lowestOf(page, slices, options)
}

type Page = Omit<ScoreCardPage, 'fromDay' | 'toDay'>

async function newestOf(
  page: Page,
  slices: readonly Period[],
  { store, days }: FindCardsOptions,
): Promise<readonly ScoreCard[]> {
  const found: ScoreCard[] = []
  for (const slice of slices) {
    const bounds = boundsOf(slice, days)
    if (page.after !== undefined && bounds.from > page.after.startedAt) continue
    for (;;) {
      const limit = Math.min(CARDS_AT_ONCE, page.limit - found.length)
      const cards = await store.listCards({
        ...{ ...page, ...slice, limit, after: found.at(-1) ?? page.after },
        from: wallMs(Math.max(page.from, bounds.from)),
        to: wallMs(Math.min(page.to, bounds.to)),
      })
      found.push(...cards)
      await letOthersRun()
      if (found.length >= page.limit) return found
      if (cards.length < limit) break
    }
  }
  return found
}

/** Each day can only bring what is lower than the highest of those that would be answered so far. */
async function lowestOf(
  page: Page,
  slices: readonly Period[],
  { store }: FindCardsOptions,
): Promise<readonly ScoreCard[]> {
  let found: readonly ScoreCard[] = []
  for (const slice of slices) {
    const last = found.length < page.limit ? undefined : found.at(-1)
    const cards = await store.listCards({ ...page, ...slice, atMost: last?.score ?? undefined })
    found = [...found, ...cards].toSorted(byScore).slice(0, page.limit)
    await letOthersRun()
  }
  return found
}

function byScore(one: ScoreCard, other: ScoreCard): number {
  const byScores = (one.score ?? 0) - (other.score ?? 0)
  const byTimes = other.startedAt - one.startedAt
  return byScores || byTimes || (one.callId < other.callId ? 1 : -1)
}
