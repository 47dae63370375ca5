import { describe, expect, it } from 'vitest'
import { momentOf } from '../../../../server/rules/testing/local-time.ts'
import { scriptedCall } from '../../../../server/rules/testing/scripted-call.ts'
import { parseRule } from '../../../../server/rules/file/parse-rule.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'

const TEST = { name: 'x', call: '00:05 end', expect: [] }

function ruleIn(zone: string): NonNullable<ReturnType<typeof parseRule>['document']>['rule'] {
  const text = ruleText({ when: '{ time: { calendar: site } }' })
  const site = { name: 'site', zone, hours: [], holidays: [] }
  const { document } = parseRule('test-rule.rule.yaml', text, {
    lists: new Map(),
    calendars: new Map([['site', site]]),
  })
  if (document === null) throw new Error('expected a rule without faults')
  return document.rule
}

describe('momentOf', () => {
  it.each([
    ['2026-03-02T09:00', 'UTC', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00', 'Europe/Berlin', '2026-03-02T08:00:00.000Z'],
    ['2026-07-02T09:00', 'Europe/Berlin', '2026-07-02T07:00:00.000Z'],
    ['2026-07-02T00:00', 'America/New_York', '2026-07-02T04:00:00.000Z'],
    // The hour after the clocks went forward, and the hour before they went back.
    ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T04:30', 'Europe/Berlin', '2026-10-25T03:30:00.000Z'],
    ['2026-03-02T09:00Z', 'Europe/Berlin', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00+05:30', 'Europe/Berlin', '2026-03-02T03:30:00.000Z'],
  ])('%s in %s', (text, zone, expected) => {
    const moment = momentOf(text, zone)
    expect(moment === null ? null : new Date(moment).toISOString()).toBe(expected)
  })

  it.each(['2026-03-02', '2026-02-30T09:00', '2026-03-02T25:00', 'monday'])('refuses %s', (text) => {
    expect(momentOf(text, 'UTC')).toBeNull()
  })
})

describe('scriptedCall', () => {
  it('is a Monday morning when the test says nothing', () => {
    expect(scriptedCall(TEST, [])).toEqual({ startedAt: Date.UTC(2026, 0, 5, 10), attributes: {} })
  })

  it("takes the start as on the clocks of the rule's calendar", () => {
    const { startedAt } = scriptedCall({ ...TEST, starts: '2026-03-02T09:00' }, [ruleIn('Asia/Seoul')])
    expect(startedAt).toBe(Date.UTC(2026, 2, 2, 0))
  })

  it('hands on language and attributes, and when the customer called before', () => {
    const test = { ...TEST, language: 'de', attributes: { tier: 'gold' }, 'earlier-contacts': ['5h', '2d'] }
    const start = Date.UTC(2026, 0, 5, 10)
    expect(scriptedCall(test, [])).toMatchObject({
      language: 'de',
      attributes: {
        tier: 'gold',
        'earshot.earlier-contacts': `${start - 2 * 86_400_000},${start - 5 * 3_600_000}`,
      },
    })
  })
})
