import { describe, expect, test } from 'vitest'
import { AlertBell, type BellChoice } from '../../../agent-console/src/data/alert-bell.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildOutcome } from '../../helpers/message-builders.ts'

const BOTH: BellChoice = { sound: true, notify: true }

function alert(outcomeId: string, change: Partial<Outcome> = {}): Outcome {
  return buildOutcome({ kind: 'alert', outcomeId, severity: 'critical', createdAt: wallMs(0), ...change })
}

describe('the bell', () => {
  test('rings once for an alert that matters', () => {
    const bell = new AlertBell()
    const state = { choice: BOTH, now: 100, seen: false }
    expect(bell.ring([alert('a')], state)).toMatchObject({ sound: true, notify: { others: 0 } })
    expect(bell.ring([alert('a')], { ...state, now: 10_000 })).toBeNull()
  })

  test.each([
    ['a medium one', { severity: 'medium' }],
    ['a withdrawn one', { state: 'retracted' }],
    ['one from before', { createdAt: wallMs(-60_000) }],
  ] as const)('leaves %s alone', (_, change) => {
    expect(new AlertBell().ring([alert('a', change)], { choice: BOTH, now: 100, seen: false })).toBeNull()
  })

  test('says what came in the meantime at once, the worst first', () => {
    const bell = new AlertBell()
    const at = (now: number, ...alerts: readonly Outcome[]) =>
      bell.ring(alerts, { choice: BOTH, now, seen: false })
    expect(at(0, alert('a'))).not.toBeNull()
    const high = alert('b', { severity: 'high' })
    expect(bell.waitMs(0)).toBeNull()
    expect(at(1000, alert('a'), high)).toBeNull()
    expect(bell.waitMs(1000)).toBe(4000)
    const ring = at(5000, alert('a'), high, alert('c', { createdAt: wallMs(4000) }))
    expect(ring?.notify).toMatchObject({ alert: { outcomeId: 'c' }, others: 1 })
  })

  test('shows nothing on a page that is seen, and makes no sound unasked', () => {
    const ring = (choice: BellChoice, seen: boolean) =>
      new AlertBell().ring([alert('a')], { choice, now: 0, seen })
    expect(ring(BOTH, true)).toEqual({ sound: true, notify: null })
    expect(ring({ sound: false, notify: true }, true)).toBeNull()
    expect(ring({ sound: false, notify: true }, false)).toMatchObject({ sound: false, notify: { others: 0 } })
    expect(ring({ sound: false, notify: false }, false)).toBeNull()
  })

  test('does not make up for what came while it was off', () => {
    const bell = new AlertBell()
    const off = { sound: false, notify: false }
    expect(bell.ring([alert('a')], { choice: off, now: 0, seen: false })).toBeNull()
    expect(bell.ring([alert('a')], { choice: BOTH, now: 6000, seen: false })).toBeNull()
  })
})
