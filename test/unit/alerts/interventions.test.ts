import { describe, expect, it } from 'vitest'
import { Interventions } from '../../../server/alerts/interventions.ts'
import { callMs } from '../../../server/contracts/time.ts'
import { buildCall, buildUtterance } from '../../helpers/message-builders.ts'

const GLAD = 'thank you so much that is wonderful and very kind'
const CROSS = 'this is terrible i hate it and i am very angry'

function started(language = 'en-US'): {
  readonly steps: Interventions
  readonly say: (text: string, startMs: number, party?: 'agent' | 'customer') => void
} {
  const steps = new Interventions()
  steps.startCall(buildCall({ language }))
  return {
    steps,
    say: (text, startMs, party = 'customer') => steps.hear(buildUtterance({ text, startMs, party })),
  }
}

const step = (atMs: number) => ({ by: 'ana', action: 'own', atMs: callMs(atMs) }) as const

describe('stepping into a call', () => {
  it('is told with how the customer sounded before, once the minute after it is over', () => {
    const { steps, say } = started()
    say(CROSS, 50_000)
    say(GLAD, 55_000, 'agent')
    steps.begin('call-1', step(60_000))
    say(GLAD, 70_000)
    expect(steps.advanceTo('call-1', callMs(119_999))).toEqual([])
    const [effect, ...others] = steps.advanceTo('call-1', callMs(120_000))
    expect(others).toEqual([])
    expect(effect).toMatchObject(step(60_000))
    expect(effect?.before).toBeLessThan(-0.3)
    expect(effect?.after).toBeGreaterThan(0.3)
    expect(steps.advanceTo('call-1', callMs(200_000))).toEqual([])
  })

  it('compares the two minutes and nothing else', () => {
    const { steps, say } = started()
    say(GLAD, 1000)
    say(CROSS, 90_000)
    steps.begin('call-1', step(100_000))
    say(CROSS, 110_000)
    const [effect] = steps.advanceTo('call-1', callMs(160_000))
    expect(effect?.before).toBe(effect?.after)
  })

  it('is told at the end of the call when that comes first', () => {
    const { steps, say } = started()
    say(CROSS, 50_000)
    steps.begin('call-1', step(60_000))
    say(GLAD, 62_000)
    expect(steps.endCall('call-1')).toHaveLength(1)
    expect(steps.endCall('call-1')).toEqual([])
  })

  it.each([
    ['nothing was said before it', 'en-US', [70_000]],
    ['nothing was said after it', 'en-US', [50_000]],
    ['nobody knows the words of the language', 'tlh', [50_000, 70_000]],
  ])('has no effect that could be told when %s', (_, language, times) => {
    const { steps, say } = started(language)
    for (const atMs of times.filter((each) => each < 60_000)) say(CROSS, atMs)
    steps.begin('call-1', step(60_000))
    for (const atMs of times.filter((each) => each >= 60_000)) say(CROSS, atMs)
    expect(steps.advanceTo('call-1', callMs(130_000))).toEqual([])
  })

  it('concerns live calls only', () => {
    const { steps } = started()
    steps.begin('call-2', step(0))
    expect(steps.advanceTo('call-2', callMs(100_000))).toEqual([])
  })
})
