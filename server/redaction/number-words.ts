/**
 * English number words as a recogniser writes them. `digits` is how many digits a word stands for;
 * `single` words are digits said one by one.
 */
export type Token =
  | { readonly type: 'digits'; readonly digits: number; readonly single: boolean; readonly role: DigitRole }
  /** "double", "triple": repeats the digit that follows. */
  | { readonly type: 'multiplier'; readonly times: number }
  /** "hundred", "thousand": gives a number size but adds no digit that was said. */
  | { readonly type: 'scale' }
  /** A word that sounds like a digit; it counts only between two digits said one by one. */
  | { readonly type: 'homophone' }
  /** May stand inside a number without ending it. */
  | { readonly type: 'filler' }
  | { readonly type: 'other' }

/** `unit` may complete `tens` ("forty five"); `oh` alone is an exclamation. */
export type DigitRole = 'unit' | 'zero' | 'oh' | 'teen' | 'tens' | 'written'

const OTHER: Token = { type: 'other' }

const WORDS: ReadonlyMap<string, Token> = new Map<string, Token>([
  ...entries('one two three four five six seven eight nine', digitsToken(1, 'unit')),
  ...entries('zero nought naught', digitsToken(1, 'zero')),
  ...entries('oh o', digitsToken(1, 'oh')),
  ...entries(
    'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    digitsToken(2, 'teen'),
  ),
  ...entries('twenty thirty forty fifty sixty seventy eighty ninety', digitsToken(2, 'tens')),
  ...entries('double', { type: 'multiplier', times: 2 }),
  ...entries('triple treble', { type: 'multiplier', times: 3 }),
  ...entries('quadruple', { type: 'multiplier', times: 4 }),
  ...entries('hundred thousand million billion', { type: 'scale' }),
  ...entries('to too for fore ate a won tree', { type: 'homophone' }),
  ...entries('uh um er erm ah eh hm hmm huh mm the and then so okay ok yeah yes dash hyphen space', {
    type: 'filler',
  }),
])

/** Digits with the separators that stand inside written numbers and dates. */
const WRITTEN = /^[+#(]*\d[\d.,\-/()]*$/

/** Written forms that are short by themselves: a time, money, a number with its thousands set apart. */
const HARMLESS = [
  /^([01]?\d|2[0-3])[:.][0-5]\d([ap]\.?m\.?)?$/,
  /^[£$€]\d[\d,]{0,6}(\.\d\d)?$/,
  /^\d{1,3},\d{3}(\.\d\d)?$/,
]

/** What one recognised word is to a number. */
export function tokenOf(word: string): Token {
  const bare = word.toLowerCase().replace(/[.,;:!?]+$/, '')
  const known = WORDS.get(bare)
  if (known !== undefined) return known
  const digits = bare.replace(/\D/g, '').length
  if (digits === 0 || HARMLESS.some((form) => form.test(bare))) return OTHER
  if (WRITTEN.test(bare)) return { type: 'digits', digits, single: digits === 1, role: 'written' }
  // Letters and digits mixed, as in a policy number: part of a number only when it is long by itself.
  return digits >= 4 ? { type: 'digits', digits, single: false, role: 'written' } : OTHER
}

const CURRENCY = words(
  'pound pounds quid dollar dollars buck bucks euro euros pence cent cents percent grand',
)
const TIME_BEFORE = words('at by until till around about before after')
const TIME_AFTER = words("am pm a.m p.m a.m. p.m. o'clock")

export function isCurrency(word: string | undefined): boolean {
  return word !== undefined && CURRENCY.has(word.toLowerCase())
}

export function leadsToTime(word: string | undefined): boolean {
  return word !== undefined && TIME_BEFORE.has(word.toLowerCase())
}

export function followsTime(word: string | undefined): boolean {
  return word !== undefined && TIME_AFTER.has(word.toLowerCase())
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}

function entries(list: string, token: Token): [string, Token][] {
  return list.split(' ').map((word) => [word, token])
}

function digitsToken(digits: number, role: DigitRole): Token {
  return { type: 'digits', digits, single: digits === 1, role }
}
