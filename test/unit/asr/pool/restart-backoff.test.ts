import { expect, it } from 'vitest'
import { RestartBackoff } from '../../../../server/asr/pool/restart-backoff.ts'

it('restarts at once, then after ever longer pauses, and forgets when all was well', () => {
  const backoff = new RestartBackoff()
  const delays = Array.from({ length: 9 }, () => backoff.failed())
  expect(delays).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(backoff.failures).toBe(9)
  backoff.healthy()
  expect(backoff.failed()).toBe(0)
})
