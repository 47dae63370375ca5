/** Longer texts are cut; what a customer has to say of one thing is long before that. */
export const MAX_TEXT = 20_000

/** Stands at the end of a text that was cut. */
const CUT_MARK = '…'

/** More than this is cut before redaction, so that a number across the last place is still seen whole. */
const MARGIN = 200

/** Control characters except line feeds, marks of direction, and characters that no text may hold (Unicode 23.7). */
const CONTROLS =
  /(?!\n)\p{Cc}|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Noncharacter_Code_Point}/gu
const LINE_ENDS = /\r\n?|\u0085|\u2028|\u2029/gu
const SPACES = /[ \t\u00a0]+/gu
const MANY_LINE_ENDS = /\n{3,}/gu

export interface CleanText {
  readonly text: string
  readonly cut: boolean
}

/**
 * A text as it may be kept: whole characters of one normal form, no controls, redacted, not longer than 20,000 UTF-16
 * units; what was cut ends in `…`. Pure, where `redact` is.
 */
export function cleanText(text: string, redact: (text: string) => string, max = MAX_TEXT): CleanText {
  const plain = head(text, 4 * (max + MARGIN))
    .toWellFormed()
    .normalize('NFC')
    .replace(LINE_ENDS, '\n')
    .replace(SPACES, ' ')
    .replace(CONTROLS, '')
    .replace(MANY_LINE_ENDS, '\n\n')
    .trim()
  const redacted = redact(head(plain, max + MARGIN))
  const cut = plain.length > max || text.length > 4 * (max + MARGIN)
  if (!cut) return { text: redacted, cut }
  return { text: head(redacted, max - CUT_MARK.length).trimEnd() + CUT_MARK, cut }
}

/** The beginning of a text, without half a character at its end. */
function head(text: string, units: number): string {
  return text.length <= units ? text : text.slice(0, units).replace(/[\uD800-\uDBFF]$/, '')
}
