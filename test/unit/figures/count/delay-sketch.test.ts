import { describe, expect, it } from 'vitest'
import { DelaySketch, RELATIVE_ERROR } from '../../../../server/figures/count/delay-sketch.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

const PARTS = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1]

/** The delay of that rank, exactly. */
function exact(delays: readonly number[], part: number): number {
  const sorted = delays.toSorted((one, other) => one - other)
  return sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN
}

function sketchOf(delays: readonly number[]): DelaySketch {
  const sketch = new DelaySketch()
  for (const ms of delays) sketch.add(ms)
  return sketch
}

/** Delays of very different kinds: about a value, long-tailed, a few values, none at all. */
function someDelays(seed: number): readonly number[] {
  const random = seededRandom(seed)
  const scale = 10 ** (random() * 5 - 1)
  return Array.from({ length: 1 + Math.floor(random() * 400) }, () => {
    if (random() < 0.1) return 0
    if (seed % 3 === 0) return Math.round(scale * (1 + random()) * 10) / 10
    if (seed % 3 === 1) return scale * -Math.log(1 - random()) + 0.1
    return scale * (1 + Math.floor(random() * 4))
  })
}

describe('percentiles of delays', () => {
  it('are never further from the true value than was promised, however the delays lie', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const delays = someDelays(seed)
      const sketch = sketchOf(delays)
      for (const part of PARTS) {
        const wanted = exact(delays, part)
        const found = sketch.percentile(part) ?? Number.NaN
        const allowed = wanted < 0.1 ? 0.1 : wanted * (RELATIVE_ERROR + 1e-9)
        expect(Math.abs(found - wanted), `seed ${seed}, ${part}: ${found} for ${wanted}`).toBeLessThanOrEqual(
          allowed,
        )
      }
    }
  })

  it('are the same of parts that are merged, in any order, as of the whole', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = seededRandom(seed * 7)
      const parts = [someDelays(seed), someDelays(seed + 1000), someDelays(seed + 2000)]
      const merged = new DelaySketch()
      for (const part of parts.toSorted(() => random() - 0.5)) merged.merge(sketchOf(part).parts)
      expect(merged.parts).toEqual(sketchOf(parts.flat()).parts)
      expect(merged.n).toBe(parts.flat().length)
    }
  })

  it('are none without a delay, and no delay where there was none', () => {
    expect(new DelaySketch().percentile(0.5)).toBeNull()
    expect(sketchOf([0, 0, 0.05]).percentile(0.99)).toBe(0)
    expect(sketchOf([5e9]).percentile(0.5)).toBeLessThan(86_400_000 * 1.02)
  })

  it('take few numbers: a day of delays from 50 ms to a minute is some 180 buckets', () => {
    const random = seededRandom(5)
    const delays = Array.from({ length: 50_000 }, () => 50 * (60_000 / 50) ** random())
    expect(sketchOf(delays).parts.length).toBeLessThan(400)
  })
})
