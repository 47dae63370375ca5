import { describe, expect, test } from 'vitest'
import { Poll } from '../../../agent-console/src/data/poll.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const settle = async (): Promise<void> => {
  for (let step = 0; step < 5; step += 1) await Promise.resolve()
}

describe('Poll', () => {
  test('asks on over failures, and tells of them', async () => {
    const clock = new ManualClock(0)
    const answers: (number | Error)[] = [1, new Error('away'), 3]
    const told: (number | null)[] = []
    const poll = new Poll<number>({
      clock,
      everyMs: 1000,
      ask: async () => {
        const answer = answers.shift() ?? 0
        if (answer instanceof Error) throw answer
        return answer
      },
      onAnswer: (answer) => told.push(answer),
    })
    poll.start()
    for (let round = 0; round < 3; round += 1) {
      await settle()
      clock.advance(1000)
    }
    expect(told).toEqual([1, null, 3])
  })

  test('lets go of the answer to an older question, and of all once it is closed', async () => {
    const clock = new ManualClock(0)
    const waiting: ((answer: string) => void)[] = []
    const told: (string | null)[] = []
    const poll = new Poll<string>({
      clock,
      everyMs: 1000,
      ask: () => new Promise((resolve) => waiting.push(resolve)),
      onAnswer: (answer) => told.push(answer),
    })
    poll.start()
    void poll.look()
    waiting[1]?.('newer')
    waiting[0]?.('older')
    await settle()
    expect(told).toEqual(['newer'])
    void poll.look()
    poll.close()
    waiting[2]?.('late')
    await settle()
    expect(told).toEqual(['newer'])
    expect(clock.waiting).toBe(0)
  })
})
