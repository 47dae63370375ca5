import { MASK, numberPlaces } from './redact-words.ts'

/** Characters that show nothing and would hide a number from those who look for it. */
const INVISIBLE =
  /(?<=\p{Nd})(?:\p{Default_Ignorable_Code_Point}|\p{Cf})+(?=\p{Nd}|\p{Z})|(?<=\p{Z})(?:\p{Default_Ignorable_Code_Point}|\p{Cf})+(?=\p{Nd})/gu

const EMAIL =
  /[\p{L}\p{M}\p{Nd}.!$%'*+^_`{|}~-]{1,64}@[\p{L}\p{M}\p{Nd}-]{1,63}(?:\.[\p{L}\p{M}\p{Nd}-]{1,63}){1,8}/gu

/** Name and password before the host of an address (RFC 3986 section 3.2.1). */
const USER_INFO = /(?<=:\/\/)[^\s/?#@]{1,256}@/gu

/** What follows the path of an address: a query, or a fragment that holds one. */
const QUERY = /(?<=[^\s?#])[?#](?=[^\s=?#]{1,64}=)\S+/gu
const FRAGMENT = /(?<=\b(?:https?:\/\/|www\.)[^\s#]{1,2000})#\S+/giu

/** Two letters, two digits, groups (ISO 13616); told from other codes by how many digits there are. */
const IBAN = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z\d]{4}){2,7}(?:[ -]?[A-Z\d]{1,3})?\b/giu
const IBAN_DIGITS = 8

/** Session ids, keys and the like: long, of letters and digits. */
const TOKEN = /(?<![\p{L}\p{Nd}_-])[A-Za-z\d_-]{16,}(?:\.[A-Za-z\d_-]{8,}){0,2}(?![\p{L}\p{Nd}])/gu
const MIXED_CASE = /[a-z][A-Z]/

/** A word, or a number with the signs that may stand inside or before one. */
const WORD =
  /[£$€+#(]{0,3}(?:[\p{Script=Latin}\p{M}\p{Nd}'’_]|(?<=\p{Nd})[.,:/()\p{Pd}]{1,3}(?=\p{Nd}))+|[\p{L}\p{M}'’]+/gu

/** Words after which three digits are a secret, too. */
const SHORT_SECRET =
  /\b(?:cvv2?|cvc2?|csc|cid|pin|passcode|security code|security number)\b[^\p{Nd}\n]{0,20}\p{Nd}{3}(?!\p{Nd})/giu

/**
 * A text that somebody wrote, fit to be kept: each number of four or more digits, written or spelled out as in speech,
 * each e-mail address, account number, key and query of an address is one `•`. Amounts and times stay, names do, too.
 * Pure; never longer than the text that it is given.
 */
export function redactText(text: string): string {
  const shown = text
    .replace(INVISIBLE, '')
    .replace(USER_INFO, `${MASK}@`)
    .replace(EMAIL, MASK)
    .replace(QUERY, MASK)
    .replace(FRAGMENT, MASK)
    .replace(TOKEN, (found) => (isKey(found) ? MASK : found))
    .replace(IBAN, (found) => (digitsOf(found) >= IBAN_DIGITS ? MASK : found))
    .replace(SHORT_SECRET, (found) => found.replace(/\p{Nd}{3}$/u, MASK))
  return maskNumbers(shown)
}

/** Numbers are found among all words of the text, as those of a call are, and each word of one is masked. */
function maskNumbers(text: string): string {
  const found = [...text.matchAll(WORD)]
  const places = numberPlaces(found.map(([word]) => plainDigits(word)))
  if (places.size === 0) return text
  let masked = ''
  let from = 0
  for (const place of [...places].toSorted((a, b) => a - b)) {
    const word = found[place]
    if (word === undefined) continue
    masked += text.slice(from, word.index) + MASK
    from = word.index + word[0].length
  }
  return masked + text.slice(from)
}

/** Digits of every script count alike: what they are is of no interest here. */
function plainDigits(word: string): string {
  return word
    .replace(/\p{Nd}/gu, (digit) => (digit >= '0' && digit <= '9' ? digit : '0'))
    .replace(/\p{Pd}/gu, '-')
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length
}

function isKey(word: string): boolean {
  const digits = digitsOf(word)
  if (digits === 0) return false
  return digits >= 4 || MIXED_CASE.test(word)
}
