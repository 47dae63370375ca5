import { expect, it } from 'vitest'
import { Resampler } from '../../server/ingest/audio/resampler.ts'

it('counts every sample of an hour at 24 kHz, in chunks whose borders never fall on the same place', () => {
  const resampler = new Resampler({ fromRate: 24_000, toRate: 16_000 })
  const chunk = new Int16Array(24_000 / 50 + 1)
  let outputs = 0
  for (let left = 24_000 * 3_600; left > 0; left -= chunk.length) {
    outputs += resampler.push(chunk.subarray(0, left)).length
  }
  expect(outputs + resampler.flush().length).toBe(16_000 * 3_600)
})
