import type { Channel, CodeId } from '../../contracts/contact.ts'
import type { CodeEntry } from '../../contracts/issue-desk.ts'
import type { NeedTier } from '../../contracts/issue.ts'
import type { Severity } from '../../contracts/match.ts'
import type { Phrase } from '../../language/phrases/phrase.ts'

/** The digital channel that a code is about; a call is where something is told, never what it is about. */
export type AboutChannel = Exclude<Channel, 'call'>

/** One subject that contacts may be about. What its file leaves out is its parent's. */
export interface FrameCode extends CodeEntry {
  readonly channel: AboutChannel | null
  /** What an issue of it is worth. */
  readonly severity: Severity
  /** How customers feel who talk of it. */
  readonly need: NeedTier
  /** Count wherever they are said or written. */
  readonly phrases: readonly Phrase[]
  /** Count where it is clear that the code's channel is meant: it was written there, or the customer names it. */
  readonly inChannel: readonly Phrase[]
  /** How customers name the code's channel. */
  readonly names: readonly Phrase[]
}

/** The id of the code above; null for the top of a tree. */
export function parentOf(id: CodeId): CodeId | null {
  const dot = id.lastIndexOf('.')
  return dot < 0 ? null : id.slice(0, dot)
}

/** The ids of all codes above, the nearest first. */
export function codesAbove(id: CodeId): readonly CodeId[] {
  const parent = parentOf(id)
  return parent === null ? [] : [parent, ...codesAbove(parent)]
}
