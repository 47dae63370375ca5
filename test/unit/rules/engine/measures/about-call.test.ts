import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../../server/contracts/time.ts'
import type { AttributeTest } from '../../../../../server/rules/compile/rule.ts'
import { measured } from '../../../../helpers/measured-call.ts'
import { STARTED_AT, buildCall } from '../../../../helpers/message-builders.ts'

describe('attribute', () => {
  const holds = (value: string, test: AttributeTest) =>
    measured({ kind: 'attribute', key: 'queue', test }, [], {
      call: buildCall({ attributes: { queue: value } }),
    }).at(0)
  const is = (...values: string[]) => ({ kind: 'is', values }) as const
  const number = (above: number | null, below: number | null) => ({ kind: 'number', above, below }) as const

  it.each([
    ['billing', is('sales', 'Billing'), true],
    ['BILLING', is('billing'), true],
    ['billing-2', is('billing'), false],
    ['billing-2', is('bill*'), true],
    ['billing-2', is('*-2'), true],
    ['billing-2', is('*ling*'), true],
    ['billing-2', is('*'), true],
    ['billing-2', is('*3', 'x*', '*y*'), false],
    ['', is('*'), false],
    ['12', number(11.9, null), true],
    ['12', number(12, null), false],
    [' 12 ', number(null, 12.5), true],
    ['12', number(null, 12), false],
    ['12', number(10, 20), true],
    ['twelve', number(null, 99), false],
    ['', number(null, 99), false],
    ['x', { kind: 'present' }, true],
    ['', { kind: 'present' }, false],
  ] as const)('of "%s" with %j: %s', (value, test, expected) => expect(holds(value, test)).toBe(expected))

  it('is not there when nobody has said it, whatever it is called', () => {
    for (const key of ['tier', 'constructor', '__proto__']) {
      expect(measured({ kind: 'attribute', key, test: { kind: 'present' } }, []).at(0)).toBe(false)
    }
  })

  it('changes with the call, others staying as they are', () => {
    const call = measured({ kind: 'attribute', key: 'queue', test: is('sales') }, [
      { change: { attributes: { tier: 'gold' } }, at: 1000 },
      { change: { attributes: { queue: 'sales' } }, at: 2000 },
      { change: { onHold: true }, at: 3000 },
    ])
    expect([call.at(1999), call.at(2000), call.at(3000), call.changesAfter(0)]).toEqual([
      false,
      true,
      true,
      null,
    ])
  })
})

describe('language', () => {
  it.each([
    ['en-GB', ['en'], true],
    ['en-GB', ['de', 'en-gb'], true],
    ['en', ['en-GB'], false],
    ['eng', ['en'], false],
  ])('of a call in %s, asked for %j: %s', (language, languages, expected) => {
    expect(measured({ kind: 'language', languages }, [], { call: buildCall({ language }) }).at(0)).toBe(
      expected,
    )
  })
})

describe('call-time', () => {
  const at = (firstMs: number | null, afterMs: number | null, ms: number) =>
    measured({ kind: 'call-time', firstMs, afterMs }, []).at(ms)

  it('is the first part up to its end, which belongs to what comes after', () => {
    expect([at(60_000, null, 59_999), at(60_000, null, 60_000)]).toEqual([true, false])
    expect([at(null, 60_000, 59_999), at(null, 60_000, 60_000)]).toEqual([false, true])
    expect([at(90_000, 60_000, 59_999), at(90_000, 60_000, 60_000), at(90_000, 60_000, 90_000)]).toEqual([
      false,
      true,
      false,
    ])
  })

  it('says when it changes', () => {
    const call = measured({ kind: 'call-time', firstMs: 90_000, afterMs: 60_000 }, [])
    expect([0, 60_000, 90_000].map(call.changesAfter)).toEqual([60_000, 90_000, null])
  })
})

describe('hold', () => {
  it('holds from exactly so long on hold until its end', () => {
    const call = measured({ kind: 'hold', forMs: 60_000 }, [
      { hold: true, at: 10_000 },
      { hold: true, at: 40_000 },
      { party: 'agent', from: 50_000, to: 55_000 },
      { hold: false, at: 80_000 },
    ])
    expect([call.at(69_999), call.at(70_000), call.at(79_999), call.at(80_000)]).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect([0, 10_000, 70_000, 80_000].map(call.changesAfter)).toEqual([null, 70_000, null, null])
  })

  it('begins anew with the next hold', () => {
    const holds = [true, false, true].map((hold, index) => ({ hold, at: (index + 1) * 10_000 }))
    const call = measured({ kind: 'hold', forMs: 15_000 }, holds)
    expect([call.at(29_999), call.at(44_999), call.at(45_000)]).toEqual([false, false, true])
  })
})

describe('repeat-contact', () => {
  const DAY_MS = 86_400_000
  const withContacts = (contacts: string, times = 2) =>
    measured({ kind: 'repeat-contact', times, withinMs: 7 * DAY_MS }, [
      { change: { attributes: { 'earshot.earlier-contacts': contacts } }, at: 500 },
    ])
  const ago = (ms: number) => String(STARTED_AT - ms)

  it('counts the contacts in the time before the call, its beginning included', () => {
    const call = withContacts([ago(DAY_MS), ago(7 * DAY_MS)].join())
    expect([call.at(499), call.at(500)]).toEqual([false, true])
    expect(withContacts([ago(DAY_MS), ago(7 * DAY_MS + 1)].join()).at(500)).toBe(false)
    expect(withContacts(ago(DAY_MS), 1).at(500)).toBe(true)
  })

  it('counts neither the call itself nor what is no time', () => {
    for (const contacts of ['', `${ago(0)},${ago(-1)}`, 'yesterday,today', `${ago(1)},-5,1e3,,`]) {
      expect(withContacts(contacts).at(500)).toBe(false)
    }
  })

  it('counts from the first start of a call that goes on after a restart', () => {
    const call = measured({ kind: 'repeat-contact', times: 1, withinMs: DAY_MS }, [], {
      call: buildCall({
        startedAt: wallMs(STARTED_AT),
        attributes: { 'earshot.earlier-contacts': ago(DAY_MS) },
      }),
    })
    expect(call.at(0)).toBe(true)
  })
})
