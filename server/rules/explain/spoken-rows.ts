import type { Party } from '../../contracts/call.ts'
import type { Utterance, Word } from '../../contracts/transcript.ts'

/** Words that one party said without a long pause; phrases go on over short ones. */
export interface SpokenRow {
  readonly party: Party
  readonly words: readonly Word[]
}

/** The engine takes a phrase that is interrupted for longer for two. */
const LONGEST_PAUSE_MS = 2000

/** What was said for certain, by party, in order of time. */
export function spokenRows(finals: readonly Utterance[]): readonly SpokenRow[] {
  const rows: { party: Party; words: Word[] }[] = []
  const last = new Map<Party, { party: Party; words: Word[] }>()
  for (const { party, words, startMs } of finals.toSorted((a, b) => a.startMs - b.startMs)) {
    if (words.length === 0) continue
    const before = last.get(party)
    const endMs = before?.words.at(-1)?.endMs ?? -Infinity
    if (before !== undefined && startMs - endMs <= LONGEST_PAUSE_MS) {
      before.words.push(...words)
      continue
    }
    const row = { party, words: [...words] }
    rows.push(row)
    last.set(party, row)
  }
  return rows
}
