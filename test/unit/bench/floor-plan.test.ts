import { expect, test } from 'vitest'
import type { BenchCall } from '../../bench/play/corpus.ts'
import { floorPlan } from '../../bench/play/floor-plan.ts'

function call(id: string, change: Partial<BenchCall> = {}): BenchCall {
  const recording = { file: `${id}.wav`, channel: 0 }
  return {
    id,
    isReal: false,
    durationMs: 90_000,
    parties: [
      { party: 'agent', recording, reference: null },
      { party: 'customer', recording, reference: null },
    ],
    ...change,
  }
}

test('an odd number of parties is one call of one party more; calls differ in id and place', () => {
  const { calls, atOnce } = floorPlan({
    corpus: [call('a'), call('b')],
    parties: 9,
    durationMs: 30_000,
    speed: 1,
    keep: 'text',
  })
  expect(calls.map(({ parties }) => parties.length)).toEqual([2, 2, 2, 2, 1])
  expect(atOnce).toBe(5)
  expect(new Set(calls.map(({ callId }) => callId)).size).toBe(5)
  const places = calls.filter(({ callId }) => callId.startsWith('a')).map(({ fromMs }) => fromMs)
  expect(new Set(places).size).toBe(places.length)
  for (const { fromMs } of calls) expect(fromMs).toBeLessThan(90_000)
})

test('calls of one party and very short ones make no floor', () => {
  const short = call('short', { durationMs: 10_000 })
  const oneParty = call('one', { parties: call('one').parties.slice(0, 1) })
  const options = { parties: 4, durationMs: 30_000, speed: 1, keep: 'text' as const }
  const { calls } = floorPlan({ ...options, corpus: [short, oneParty, call('a')] })
  expect(calls.map(({ callId }) => callId.split('#')[0])).toEqual(['a', 'a'])
  expect(() => floorPlan({ ...options, corpus: [short, oneParty] })).toThrow('no two-party call')
})
