import type { KanoClass, NeedTier } from '../../contracts/issue.ts'
import type { Hit } from './hits.ts'

/** Fewer customers than this say nothing about all of them; what the code frame says holds until then. */
const LEAST_CUSTOMERS = 4
const UNHAPPY = -0.25
const HAPPY = 0.25
/** One mood outweighs the other when it is so many times as frequent. */
const OUTWEIGHS = 3
/** Of fewer than so many in a hundred a mood is nobody's. */
const LEAST_SHARE = 0.15
const BROKEN_SHARE = 1 / 3
const WISH_SHARE = 0.2

export interface NeedFigures {
  readonly need: NeedTier
  readonly kano: KanoClass
}

interface Shares {
  readonly customers: number
  readonly unhappy: number
  readonly happy: number
  readonly broken: number
  readonly wish: number
}

/**
 * Need tier and Kano class of an issue, from how its customers talk of it.
 *
 * Kano, Seraku, Takahashi and Tsuji, "Attractive quality and must-be quality", 1984, ask in pairs of questions how one
 * feels with a property and without it. Contacts are not asked, so the asymmetry of their moods stands for the pair, as
 * in J.-W. Bi et al., "Modelling customer satisfaction from online reviews using ensemble neural network and
 * effect-based Kano model", International Journal of Production Research 57, 2019: what is only ever complained of is
 * taken for granted (must-be), what is only ever praised was not expected (attractive), what draws both is
 * one-dimensional, what draws neither is indifferent.
 */
export function needOf(hits: Iterable<Hit>, fallback: NeedTier | null): NeedFigures {
  const shares = sharesOf(hits)
  return { need: tierOf(shares, fallback ?? 'pain'), kano: kanoOf(shares) }
}

function sharesOf(hits: Iterable<Hit>): Shares {
  let customers = 0
  const counts = { unhappy: 0, happy: 0, broken: 0, wish: 0 }
  for (const { moodSum, moods, broken, wish } of hits) {
    customers += 1
    const mood = moods === 0 ? 0 : moodSum / moods
    if (mood <= UNHAPPY) counts.unhappy += 1
    if (mood >= HAPPY) counts.happy += 1
    if (broken) counts.broken += 1
    if (wish) counts.wish += 1
  }
  const of = Math.max(1, customers)
  return {
    customers,
    unhappy: counts.unhappy / of,
    happy: counts.happy / of,
    broken: counts.broken / of,
    wish: counts.wish / of,
  }
}

function tierOf({ customers, unhappy, happy, broken, wish }: Shares, fallback: NeedTier): NeedTier {
  if (customers < LEAST_CUSTOMERS) return fallback
  if (broken >= BROKEN_SHARE || unhappy >= 1 / 2) return 'pain'
  if (happy >= LEAST_SHARE && happy > OUTWEIGHS * unhappy && happy > wish) return 'delight'
  return wish >= WISH_SHARE ? 'itch' : fallback
}

function kanoOf({ unhappy, happy, broken }: Shares): KanoClass {
  // A customer who tells calmly that it is broken misses it no less.
  const missed = Math.max(unhappy, broken)
  if (missed < LEAST_SHARE && happy < LEAST_SHARE) return 'indifferent'
  if (missed >= OUTWEIGHS * happy) return 'must-be'
  return happy >= OUTWEIGHS * missed ? 'attractive' : 'one-dimensional'
}
