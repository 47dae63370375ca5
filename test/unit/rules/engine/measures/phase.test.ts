import { describe, expect, it } from 'vitest'
import { createClosingCue } from '../../../../../server/rules/engine/measures/closing-cue.ts'
import { needsOf } from '../../../../../server/rules/engine/measures/measures.ts'
import { phraseOf } from '../../../../../server/language/phrases/phrase.ts'
import { CALL_PHASES, type CallPhase } from '../../../../../server/rules/compile/rule.ts'
import { measured, type Happening } from '../../../../helpers/measured-call.ts'

/** The phase at a moment. */
function phaseAt(ms: number, happenings: readonly Happening[]): readonly CallPhase[] {
  return CALL_PHASES.filter((phase) => measured({ kind: 'phase', phases: [phase] }, happenings).at(ms))
}

const CONCERN = { party: 'customer', from: 5000, to: 8000, says: 'my page froze' } as const
const FAREWELL = { party: 'agent', from: 90_000, to: 93_000, says: 'well have a great day' } as const

describe('phase', () => {
  it('is greeting until the customer has said something of three words', () => {
    expect(phaseAt(7999, [CONCERN])).toEqual(['greeting'])
    expect(phaseAt(8000, [CONCERN])).toEqual(['conversation'])
    expect(phaseAt(8000, [{ ...CONCERN, says: 'hello there' }])).toEqual(['greeting'])
    expect(phaseAt(8000, [{ ...CONCERN, party: 'agent' }])).toEqual(['greeting'])
  })

  it('is greeting for half a minute at most', () => {
    const call = measured({ kind: 'phase', phases: ['greeting', 'hold'] }, [])
    expect([call.changesAfter(0), call.at(29_999), call.at(30_000)]).toEqual([30_000, true, false])
    expect(call.changesAfter(30_000)).toBeNull()
  })

  it('is hold while on hold, and then what it was', () => {
    const happenings = [CONCERN, { hold: true, at: 10_000 }, { hold: false, at: 70_000 }] as const
    expect([9999, 10_000, 69_999, 70_000].flatMap((ms) => phaseAt(ms, happenings))).toEqual([
      'conversation',
      'hold',
      'hold',
      'conversation',
    ])
  })

  it.each([
    'is there anything else i can help you with',
    'have a nice day',
    'thank you for calling',
    'bye bye',
    'goodbye',
  ])('is closing after the agent says "%s"', (says) => {
    expect(phaseAt(93_000, [CONCERN, { ...FAREWELL, says }])).toEqual(['closing'])
    expect(phaseAt(93_000, [CONCERN, { ...FAREWELL, says, party: 'customer' }])).toEqual(['conversation'])
  })

  it('is not closing in the first minute, nor by what is said on hold', () => {
    const says = 'goodbye'
    const at = (from: number) =>
      phaseAt(from + 1000, [CONCERN, { party: 'agent', from, to: from + 1000, says }])
    expect([at(59_999), at(60_000)]).toEqual([['conversation'], ['closing']])
    const held = [CONCERN, { hold: true, at: 80_000 }, FAREWELL, { hold: false, at: 100_000 }] as const
    expect(phaseAt(100_000, held)).toEqual(['conversation'])
  })

  it('is conversation again when the customer says twelve words more', () => {
    const more = (words: number) => ({ party: 'customer', from: 95_000, to: 99_000, says: words }) as const
    const again = { party: 'customer', from: 101_000, to: 102_000, says: 6 } as const
    expect(phaseAt(99_000, [CONCERN, FAREWELL, more(11)])).toEqual(['closing'])
    expect(phaseAt(99_000, [CONCERN, FAREWELL, more(12)])).toEqual(['conversation'])
    expect(phaseAt(102_000, [CONCERN, FAREWELL, more(6), again])).toEqual(['conversation'])
    const anew = { ...FAREWELL, from: 99_500, to: 100_500 }
    expect(phaseAt(102_000, [CONCERN, FAREWELL, more(6), anew, again])).toEqual(['closing'])
  })

  it('ends with the site’s own words, where it has some', () => {
    const condition = { kind: 'phase', phases: ['closing'] } as const
    const needs = needsOf([condition], { closing: createClosingCue(null, [phraseOf('until next time')]) })
    const said = (says: string) => measured(condition, [{ ...FAREWELL, party: 'customer', says }], { needs })
    expect([said('until next time').at(93_000), said('have a great day').at(93_000)]).toEqual([true, false])
  })
})
