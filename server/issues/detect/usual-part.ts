import { type Entry } from './contact-window.ts'

/** A subject of more of the contacts than this is no subject of its own. */
const MOST_SHARE = 0.9

/**
 * What part of a tick's customers is there as usual, 0 to 1. Left out are those of subjects that rise, as far as there
 * are more of them than the others, at the subjects' usual share, would bring with them: when everything grows, nothing
 * is left out.
 */
export function usualPart(
  entries: Iterable<Entry>,
  isRising: (entry: Entry) => boolean,
  usualShare: number,
): number {
  const newcomers = new Set<number>()
  const risen = new Set<number>()
  for (const entry of entries) {
    if (entry.isNewcomer) newcomers.add(entry.person)
    if (isRising(entry)) risen.add(entry.person)
  }
  if (newcomers.size === 0 || risen.size === 0) return 1
  const others = newcomers.difference(risen).size
  return Math.min(1, others / newcomers.size / (1 - Math.min(MOST_SHARE, usualShare)))
}
