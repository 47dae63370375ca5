import type { SpokenWord } from './spoken-words.ts'

/**
 * What a party said in the last stretch of talk time, in buckets of equal length: in bucket `first + n` began
 * `words[n]` words, which took `ms[n]` milliseconds of speaking. Where nobody counts them, `words` is empty.
 */
export interface Window {
  readonly first: number
  readonly ms: readonly number[]
  readonly words: readonly number[]
}

export interface Amount {
  readonly ms: number
  readonly words: number
}

export const EMPTY_WINDOW: Window = { first: 0, ms: [], words: [] }

const BUCKETS = 20

const LEAST_BUCKET_MS = 1000

/** A window of `overMs` reaches back to the beginning of a bucket: by up to this much further. */
export function bucketMs(overMs: number): number {
  return Math.max(LEAST_BUCKET_MS, Math.ceil(overMs / BUCKETS))
}

/** Adds words, and forgets what the window has left behind at `nowMs` of talk time. */
export function addToWindow(
  window: Window,
  added: {
    readonly overMs: number
    readonly nowMs: number
    readonly words: readonly SpokenWord[]
    readonly countWords: boolean
  },
): Window {
  const width = bucketMs(added.overMs)
  const oldest = oldestBucket(added.overMs, added.nowMs)
  const amounts = new Map<number, Amount>()
  const add = (bucket: number, amount: Amount): void => {
    if (bucket < oldest || amount.ms === 0) return
    const { ms, words } = amounts.get(bucket) ?? { ms: 0, words: 0 }
    amounts.set(bucket, { ms: ms + amount.ms, words: words + amount.words })
  }
  window.ms.forEach((ms, place) => add(window.first + place, { ms, words: window.words[place] ?? 0 }))
  for (const { atMs, ms } of added.words) add(Math.floor(atMs / width), { ms, words: 1 })
  if (amounts.size === 0) return EMPTY_WINDOW
  const first = Math.min(...amounts.keys())
  const rows = Array.from({ length: Math.max(...amounts.keys()) - first + 1 }, (_, place) =>
    amounts.get(first + place),
  )
  const words = added.countWords ? rows.map((row) => row?.words ?? 0) : []
  return { first, ms: rows.map((row) => row?.ms ?? 0), words }
}

/** What was said in the window that ends at `nowMs` of talk time. */
export function amountIn(window: Window, overMs: number, nowMs: number): Amount {
  const from = Math.max(0, oldestBucket(overMs, nowMs) - window.first)
  return { ms: sum(window.ms.slice(from)), words: sum(window.words.slice(from)) }
}

/** The moments of talk time after `nowMs` at which a bucket leaves the window, in order. */
export function departures(window: Window, overMs: number, nowMs: number): readonly number[] {
  const width = bucketMs(overMs)
  return window.ms.map((_, place) => (window.first + place + 1) * width + overMs).filter((ms) => ms > nowMs)
}

/** The oldest bucket that ends after the window's beginning. */
function oldestBucket(overMs: number, nowMs: number): number {
  return Math.floor((nowMs - overMs) / bucketMs(overMs))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
