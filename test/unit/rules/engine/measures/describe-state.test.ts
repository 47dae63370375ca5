import { describe, expect, it } from 'vitest'
import { describeState } from '../../../../../server/rules/engine/measures/measures.ts'
import type { StateCondition } from '../../../../../server/rules/compile/rule.ts'

const hours = { name: 'office-hours', zone: 'UTC', hours: [], holidays: [] }

describe('describeState', () => {
  it.each<[StateCondition, string]>([
    [{ kind: 'silence', party: null, forMs: 10_000 }, 'nobody speaks for 10 s'],
    [{ kind: 'silence', party: 'agent', forMs: 120_000 }, 'agent silent for 2 min'],
    [{ kind: 'talk-over', by: null, forMs: 1500 }, 'both speak for 1.5 s'],
    [{ kind: 'talk-over', by: 'agent', forMs: 2000 }, 'agent talks over the other for 2 s'],
    [
      { kind: 'talk-ratio', party: 'agent', above: 0.7, below: null, afterMs: 0, overMs: 300_000 },
      'agent share of speech above 0.7 over 5 min',
    ],
    [
      { kind: 'talk-ratio', party: 'agent', above: null, below: 0.2, afterMs: 0, overMs: null },
      'agent share of speech below 0.2',
    ],
    [
      { kind: 'pace', party: 'agent', above: 180, below: null, overMs: 30_000 },
      'agent pace above 180 words a minute over 30 s',
    ],
    [
      { kind: 'sentiment', party: 'customer', above: -1, below: -0.3 },
      'customer mood above -1 and below -0.3',
    ],
    [
      { kind: 'sentiment-trend', party: 'customer', above: null, below: -0.4 },
      'customer mood changes by below -0.4',
    ],
    [{ kind: 'phase', phases: ['hold', 'closing'] }, 'phase is hold or closing'],
    [{ kind: 'hold', forMs: 90_000 }, 'on hold for 90 s'],
    [{ kind: 'call-time', firstMs: 60_000, afterMs: null }, 'in the first 1 min'],
    [{ kind: 'call-time', firstMs: null, afterMs: 3_600_000 }, 'after the first 1 h'],
    [
      { kind: 'attribute', key: 'queue', test: { kind: 'is', values: ['billing', 'pay*'] } },
      'queue is billing or pay*',
    ],
    [{ kind: 'attribute', key: 'debt', test: { kind: 'number', above: 5, below: null } }, 'debt above 5'],
    [{ kind: 'attribute', key: 'tier', test: { kind: 'present' } }, 'tier is present'],
    [{ kind: 'repeat-contact', times: 2, withinMs: 604_800_000 }, 'called 2 times in the 7 d before'],
    [{ kind: 'repeat-contact', times: 1, withinMs: 3_600_000 }, 'called once in the 1 h before'],
    [{ kind: 'language', languages: ['en', 'de'] }, 'language is en or de'],
    [{ kind: 'time', hours, open: false }, 'office-hours is closed'],
  ])('says of %j: %s', (condition, text) => expect(describeState(condition)).toBe(text))
})
