import { describe, expect, it } from 'vitest'
import { lagLevel } from '../../../agent-console/src/data/lag.ts'
import { watchLoad } from '../../../agent-console/src/data/load-watch.ts'
import type { FloorLoad } from '../../../server/contracts/health.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'

const CALM: FloorLoad = { level: 'calm', lateMs: 0, liveCalls: 3, capacityCalls: 14, accepting: true }

/** Lets the answers that are there be read. */
const settle = async (): Promise<void> => {
  for (let step = 0; step < 5; step += 1) await Promise.resolve()
}

describe('watchLoad', () => {
  it('asks at once and then every five seconds, over failures too, until it is closed', async () => {
    const clock = new ManualClock(0)
    const answers: (FloorLoad | Error)[] = [CALM, new Error('away'), { ...CALM, level: 'behind' }]
    const seen: string[] = []
    let asked = 0
    const watch = watchLoad({
      clock,
      api: {
        load: async () => {
          const answer = answers[asked++] ?? CALM
          if (answer instanceof Error) throw answer
          return answer
        },
      },
      onLoad: ({ level }) => seen.push(level),
    })
    watch.start()
    await settle()
    for (let round = 0; round < 2; round += 1) {
      clock.advance(5000)
      await settle()
    }
    expect(asked).toBe(3)
    expect(seen).toEqual(['calm', 'behind'])
    watch.close()
    clock.advance(60_000)
    await settle()
    expect(asked).toBe(3)
    expect(clock.waiting).toBe(0)
  })
})

describe('lagLevel', () => {
  it('tells what is usual from what matters', () => {
    expect([0, 200, 1000, 1001, 5000, 5001, 30_000].map(lagLevel)).toEqual([
      'none',
      'none',
      'none',
      'noticed',
      'noticed',
      'bad',
      'bad',
    ])
  })
})
