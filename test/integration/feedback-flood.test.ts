import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startFeedbackApp } from '../helpers/feedback-app.ts'
import { ManualClock } from '../helpers/manual-clock.ts'

const NDJSON = 'application/x-ndjson'

function lines(source: string, count: number): string {
  return Array.from({ length: count }, (_, at) =>
    JSON.stringify({ id: `${source}-${at}`, source, channel: 'web', text: `it freezes ${at}` }),
  ).join('\n')
}

describe('a source that sends more than it may', () => {
  it('is told when to come again, is shown, and holds up nobody else', async () => {
    // Ten a minute, a hundred at once; the clock stands still.
    const clock = new ManualClock(1_000_000)
    await using room = await startFeedbackApp({ itemsPerMinute: 10, clock })
    const flood = { body: lines('flood', 250), type: NDJSON }
    const answer = await room.post(flood)
    expect(answer).toMatchObject({
      status: 429,
      body: { type: 'error', code: 'FEEDBACK_TOO_FAST', retryable: true, accepted: 100, stoppedAt: 101 },
    })
    expect(answer.headers.get('retry-after')).toBe('6')
    expect(room.published).toHaveLength(100)

    expect(await room.post({ body: lines('calm', 20), type: NDJSON })).toMatchObject({
      status: 200,
      body: { accepted: 20 },
    })
    expect(await room.app.metric('earshot_feedback_too_fast_total', { door: 'source' })).toBe(1)
    expect(room.feedback.sources().find(({ sourceId }) => sourceId === 'flood')).toMatchObject({
      ...{ accepted: 100, tooFast: 1, lastTooFastAt: 1_000_000 },
    })

    // Sent again from the beginning, as often as it takes: what is known costs its part of the rate, and is lost to nobody.
    const rest = flood.body.split('\n')
    let from = 100
    for (let round = 0; round < 3 && from < rest.length; round += 1) {
      clock.advance(600_000)
      const { body } = await room.post({ body: rest.slice(from).join('\n'), type: NDJSON })
      from += Number(body['accepted'])
    }
    expect(from).toBe(250)
    expect(room.published.filter(({ sourceId }) => sourceId === 'flood')).toHaveLength(250)
  })

  it('pays for malformed lines as well', async () => {
    await using room = await startFeedbackApp({ itemsPerMinute: 1, clock: new ManualClock(0) })
    const answer = await room.post({ body: 'nonsense\n'.repeat(50), type: NDJSON, query: '?source=noise' })
    expect(answer).toMatchObject({ status: 429, body: { refused: 10, stoppedAt: 11 } })
  })

  it('cannot hide behind made-up names for ever', async () => {
    await using room = await startFeedbackApp({ itemsPerMinute: 1, clock: new ManualClock(0) })
    const many = Array.from({ length: 600 }, (_, at) => lines(`name-${at}`, 1)).join('\n')
    const answer = await room.post({ body: many, type: NDJSON })
    // Five hundred sources, and ten items of all the others together.
    expect(answer).toMatchObject({ status: 429, body: { accepted: 510, stoppedAt: 511 } })
  })
})

describe('a flood from many sides', () => {
  it('of ten thousand items in two hundred requests is kept whole, each item once', async () => {
    await using room = await startFeedbackApp()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        // Each item comes from two sides.
        room.post({ body: lines(`source-${at % 100}`, 100), type: NDJSON }),
      ),
    )
    const sum = (name: string): number => answers.reduce((all, { body }) => all + Number(body[name]), 0)
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect([sum('accepted'), sum('known'), sum('refused')]).toEqual([10_000, 10_000, 0])
    expect(new Set(room.published.map(({ feedbackId }) => feedbackId)).size).toBe(10_000)
    expect(room.published).toHaveLength(10_000)
  })
})

describe('a disk that takes nothing', () => {
  it('makes senders come again, and nothing is lost or kept twice', async () => {
    await using room = await startFeedbackApp()
    await room.post({ body: lines('before', 1), type: NDJSON })
    const other = new DatabaseSync(join(room.app.folder, 'store.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    const stuck = Promise.all(
      Array.from({ length: 45 }, (_, at) => room.post({ body: lines(`s-${at}`, 500), type: NDJSON })),
    )
    await expect
      .poll(() => room.app.metric('earshot_feedback_waiting_items'), { timeout: 10_000 })
      .toBe(20_000)
    const refused = await room.post({ body: lines('late', 1), type: NDJSON })
    expect(refused).toMatchObject({ status: 503, body: { code: 'STORE_FAILED', accepted: 0, stoppedAt: 1 } })
    expect(refused.headers.get('retry-after')).toBe('2')
    other.exec('ROLLBACK')
    other.close()
    const answers = await stuck
    const taken = answers.filter(({ status }) => status === 200)
    expect(taken).toHaveLength(40)
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(5)
    for (const [at, { status }] of answers.entries()) {
      if (status === 503) await room.post({ body: lines(`s-${at}`, 500), type: NDJSON })
    }
    expect(new Set(room.published.map(({ feedbackId }) => feedbackId)).size).toBe(45 * 500 + 1)
    expect(room.published).toHaveLength(45 * 500 + 1)
  })
})
