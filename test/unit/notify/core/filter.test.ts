import { describe, expect, it } from 'vitest'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { NotifyFilter } from '../../../../server/contracts/subscription.ts'
import { codesAbove, isFor, namesState, wantsState } from '../../../../server/notify/core/filter.ts'
import { buildIssue } from '../../../helpers/issue-builders.ts'

/** The issue is `web.payment.page-freezes` on the web, high, of the online shop. */
const CASES: readonly (readonly [NotifyFilter, Partial<Issue>, boolean])[] = [
  [{}, {}, true],
  [{ codes: [], channels: [], units: [], states: [] }, {}, true],
  [{ codes: ['web.payment.page-freezes'] }, {}, true],
  [{ codes: ['web.payment'] }, {}, true],
  [{ codes: ['web'] }, {}, true],
  [{ codes: ['app', 'web'] }, {}, true],
  [{ codes: ['we'] }, {}, false],
  [{ codes: ['web.pay'] }, {}, false],
  [{ codes: ['web.payment.page-freezes.on-ios'] }, {}, false],
  [{ codes: ['web'] }, { code: null }, false],
  [{ channels: ['web'] }, {}, true],
  [{ channels: ['app'] }, {}, false],
  [{ channels: ['app', 'web'] }, {}, true],
  [{ channels: ['call'] }, { channel: null }, true],
  [{ channels: ['app'] }, { channel: null }, false],
  [{ channels: ['call'] }, {}, false],
  [{ units: ['online-shop'] }, {}, true],
  [{ units: ['bank'] }, {}, false],
  [{ units: ['online-shop'] }, { unit: null }, false],
  [{ minSeverity: 'high' }, {}, true],
  [{ minSeverity: 'critical' }, {}, false],
  [{ minSeverity: 'info' }, { severity: 'info' }, true],
  [{ codes: ['web'], minSeverity: 'critical' }, {}, false],
]

describe('a filter', () => {
  it.each(CASES)('%j is for an issue with %j: %s', (filter, change, expected) => {
    expect(isFor(filter, buildIssue(change))).toBe(expected)
  })

  it('takes all states where it names none', () => {
    expect(wantsState({}, 'fixed')).toBe(true)
    expect(wantsState({ states: [] }, 'fixed')).toBe(true)
    expect(wantsState({ states: ['new'] }, 'fixed')).toBe(false)
    expect(namesState({}, 'fixed')).toBe(false)
    expect(namesState({ states: ['fixed'] }, 'fixed')).toBe(true)
  })

  it('knows the codes above one', () => {
    expect(codesAbove('web.payment.page-freezes')).toEqual(['web', 'web.payment'])
    expect(codesAbove('web')).toEqual([])
  })
})
