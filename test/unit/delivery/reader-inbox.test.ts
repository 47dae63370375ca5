import { describe, expect, it } from 'vitest'
import { ReaderInbox } from '../../../server/delivery/events/reader-inbox.ts'
import { createDeliveryMetrics } from '../../../server/delivery/metrics.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { SUPERVISOR, setUpHub } from '../../helpers/event-hub-bench.ts'

function setUp() {
  const { clock, join } = setUpHub()
  const { reader, transport } = join(SUPERVISOR)
  const metrics = createDeliveryMetrics(new Registry())
  const inbox = new ReaderInbox({ reader, clock, metrics, messagesPerSecond: 10 })
  const say = (text: string): void => inbox.take(Buffer.from(text), false)
  const answers = () => transport.sent.slice(2).map(({ payload }) => JSON.parse(String(payload)) as unknown)
  const flooded = async () =>
    (await metrics.readerMessages.get()).values.find(({ labels }) => labels.result === 'flooded')?.value
  return { inbox, say, answers, flooded, transport, clock }
}

const PING = '{"type":"ping","clientNow":7}'

describe('the inbox of a reader', () => {
  it('answers a ping with both clocks', () => {
    const { say, answers, clock } = setUp()
    say(PING)
    expect(answers()).toEqual([{ type: 'pong', clientNow: 7, serverNow: clock.now() }])
  })

  it('answers what it does not understand, and goes on', () => {
    const { say, answers, transport } = setUp()
    for (let n = 0; n < 8; n += 1) say('{"type":"shout"}')
    expect(answers()[0]).toMatchObject({ type: 'error', code: 'MESSAGE_UNKNOWN', retryable: false })
    expect(answers()).toHaveLength(8)
    expect(transport.closedWith).toBeNull()
  })

  it('closes after five frames in a row that make no sense', () => {
    const { say, answers, transport, inbox } = setUp()
    for (let n = 0; n < 4; n += 1) say('nonsense')
    say(PING)
    for (let n = 0; n < 3; n += 1) say('nonsense')
    inbox.take(Buffer.from('audio?'), true)
    expect(transport.closedWith).toBeNull()
    expect(answers().at(-1)).toMatchObject({ code: 'FRAME_UNEXPECTED' })
    say('x'.repeat(20_000))
    expect(transport.closedWith?.code).toBe('FRAME_TOO_LARGE')
  })

  it('looks at no more messages a second than allowed', async () => {
    const { say, answers, clock, flooded } = setUp()
    for (let n = 0; n < 25; n += 1) say(PING)
    expect(answers()).toHaveLength(10)
    expect(await flooded()).toBe(15)
    clock.advance(1000)
    say(PING)
    expect(answers()).toHaveLength(11)
  })
})
