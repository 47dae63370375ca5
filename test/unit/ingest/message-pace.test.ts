import { expect, it } from 'vitest'
import { MessagePace } from '../../../server/ingest/message-pace.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

function takeAll(pace: MessagePace): number {
  let taken = 0
  while (pace.take() === 0) taken += 1
  return taken
}

it('lets a burst through, then 200 a second, and says how long the next has to wait', () => {
  const clock = new ManualClock(1_000)
  const pace = new MessagePace(clock)
  expect(takeAll(pace)).toBe(400)
  expect(pace.take()).toBe(5)
  clock.advance(5)
  expect(takeAll(pace)).toBe(1)
  clock.advance(1_000)
  expect(takeAll(pace)).toBe(200)
})

it('saves up no more than a burst', () => {
  const clock = new ManualClock(1_000)
  const pace = new MessagePace(clock)
  takeAll(pace)
  clock.advance(3_600_000)
  expect(takeAll(pace)).toBe(400)
})
