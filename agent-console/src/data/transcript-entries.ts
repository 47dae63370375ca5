import type { GapNotice, Utterance } from '../../../server/contracts/transcript.ts'

/** One line of a transcript on screen. */
export type Entry = Utterance | GapNotice

function startOf(entry: Entry): number {
  return entry.type === 'utterance' ? entry.startMs : entry.atMs
}

function isEmptyFinal(utterance: Utterance): boolean {
  return utterance.state === 'final' && utterance.words.length === 0
}

/** Whether `next` says more than `known`: finals stay, and an older message never replaces a newer one. */
function supersedes(next: Utterance, known: Utterance): boolean {
  if (known.state === 'final') return next.state === 'final' && next.seq > known.seq
  return next.state === 'final' || next.seq > known.seq
}

/**
 * Puts an utterance in its place. An utterance keeps the place of its first partial although its final may
 * start a little earlier, so that lines never swap under a reader's eyes. An empty final takes the line away.
 */
export function withUtterance(entries: readonly Entry[], utterance: Utterance): readonly Entry[] {
  const at = entries.findLastIndex(
    (entry) => entry.type === 'utterance' && entry.utteranceId === utterance.utteranceId,
  )
  const known = entries[at]
  if (known?.type === 'utterance') {
    if (!supersedes(utterance, known)) return entries
    return isEmptyFinal(utterance) ? entries.toSpliced(at, 1) : entries.with(at, utterance)
  }
  return isEmptyFinal(utterance) ? entries : inserted(entries, utterance)
}

/** Notes missing audio, once. */
export function withGap(entries: readonly Entry[], gap: GapNotice): readonly Entry[] {
  if (entries.some((entry) => entry.type === 'gap' && entry.seq === gap.seq)) return entries
  return inserted(entries, gap)
}

/**
 * Joins what is on screen with a fresh account of the same call. Partials that the account does not know
 * are dropped: their finals passed while nobody listened.
 */
export function withHistory(entries: readonly Entry[], history: readonly Utterance[]): readonly Entry[] {
  const told = new Set(history.map((utterance) => utterance.utteranceId))
  const kept = entries.filter(
    (entry) => entry.type === 'gap' || entry.state === 'final' || told.has(entry.utteranceId),
  )
  return history.reduce(withUtterance, kept)
}

function inserted(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const before = entries.findLastIndex((other) => startOf(other) <= startOf(entry))
  return entries.toSpliced(before + 1, 0, entry)
}
