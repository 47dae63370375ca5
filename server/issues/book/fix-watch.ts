import type { IssueVerification } from '../../contracts/issue.ts'
import { wallMs, type WallMs } from '../../contracts/time.ts'

/** Contacts of the first minutes are about what happened before the fix. */
export const GRACE_MS = 15 * 60_000
/** It never holds sooner, however many contacts there were before. */
const LEAST_MS = 30 * 60_000
/** Of the increase before the fix, what would still be an issue. */
const STILL_BAD = 0.5
/** Chance of each of the two wrong answers. */
const WRONG = 0.05
const DECIDE = Math.log((1 - WRONG) / WRONG)
const LEAST_CONTACTS = 2
const HOUR_MS = 3_600_000
/** Of what is never heard of, some contact in two days is still usual. */
const LEAST_USUAL_PER_HOUR = 0.02

/** How a fix is measured: plain data. */
export interface FixWatch {
  readonly sinceAt: WallMs
  /** Up to which contacts have been counted. */
  readonly upTo: WallMs
  readonly contacts: number
  readonly expected: number
  /** Log-likelihood ratio of "it goes on" against "it is as usual". */
  readonly evidence: number
  /** What it still would be when nothing had been repaired, as a share of all contacts beyond the usual. */
  readonly increase: number
}

export interface FixStep {
  readonly now: WallMs
  /** Contacts of the issue since `upTo`. */
  readonly count: number
  /** What is usual now, and all contacts, an hour. */
  readonly usualPerHour: number
  readonly volumePerHour: number
}

export function watchFix(
  now: WallMs,
  before: { readonly lastHour: number; readonly expected: number; readonly volumePerHour: number },
): FixWatch {
  const sinceAt = wallMs(now + GRACE_MS)
  const increase = Math.max(0.003, (before.lastHour - before.expected) / Math.max(1, before.volumePerHour))
  return { sinceAt, upTo: sinceAt, contacts: 0, expected: 0, evidence: 0, increase: increase * STILL_BAD }
}

/**
 * One more look at a fix: A. Wald's sequential probability ratio test (1945) of the usual Poisson rate against that
 * with half the increase from before the fix, both wrong answers at 5 %. It may be looked at as often as one likes.
 */
export function stepFix(watch: FixWatch, { now, count, usualPerHour, volumePerHour }: FixStep): FixWatch {
  if (now <= watch.upTo) return watch
  const hours = (now - watch.upTo) / HOUR_MS
  const usual = Math.max(LEAST_USUAL_PER_HOUR, usualPerHour) * hours
  const raised = usual + watch.increase * volumePerHour * hours
  return {
    ...watch,
    upTo: now,
    contacts: watch.contacts + count,
    expected: watch.expected + usualPerHour * hours,
    evidence: watch.evidence + count * Math.log(raised / usual) - (raised - usual),
  }
}

export function verificationOf(watch: FixWatch): IssueVerification {
  const { sinceAt, contacts, expected, evidence, upTo } = watch
  const result =
    evidence >= DECIDE && contacts >= LEAST_CONTACTS
      ? 'does-not-hold'
      : evidence <= -DECIDE && upTo - sinceAt >= LEAST_MS
        ? 'holds'
        : 'waiting'
  return { sinceAt, contacts, expected: Math.round(expected * 100) / 100, result }
}
