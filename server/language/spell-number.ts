const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

/** A number of more digits is read digit by digit, as people do with the numbers of accounts and orders. */
const MOST_DIGITS = 6

/** The English words of a number as it is written: "404", "1,250", "3.5". */
export function spellNumber(written: string): readonly string[] {
  const [whole = '', ...fraction] = written.replaceAll(/,(?=\p{Nd}{3})/gu, '').split(/[.,]/)
  const after = fraction.flatMap((digits) => ['point', ...Array.from(digits).map(digitWord)])
  const digits = Array.from(whole)
  const isPlain = digits.length <= MOST_DIGITS && !(digits.length > 1 && whole.startsWith('0'))
  return [...(isPlain ? cardinal(Number(whole)) : digits.map(digitWord)), ...after]
}

function cardinal(number: number): readonly string[] {
  if (number < 20) return [ONES[number] ?? '']
  if (number < 100) return withRest(TENS[Math.floor(number / 10)] ?? '', number % 10)
  if (number < 1000) return withRest(`${ONES[Math.floor(number / 100)] ?? ''} hundred`, number % 100)
  return withRest(`${cardinal(Math.floor(number / 1000)).join(' ')} thousand`, number % 1000)
}

function withRest(head: string, rest: number): readonly string[] {
  return [...head.split(' '), ...(rest === 0 ? [] : cardinal(rest))]
}

function digitWord(digit: string): string {
  return ONES[Number(digit)] ?? ''
}
