import { beforeEach, describe, expect, it } from 'vitest'
import { QualityBench } from '../../../agent-console/src/data/quality-bench.ts'
import { START } from '../../../agent-console/src/data/quality-place.ts'
import { ApiError } from '../../../agent-console/src/data/requests.ts'
import type { ScoreCard } from '../../../server/contracts/quality.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import { qualityReport, scoreCard } from '../../helpers/quality-builders.ts'

const PAGE = Array.from({ length: 50 }, (_, index) => scoreCard({ callId: `call-${index}` }))

describe('the bench of quality', () => {
  let asked: string[]
  let answers: { report: () => Promise<ReturnType<typeof qualityReport>>; cards: () => readonly ScoreCard[] }
  let bench: QualityBench
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  beforeEach(() => {
    asked = []
    answers = { report: () => Promise.resolve(qualityReport()), cards: () => PAGE }
    bench = new QualityBench({
      clock: new ManualClock(0),
      onChange: () => undefined,
      api: {
        report: (place) => {
          asked.push(`report ${place.group}`)
          return answers.report()
        },
        cards: (_place, calls, { after }) => {
          asked.push(`cards ${calls.order} ${after ?? 'first'}`)
          return Promise.resolve(answers.cards())
        },
        card: (callId) => {
          asked.push(`card ${callId}`)
          return callId === 'none'
            ? Promise.reject(new ApiError(404))
            : Promise.resolve(scoreCard({ callId }))
        },
      },
    })
  })

  it('asks only for what a place needs and was not asked before', async () => {
    bench.show(START)
    bench.show({ ...START, calls: { order: 'newest' } })
    bench.show({ ...START, calls: { order: 'newest' }, callId: 'other' })
    bench.show({ ...START, calls: { order: 'newest' } })
    await settled()
    expect(asked).toEqual(['report team', 'cards newest first', 'card other'])
    expect(bench.report.state).toBe('there')
  })

  it('asks for the next calls after the last one, until there are no more', async () => {
    bench.show({ ...START, calls: { order: 'lowest' } })
    await settled()
    expect(bench.hasMore).toBe(true)
    answers.cards = () => [scoreCard({ callId: 'last' })]
    bench.more()
    await settled()
    expect(asked.at(-1)).toBe('cards lowest call-49')
    expect(bench.cards.value).toHaveLength(51)
    expect(bench.hasMore).toBe(false)
  })

  it('shows a listed card without asking, says when there is none, and when figures cannot be read', async () => {
    bench.show({ ...START, calls: { order: 'newest' } })
    await settled()
    bench.show({ ...START, calls: { order: 'newest' }, callId: 'call-3' })
    await settled()
    expect(asked).not.toContain('card call-3')
    expect(bench.card.value?.callId).toBe('call-3')
    bench.show({ ...START, callId: 'none' })
    answers.report = () => Promise.reject(new TypeError('no network'))
    bench.show({ ...START, group: 'agent', callId: 'none' })
    await settled()
    expect([bench.card.state, bench.report.state]).toEqual(['missing', 'failed'])
    answers.report = () => Promise.resolve(qualityReport())
    bench.again()
    await settled()
    expect(bench.report.state).toBe('there')
  })

  it('lets a late answer to an earlier question go', async () => {
    let answer: (report: ReturnType<typeof qualityReport>) => void = () => undefined
    answers.report = () => new Promise((resolve) => (answer = resolve))
    bench.show(START)
    answers.report = () => Promise.resolve(qualityReport({ group: 'agent' }))
    bench.show({ ...START, group: 'agent' })
    await settled()
    answer(qualityReport({ group: 'team' }))
    await settled()
    expect(bench.report.value?.group).toBe('agent')
  })
})
