/** More of a mail is not looked at; what somebody wrote is at its beginning. */
const MAX_UNITS = 1_000_000

/** From here on a mail program repeats the message that is answered. */
const QUOTED =
  /<blockquote\b|<[a-z]+\b[^<>]{0,500}\b(?:class|id)\s?=\s?["']?(?:gmail_quote|yahoo_quoted|moz-cite-prefix|divRplyFwdMsg|appendonsend)/iu

/** What is not shown, with the end of each. */
const UNSHOWN = /<!--|<(?:style|script|head|title)\b/giu
const ENDS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    '<!--': /-->/gu,
    '<style': /<\/style\s{0,10}>/giu,
    '<script': /<\/script\s{0,10}>/giu,
    '<head': /<\/head\s{0,10}>/giu,
    '<title': /<\/title\s{0,10}>/giu,
  }),
)
const LINE_BREAK = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]{0,2000}>/giu
const TAG = /<[a-z/!?][^<>]{0,10000}>/giu
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/giu

const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', hellip: '…' }),
)

/** The words of a mail that has no plain text, line by line, without what it quotes. For reading only: it is no HTML. */
export function htmlText(html: string): string {
  const shown = withoutUnshown(html.slice(0, MAX_UNITS))
  const quoted = shown.search(QUOTED)
  const own = quoted < 0 ? shown : shown.slice(0, quoted)
  const text = plainText(own)
  return text === '' ? plainText(shown) : text
}

/** Section by section, not by one pattern: that would look for the end of each to the end of the mail. */
function withoutUnshown(html: string): string {
  let shown = ''
  let from = 0
  for (;;) {
    UNSHOWN.lastIndex = from
    const open = UNSHOWN.exec(html)
    if (open === null) return shown + html.slice(from)
    shown += html.slice(from, open.index)
    const end = ENDS.get(open[0].toLowerCase())
    if (end === undefined) return shown
    end.lastIndex = UNSHOWN.lastIndex
    // What does not end hides the rest, as in a browser.
    if (end.exec(html) === null) return shown
    from = end.lastIndex
  }
}

function plainText(html: string): string {
  return html
    .replace(/\s+/gu, ' ')
    .replace(LINE_BREAK, '\n')
    .replace(TAG, '')
    .replace(ENTITY, (entity, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? entity
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point).toWellFormed() : ''
    })
    .replace(/ *\n */gu, '\n')
    .trim()
}
