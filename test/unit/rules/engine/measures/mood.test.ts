import { describe, expect, it } from 'vitest'
import type { Bounds } from '../../../../../server/rules/compile/rule.ts'
import { callMs } from '../../../../../server/contracts/time.ts'
import { NO_NEEDS, needsOf } from '../../../../../server/rules/engine/measures/measures.ts'
import { moodAt, trendAt } from '../../../../../server/rules/engine/measures/mood.ts'
import { measured, type Happening } from '../../../../helpers/measured-call.ts'
import { buildCall } from '../../../../helpers/message-builders.ts'

const UNHAPPY = 'this is terrible i am really angry about it'
const HAPPY = 'wonderful thank you so much that is great'

const mood = (bounds: Partial<Bounds>) =>
  ({ kind: 'sentiment', party: 'customer', above: null, below: null, ...bounds }) as const
const trend = (bounds: Partial<Bounds>) =>
  ({ kind: 'sentiment-trend', party: 'customer', above: null, below: null, ...bounds }) as const

/** The customer says it every ten seconds. */
function says(text: string, { fromS, toS }: { fromS: number; toS: number }): readonly Happening[] {
  return Array.from({ length: (toS - fromS) / 10 }, (_, n) => {
    const from = (fromS + n * 10) * 1000
    return { party: 'customer', from, to: from + 4000, says: text } as const
  })
}

describe('sentiment', () => {
  it('holds by what the party said, from the end of its utterance on', () => {
    const call = measured(mood({ below: -0.2 }), says(UNHAPPY, { fromS: 0, toS: 30 }))
    expect([call.at(3999), call.at(24_000), call.changesAfter(24_000)]).toEqual([false, true, null])
    expect(measured(mood({ above: 0.2 }), says(HAPPY, { fromS: 0, toS: 30 })).at(24_000)).toBe(true)
    expect(measured(mood({ below: -0.2 }), says(HAPPY, { fromS: 0, toS: 30 })).at(24_000)).toBe(false)
  })

  it('is known with the end of the first utterance, to the millisecond', () => {
    const call = measured(mood({ above: -2 }), says(UNHAPPY, { fromS: 0, toS: 10 }))
    expect([call.at(3999), call.at(4000)]).toEqual([false, true])
  })

  it('is strictly above and strictly below', () => {
    const said = says(UNHAPPY, { fromS: 0, toS: 30 })
    const level = Number(moodAt(measured(mood({}), said).measuresAt(24_000), mood({})))
    const at = (bounds: Partial<Bounds>) => measured(mood(bounds), said).at(24_000)
    expect(level).toBeLessThan(0)
    expect([at({ above: level - 0.001 }), at({ above: level }), at({ below: level })]).toEqual([
      true,
      false,
      false,
    ])
    expect(at({ below: level + 0.001 })).toBe(true)
  })

  it('is unknown before anything was said, of the other party, and in other languages', () => {
    const any = mood({ above: -2 })
    expect(measured(any, []).at(60_000)).toBe(false)
    expect(measured(any, [{ party: 'agent', from: 0, to: 4000, says: UNHAPPY }]).at(4000)).toBe(false)
    const call = buildCall({ language: 'xx' })
    expect(measured(any, says(UNHAPPY, { fromS: 0, toS: 30 }), { call }).at(24_000)).toBe(false)
  })

  it('is not measured where no rule asks for it', () => {
    const happenings = says(UNHAPPY, { fromS: 0, toS: 30 })
    expect(measured(mood({ below: 0 }), happenings, { needs: NO_NEEDS }).measuresAt(24_000).moods).toEqual({})
    const agent = needsOf([{ ...mood({}), party: 'agent' }])
    expect(measured(mood({ below: 0 }), happenings, { needs: agent }).measuresAt(24_000).moods).toEqual({})
  })

  it('goes on over hold and transfer', () => {
    const call = measured(mood({ below: -0.2 }), [
      ...says(UNHAPPY, { fromS: 0, toS: 30 }),
      { hold: true, at: 30_000 },
      { change: { agentId: 'agent-8' }, at: 40_000 },
    ])
    expect(call.at(50_000)).toBe(true)
  })
})

describe('sentiment-trend', () => {
  const worse = [...says(HAPPY, { fromS: 0, toS: 120 }), ...says(UNHAPPY, { fromS: 180, toS: 240 })]

  it('holds when the mood has fallen since the beginning', () => {
    const call = measured(trend({ below: -0.4 }), worse)
    expect([call.at(100_000), call.at(240_000)]).toEqual([false, true])
    expect(measured(trend({ above: 0.4 }), worse).at(240_000)).toBe(false)
    const better = [...says(UNHAPPY, { fromS: 0, toS: 120 }), ...says(HAPPY, { fromS: 180, toS: 240 })]
    expect(measured(trend({ above: 0.4 }), better).at(240_000)).toBe(true)
  })

  it('is strictly above and strictly below', () => {
    const change = Number(trendAt(measured(trend({}), worse).measuresAt(240_000), trend({}), callMs(240_000)))
    const at = (bounds: Partial<Bounds>) => measured(trend(bounds), worse).at(240_000)
    expect([at({ below: change + 0.001 }), at({ below: change }), at({ above: change })]).toEqual([
      true,
      false,
      false,
    ])
    expect(at({ above: change - 0.001 })).toBe(true)
  })

  it('ends when it said it would, once the last minute has nothing of it', () => {
    const call = measured(trend({ below: -0.4 }), worse)
    const change = call.changesAfter(240_000)
    expect(change).not.toBeNull()
    expect(call.at(Number(change) - 1)).not.toBe(call.at(Number(change)))
  })
})
