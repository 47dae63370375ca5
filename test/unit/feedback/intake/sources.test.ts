import { expect, it } from 'vitest'
import { Sources } from '../../../../server/feedback/intake/sources.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

it('counts what each source brought, the latest first', () => {
  const clock = new ManualClock(1000)
  const sources = new Sources(clock)
  sources.count('a', 'accepted')
  sources.count('a', 'known')
  sources.count('a', 'tooFast')
  clock.advance(500)
  sources.count('a', 'refused')
  clock.advance(500)
  sources.count('b', 'accepted')
  expect(sources.list()).toEqual([
    { sourceId: 'b', accepted: 1, known: 0, refused: 0, tooFast: 0, lastAt: 2000, lastTooFastAt: null },
    { sourceId: 'a', accepted: 1, known: 1, refused: 1, tooFast: 1, lastAt: 1500, lastTooFastAt: 1000 },
  ])
})

it('gives one name to all sources beyond five hundred', () => {
  const sources = new Sources(new ManualClock(0))
  for (let at = 0; at < 600; at += 1) sources.count(`s-${at}`, 'accepted')
  expect(sources.list()).toHaveLength(501)
  expect(sources.list().find(({ sourceId }) => sourceId === 'others')?.accepted).toBe(100)
  expect([sources.nameOf('s-1'), sources.nameOf('s-599'), sources.nameOf('new')]).toEqual([
    's-1',
    'others',
    'others',
  ])
})
