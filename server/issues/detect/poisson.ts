/** Logarithms of factorials up to here are looked up; beyond, Stirling's series is exact to 1e-9. */
const TABLE_SIZE = 256
const LOG_FACTORIALS = Float64Array.from({ length: TABLE_SIZE }, () => 0)
for (let n = 2; n < TABLE_SIZE; n += 1) LOG_FACTORIALS[n] = (LOG_FACTORIALS[n - 1] ?? 0) + Math.log(n)

function logFactorial(n: number): number {
  if (n < TABLE_SIZE) return LOG_FACTORIALS[n] ?? 0
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3)
}

/**
 * How surprising `count` or more is where `expected` were expected: -log10 of the upper tail of a negative-binomial
 * count of this size (the smaller the size, the more counts vary beyond chance; Infinity: Poisson). 0 when the count
 * is not above what was expected; 6 means once in a million. `size` must be a whole number.
 */
export function surprise(count: number, expected: number, size = Infinity): number {
  if (count <= expected || count <= 0) return 0
  if (expected <= 0) return Infinity
  const isPoisson = size === Infinity
  const odds = isPoisson ? expected : expected / (expected + size)
  let term = 1
  let sum = 1
  for (let k = count; term > sum * 1e-9; k += 1) {
    term *= isPoisson ? odds / (k + 1) : (odds * (k + size)) / (k + 1)
    sum += term
  }
  const ways = isPoisson
    ? -expected
    : logFactorial(count + size - 1) - logFactorial(size - 1) + size * Math.log(1 - odds)
  return -(count * Math.log(odds) + ways - logFactorial(count) + Math.log(sum)) / Math.LN10
}
