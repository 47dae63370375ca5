import { describe, expect, it } from 'vitest'
import { HandOn } from '../../../../server/feedback/intake/hand-on.ts'
import { createLog } from '../../../../server/platform/log.ts'
import { buildFeedback } from '../../../helpers/issue-builders.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

function make(fail = false): { noted: string[][]; clock: ManualClock; handOn: HandOn; lines: string[] } {
  const noted: string[][] = []
  const lines: string[] = []
  const clock = new ManualClock(0)
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  const store = {
    feedbackHandedOn: async (items: readonly { feedbackId: string }[]) => {
      if (fail) throw new Error('odd')
      noted.push(items.map(({ feedbackId }) => feedbackId))
    },
  }
  return { noted, clock, lines, handOn: new HandOn({ store, clock, log }) }
}

describe('HandOn', () => {
  it('notes what was published some seconds ago, together', () => {
    const { noted, clock, handOn } = make()
    handOn.start()
    handOn.published(buildFeedback({ feedbackId: 'a' }))
    clock.advance(2000)
    handOn.published(buildFeedback({ feedbackId: 'b' }))
    handOn.published(buildFeedback({ feedbackId: 'c' }))
    expect(noted).toEqual([])
    clock.advance(2000)
    expect(noted).toEqual([['a']])
    clock.advance(2000)
    expect(noted).toEqual([['a'], ['b', 'c']])
    clock.advance(60_000)
    expect(noted).toHaveLength(2)
  })

  it('notes what is left when it stops, and leaves no timer behind', async () => {
    const { noted, clock, handOn } = make()
    handOn.start()
    handOn.published(buildFeedback({ feedbackId: 'a' }))
    clock.advance(2000)
    handOn.published(buildFeedback({ feedbackId: 'b' }))
    await handOn.stop()
    expect(noted).toEqual([['a', 'b']])
    expect(clock.waiting).toBe(0)
  })

  it('notes many in pieces', async () => {
    const { noted, handOn } = make()
    for (let at = 0; at < 1200; at += 1) handOn.published(buildFeedback({ feedbackId: String(at) }))
    await handOn.stop()
    expect(noted.map((ids) => ids.length)).toEqual([500, 500, 200])
    expect(new Set(noted.flat()).size).toBe(1200)
  })

  it('logs a failure without what was written', async () => {
    const { handOn, lines } = make(true)
    handOn.published(buildFeedback({ text: 'secret' }))
    await handOn.stop()
    expect(lines.join('')).toContain('"items":1')
    expect(lines.join('')).not.toContain('secret')
  })
})
