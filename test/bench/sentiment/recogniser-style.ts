const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
])
/** Nothing of these is ever spoken: addresses of pages, names of accounts, signs of labels. */
const WRITTEN_ONLY = /https?:\/\/\S+|www\.\S+|@\w+|#(?=\w)/g
/** Contractions that a tokeniser took apart: "does n 't", "i 'm". */
const APART = [
  [/\b(\w+) n '?t\b/g, "$1n't"],
  [/\b(\w+) n't\b/g, "$1n't"],
  [/(\w) '(s|m|re|ve|ll|d|t)\b/g, "$1'$2"],
] as const

const UNITS =
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
  seventeen eighteen nineteen`.split(/\s+/)
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

/** A text as a recogniser would write it: lower case, no punctuation, numbers as words. */
export function recogniserStyle(text: string): string {
  let spoken = text.toLowerCase().replaceAll('’', "'")
  for (const [entity, sign] of ENTITIES) spoken = spoken.replaceAll(entity, sign)
  spoken = spoken.replace(WRITTEN_ONLY, ' ')
  for (const [form, whole] of APART) spoken = spoken.replace(form, whole)
  return spoken
    .replace(/\d[\d,]*/g, (digits) => ` ${numberWords(digits.replaceAll(',', ''))} `)
    .replaceAll('&', ' and ')
    .replaceAll('%', ' percent ')
    .replace(/[^a-z']+/g, ' ')
    .replace(/(?<![a-z])'+|'+(?![a-z])/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
}

/** Up to six digits as a cardinal number, more of them one by one. */
function numberWords(digits: string): string {
  if (digits.length > 6) return Array.from(digits, (digit) => UNITS[Number(digit)] ?? '').join(' ')
  return cardinal(Number(digits))
}

function cardinal(value: number): string {
  if (value < 20) return UNITS[value] ?? ''
  if (value < 100) return joined(TENS[Math.floor(value / 10) - 2] ?? '', value % 10)
  if (value < 1000) return joined(`${cardinal(Math.floor(value / 100))} hundred`, value % 100)
  return joined(`${cardinal(Math.floor(value / 1000))} thousand`, value % 1000)
}

function joined(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${cardinal(rest)}`
}
