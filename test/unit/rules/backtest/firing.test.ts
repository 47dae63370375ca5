import { expect, it } from 'vitest'
import { callMs } from '../../../../server/contracts/time.ts'
import { meetsAny, toldOf } from '../../../../server/rules/backtest/firing.ts'
import { buildMatch } from '../../../helpers/message-builders.ts'

function at(seconds: readonly number[], action: { cooldownMs: number; oncePerCall?: boolean }) {
  return seconds.map((second) => buildMatch({ atMs: second * 1000, action }))
}

it('tells again only when the cooldown since the last that was told is over', () => {
  const told = toldOf(at([10, 50, 69, 70, 100, 131], { cooldownMs: 60_000 }))
  expect(told.map(({ atMs }) => atMs)).toEqual([10_000, 70_000, 131_000])
  expect(toldOf(at([10, 11], { cooldownMs: 0 }))).toHaveLength(2)
})

it('tells once in a call where the rule says so', () => {
  expect(toldOf(at([10, 5000], { cooldownMs: 0, oncePerCall: true }))).toHaveLength(1)
})

it('takes firings for the same by their words or by their time', () => {
  const place = (atMs: number, startMs: number, endMs: number) => ({
    atMs,
    evidence: { startMs: callMs(startMs), endMs: callMs(endMs) },
  })
  expect(meetsAny(place(9000, 1000, 2000), [place(2000, 1900, 2500)])).toBe(true)
  expect(meetsAny(place(9000, 1000, 2000), [place(2000, 2000, 2500)])).toBe(false)
  expect(meetsAny(place(9000, 0, 0), [place(10_000, 5, 6)])).toBe(true)
})
