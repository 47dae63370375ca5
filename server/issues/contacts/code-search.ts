import type { Channel, CodeId, JourneyStep } from '../../contracts/contact.ts'

/** The digital channel that a customer speaks of, whatever the one they speak on. */
export type AboutChannel = Exclude<Channel, 'call'>

/** What is searched for codes in one go. */
export interface SearchedPart {
  readonly channel: Channel
  readonly step: JourneyStep | null
  readonly about?: AboutChannel | null
  readonly text: string
}

/** Finds the codes of the site's frame in a customer's words. The frame's own finder is one. */
export interface CodeSearch {
  find(part: SearchedPart): {
    readonly codes: readonly CodeId[]
    readonly step: JourneyStep | null
    /** The channel that was named last, for the next part of the same contact. */
    readonly about: AboutChannel | null
  }
  /** The words that each code was found by. */
  hits(part: SearchedPart): readonly { readonly code: CodeId; readonly words: string }[]
}

/** Whether a code is this one or lies below it. */
export function isWithin(code: CodeId, above: CodeId): boolean {
  return code === above || code.startsWith(`${above}.`)
}
