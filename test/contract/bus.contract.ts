import { describe, expect, it } from 'vitest'
import type { Bus } from '../../server/bus/bus.ts'
import type { Topic } from '../../server/contracts/topics.ts'
import { callMs } from '../../server/contracts/time.ts'
import type { Tick } from '../../server/contracts/transcript.ts'
import { buildEnd, buildMatch, buildOutcome, buildStart } from '../helpers/message-builders.ts'

export interface BusUnderTest {
  readonly bus: Bus
  /** Handlers that threw, as the bus reported them. */
  readonly reported: readonly { readonly topic: Topic; readonly error: Error }[]
  close(): Promise<void>
}

/**
 * What every bus must do. `open` makes a fresh one; a bus that delivers later than in `publish` settles in
 * `drain`, after which the expectations are read.
 */
export function busContract(name: string, open: () => Promise<BusUnderTest>): void {
  const withBus = async (test: (subject: BusUnderTest) => Promise<void>): Promise<void> => {
    const subject = await open()
    try {
      await test(subject)
    } finally {
      await subject.close()
    }
  }

  describe(`${name} as a bus`, () => {
    it('brings messages of a topic to every subscriber in the order they were published', () =>
      withBus(async ({ bus }) => {
        const first: number[] = []
        const second: number[] = []
        bus.subscribe('call', ({ seq }) => first.push(seq))
        bus.subscribe('call', ({ seq }) => second.push(seq))
        const order = Array.from({ length: 200 }, (_, place) => place + 1)
        for (const seq of order) bus.publish('call', tick(seq))
        await bus.drain()
        expect(first).toEqual(order)
        expect(second).toEqual(order)
      }))

    it('keeps topics apart', () =>
      withBus(async ({ bus }) => {
        const got: string[] = []
        bus.subscribe('call', ({ type }) => got.push(`call ${type}`))
        bus.subscribe('transcript', ({ type }) => got.push(`transcript ${type}`))
        bus.subscribe('match', ({ type }) => got.push(`match ${type}`))
        bus.subscribe('outcome', ({ type }) => got.push(`outcome ${type}`))
        bus.publish('call', buildStart())
        bus.publish('transcript', buildEnd())
        bus.publish('match', buildMatch())
        bus.publish('outcome', buildOutcome())
        await bus.drain()
        expect(got.toSorted()).toEqual(['call start', 'match match', 'outcome outcome', 'transcript end'])
      }))

    it('delivers the message whole', () =>
      withBus(async ({ bus }) => {
        const got: unknown[] = []
        bus.subscribe('outcome', (outcome) => got.push(outcome))
        bus.publish('outcome', buildOutcome())
        await bus.drain()
        expect(got).toEqual([buildOutcome()])
      }))

    it('does not let a handler that throws harm the publisher or another subscriber, and reports it', () =>
      withBus(async ({ bus, reported }) => {
        const before: number[] = []
        const after: number[] = []
        bus.subscribe('call', ({ seq }) => before.push(seq))
        bus.subscribe('call', ({ seq }) => {
          if (seq === 2) throw new Error('handler failed')
        })
        bus.subscribe('call', ({ seq }) => after.push(seq))
        expect(() => [1, 2, 3].forEach((seq) => bus.publish('call', tick(seq)))).not.toThrow()
        await bus.drain()
        expect(before).toEqual([1, 2, 3])
        expect(after).toEqual([1, 2, 3])
        expect(reported.map(({ topic, error }) => [topic, error.message])).toEqual([
          ['call', 'handler failed'],
        ])
      }))

    it('reports what was thrown as an error, whatever it was', () =>
      withBus(async ({ bus, reported }) => {
        bus.subscribe('call', () => {
          // eslint-disable-next-line @typescript-eslint/only-throw-error -- other code may do just this
          throw 'not an error'
        })
        bus.publish('call', tick(1))
        await bus.drain()
        expect(reported[0]?.error).toBeInstanceOf(Error)
      }))

    it('delivers nothing to a handler that unsubscribed, and goes on with the others', () =>
      withBus(async ({ bus }) => {
        const left: number[] = []
        const stayed: number[] = []
        const unsubscribe = bus.subscribe('call', ({ seq }) => left.push(seq))
        bus.subscribe('call', ({ seq }) => stayed.push(seq))
        unsubscribe()
        unsubscribe()
        bus.publish('call', tick(1))
        await bus.drain()
        expect(left).toEqual([])
        expect(stayed).toEqual([1])
      }))

    it('counts the same function subscribed twice as two subscriptions', () =>
      withBus(async ({ bus }) => {
        const got: number[] = []
        const handler = ({ seq }: { readonly seq: number }): void => void got.push(seq)
        const unsubscribe = bus.subscribe('call', handler)
        bus.subscribe('call', handler)
        unsubscribe()
        bus.publish('call', tick(1))
        await bus.drain()
        expect(got).toEqual([1])
      }))

    it('delivers a message published by a handler after the one that caused it, to everybody', () =>
      withBus(async ({ bus }) => {
        const got: string[] = []
        bus.subscribe('call', (message) => {
          if (message.type === 'start') bus.publish('call', tick(2))
        })
        // Subscribed later, so it would see the effect first if delivery were not ordered.
        bus.subscribe('call', (message) => got.push(message.type))
        bus.publish('call', buildStart())
        await bus.drain()
        expect(got).toEqual(['start', 'tick'])
      }))

    it('keeps order across a chain of handlers that publish to other topics', () =>
      withBus(async ({ bus }) => {
        const got: string[] = []
        bus.subscribe('call', ({ seq }) => bus.publish('match', buildMatch({ matchId: String(seq) })))
        bus.subscribe('match', ({ matchId }) => bus.publish('outcome', buildOutcome({ outcomeId: matchId })))
        bus.subscribe('outcome', ({ outcomeId }) => got.push(outcomeId))
        for (const seq of [1, 2, 3]) bus.publish('call', tick(seq))
        await bus.drain()
        expect(got).toEqual(['1', '2', '3'])
      }))

    it('delivers nothing after drain', () =>
      withBus(async ({ bus }) => {
        const got: number[] = []
        bus.subscribe('call', ({ seq }) => got.push(seq))
        bus.publish('call', tick(1))
        await bus.drain()
        expect(() => bus.publish('call', tick(2))).not.toThrow()
        await bus.drain()
        expect(got).toEqual([1])
      }))
  })
}

function tick(seq: number): Tick {
  return { type: 'tick', callId: 'call-1', seq, atMs: callMs(seq * 1000), lagMs: 0 }
}
