/** Height of the tongue (0 open, 3 close) and its place (0 front, 2 back) for each vowel. */
const VOWELS: Readonly<Record<string, readonly [height: number, back: number]>> = {
  i: [3, 0],
  I: [2.5, 0.3],
  e: [2, 0.2],
  E: [1.3, 0.3],
  a: [0.4, 0.4],
  A: [0, 1.5],
  O: [0.8, 1.9],
  o: [1.8, 2],
  U: [2.5, 1.7],
  u: [3, 1.9],
  V: [1, 1.2],
  '@': [1.5, 1],
  3: [1.6, 1],
  Y: [0.5, 0.9],
  W: [0.5, 1.3],
  X: [1, 1.8],
}

/** Place in the mouth (0 lips, 5 throat), manner (0 stop, 1 affricate, 1.6 fricative, 3 nasal, 4 liquid, 4.5 glide), voice. */
const CONSONANTS: Readonly<Record<string, readonly [place: number, manner: number, voiced: number]>> = {
  p: [0, 0, 0],
  b: [0, 0, 1],
  t: [1.5, 0, 0],
  d: [1.5, 0, 1],
  k: [4, 0, 0],
  g: [4, 0, 1],
  f: [0.5, 1.6, 0],
  v: [0.5, 1.6, 1],
  T: [1, 1.6, 0],
  D: [1, 1.6, 1],
  s: [1.5, 1.6, 0],
  z: [1.5, 1.6, 1],
  S: [2.2, 1.6, 0],
  Z: [2.2, 1.6, 1],
  C: [2.2, 1, 0],
  J: [2.2, 1, 1],
  h: [5, 1.6, 0],
  m: [0, 3, 1],
  n: [1.5, 3, 1],
  N: [4, 3, 1],
  l: [1.5, 4, 1],
  r: [2.2, 4, 1],
  w: [0, 4.5, 1],
  y: [3, 4.5, 1],
}

/** The least that a phone too many or too few costs. */
export const LEAST_GAP = 0.4

/** Glides and the vowels that they are made of. */
const NEAR = new Set(['yi', 'yI', 'wu', 'wU', 'wo', 'r3', 'l@'])

const ALL_PHONES = [...Object.keys(VOWELS), ...Object.keys(CONSONANTS)]
const CODES: ReadonlyMap<string, number> = new Map(ALL_PHONES.map((phone, code) => [phone, code]))

/** Cost of one phone in the place of another, 0 to 1, by both codes. */
const CHANGE = ALL_PHONES.map((a) => Float64Array.from(ALL_PHONES, (b) => changeCost(a, b)))

/** Cost of a phone too many or too few. */
const GAP = Float64Array.from(ALL_PHONES, gapCost)

/** The codes by which `phoneDistance` knows the phones of a word. */
export function phoneCodes(phones: string): readonly number[] {
  return Array.from(phones, (phone) => CODES.get(phone) ?? 0)
}

/** The least cost of turning one row of phones into the other: near phones cost little, vowels less than consonants. */
export function phoneDistance(a: readonly number[], b: readonly number[]): number {
  let above = [0]
  for (const code of b) above.push((above.at(-1) ?? 0) + (GAP[code] ?? 1))
  for (const from of a) {
    const missing = GAP[from] ?? 1
    const changes = CHANGE[from]
    const row = [(above[0] ?? 0) + missing]
    for (let column = 0; column < b.length; column += 1) {
      const to = b[column] ?? 0
      row.push(
        Math.min(
          (above[column] ?? 0) + (changes?.[to] ?? 1),
          (above[column + 1] ?? 0) + missing,
          (row[column] ?? 0) + (GAP[to] ?? 1),
        ),
      )
    }
    above = row
  }
  return above.at(-1) ?? 0
}

function changeCost(a: string, b: string): number {
  if (a === b) return 0
  const [vowelA, vowelB] = [VOWELS[a], VOWELS[b]]
  if (vowelA !== undefined && vowelB !== undefined) {
    if (a === '@' || b === '@') return 0.2
    return Math.min(0.6, 0.15 + 0.18 * Math.hypot(vowelA[0] - vowelB[0], vowelA[1] - vowelB[1]))
  }
  const [soundA, soundB] = [CONSONANTS[a], CONSONANTS[b]]
  if (soundA === undefined || soundB === undefined) return NEAR.has(a + b) || NEAR.has(b + a) ? 0.4 : 1
  const [place, manner, voice] = soundA.map((feature, index) => Math.abs(feature - (soundB[index] ?? 0)))
  return Math.min(1, 0.05 + 0.2 * (place ?? 0) + 0.25 * (manner ?? 0) + 0.2 * (voice ?? 0))
}

function gapCost(phone: string): number {
  if (phone === '@' || phone === 'I' || phone === 'h') return LEAST_GAP
  if (VOWELS[phone] !== undefined || phone === 'r') return 0.6
  return phone === 't' || phone === 'd' ? 0.7 : 0.9
}
