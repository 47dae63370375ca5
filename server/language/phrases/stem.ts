import { FORMS } from './word-forms.ts'

/**
 * The stem of an English word: what its forms have in common. It is a key to compare by, not always a word.
 *
 * The steps and their conditions are those of M. F. Porter, "An algorithm for suffix stripping", Program 14(3),
 * 1980, with four changes for what is said on the telephone: irregular forms are looked up first
 * (`word-forms.ts`), possessive endings go, British spellings (`-ise`, `-isation`) meet the American ones, and the
 * `y` of short words changes too ("try" as "tries").
 */
export function stem(word: string): string {
  if (!isStemmable(word)) return word
  const bare = word.replace(/'s?$/, '')
  const base = FORMS.get(bare) ?? bare
  if (base.length < 3 || base.includes("'")) return base
  const inflected = withoutParticiple(withoutPlural(markConsonantY(base)))
  const yielded = withLastI(inflected)
  return withoutFinalE(
    withoutSuffix(exchange(exchange(yielded, DOUBLE_SUFFIXES), LATE_SUFFIXES)),
  ).toLowerCase()
}

/** Whether `stem` knows anything of this word: English letters, more than an apostrophe. */
export function isStemmable(word: string): boolean {
  return /^'?[a-z]+(?:'[a-z]*)*$/.test(word)
}

/** A `y` after a vowel or at the beginning is a consonant; written `Y` while the steps run. */
function markConsonantY(word: string): string {
  return word.replace(/(^|[aeiou])y/g, '$1Y')
}

const VOWEL = /[aeiouy]/

/** Porter's m: how often consonants follow vowels. */
function measure(part: string): number {
  return part.match(/[aeiouy]+[^aeiouy]+/g)?.length ?? 0
}

/** Consonant, vowel, consonant at the end, the last not w, x or y: an `e` may have stood behind it. */
function endsShort(part: string): boolean {
  return /(?:^|[^aeiouy])[aeiouy][^aeiouywxY]$/.test(part)
}

/** Step 1a. */
function withoutPlural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2)
  if (word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1)
  return word
}

/** Step 1b. */
function withoutParticiple(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const found = /^(.*)(?:ed|ing)$/.exec(word)
  const rest = found?.[1]
  if (rest === undefined || !VOWEL.test(rest)) return word
  if (/(?:at|bl|iz|is)$/.test(rest)) return `${rest}e`
  if (/([^aeiouylsz])\1$/.test(rest)) return rest.slice(0, -1)
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest
}

/** Step 1c, for every `y` behind a consonant. */
function withLastI(word: string): string {
  return word.length > 2 && word.endsWith('y') ? `${word.slice(0, -1)}i` : word
}

type Exchange = readonly (readonly [suffix: string, instead: string])[]

/** Step 2: what is left must have a measure above 0. Longest first where one ends in the other. */
const DOUBLE_SUFFIXES: Exchange = [
  ['ational', 'ate'],
  ['tional', 'tion'],
  ['ization', 'ize'],
  ['isation', 'ize'],
  ['ation', 'ate'],
  ['ator', 'ate'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['iser', 'ize'],
  ['abli', 'able'],
  ['ousli', 'ous'],
  ['entli', 'ent'],
  ['alli', 'al'],
  ['eli', 'e'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['iveness', 'ive'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iviti', 'ive'],
  ['biliti', 'ble'],
]

/** Step 3, likewise. */
const LATE_SUFFIXES: Exchange = [
  ['icate', 'ic'],
  ['iciti', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['alise', 'al'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
]

function exchange(word: string, table: Exchange): string {
  for (const [suffix, instead] of table) {
    if (!word.endsWith(suffix)) continue
    const rest = word.slice(0, -suffix.length)
    return measure(rest) > 0 ? rest + instead : word
  }
  return word
}

/** Step 4: longest first; what is left must have a measure above 1. */
const LAST_SUFFIXES = [
  ...[
    'ement',
    'ance',
    'ence',
    'able',
    'ible',
    'ment',
    'ant',
    'ent',
    'ism',
    'ate',
    'iti',
    'ous',
    'ive',
    'ize',
  ],
  ...['ise', 'ion', 'al', 'er', 'ic', 'ou'],
]

function withoutSuffix(word: string): string {
  const suffix = LAST_SUFFIXES.find((known) => word.endsWith(known))
  if (suffix === undefined) return word
  const rest = word.slice(0, -suffix.length)
  if (suffix === 'ion' && !/[st]$/.test(rest)) return word
  return measure(rest) > 1 ? rest : word
}

/** Step 5. */
function withoutFinalE(word: string): string {
  const rest = word.slice(0, -1)
  const bare =
    word.endsWith('e') && (measure(rest) > 1 || (measure(rest) === 1 && !endsShort(rest))) ? rest : word
  return bare.endsWith('ll') && measure(bare) > 1 ? bare.slice(0, -1) : bare
}
