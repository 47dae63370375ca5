import { describe, expect, it } from 'vitest'
import { EMPTY_LIBRARY, type AssistLibrary } from '../../../server/assist/assist-library.ts'
import { ChecklistSet } from '../../../server/assist/checklists/checklist-set.ts'
import { draftWrapUp } from '../../../server/assist/wrap-up/draft.ts'
import { FilingFinder } from '../../../server/assist/wrap-up/filing-finder.ts'
import { NOWHERE } from '../../../server/contracts/floor.ts'
import type { CallRecord } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { phraseOf } from '../../../server/language/phrases/phrase.ts'
import { buildChecklist } from '../../helpers/assist-builders.ts'
import { buildCall, buildOutcome, buildUtterance } from '../../helpers/message-builders.ts'

const LIBRARY: AssistLibrary = {
  ...EMPTY_LIBRARY,
  checklists: new ChecklistSet([buildChecklist()]),
  filing: new FilingFinder({
    promises: [phraseOf('i will ...1 (send|call)')],
    choices: [
      {
        dispositionId: 'left',
        title: 'Left',
        rules: [],
        codes: [],
        phrases: [phraseOf('i have cancelled it')],
      },
      {
        dispositionId: 'kept',
        title: 'Kept',
        rules: ['cancel-risk'],
        codes: [],
        phrases: [phraseOf('sounds good')],
      },
      { dispositionId: 'web', title: 'Web', rules: [], codes: ['web'], phrases: [] },
    ],
  }),
}

function record(change: Partial<CallRecord> = {}): CallRecord {
  return {
    call: buildCall(),
    place: NOWHERE,
    endedAt: wallMs(1),
    durationMs: 60_000,
    endReason: 'completed',
    utterances: [
      buildUtterance({ text: 'please cancel my contract', startMs: 1000 }),
      buildUtterance({ text: 'may i ask why', startMs: 5000, party: 'agent' }),
      buildUtterance({ text: 'i will send you the new offer by email', startMs: 65_000, party: 'agent' }),
      buildUtterance({ text: 'i will call again', startMs: 70_000 }),
      buildUtterance({ text: 'that sounds good', startMs: 75_000 }),
    ],
    events: [],
    outcomes: [
      buildOutcome({ outcomeId: '1', rule: 'cancel-risk@3', title: 'Wants to cancel', state: 'confirmed' }),
      buildOutcome({
        outcomeId: '2',
        rule: 'other@1',
        title: 'Taken back',
        state: 'retracted',
        priority: 99,
      }),
      buildOutcome({
        outcomeId: '3',
        rule: 'whisper@1',
        title: 'From your supervisor',
        state: 'confirmed',
        priority: 100,
      }),
      buildOutcome({ outcomeId: '4', kind: 'alert', title: 'An alert', state: 'confirmed', priority: 100 }),
    ],
    ...change,
  }
}

const draft = (change: Partial<Parameters<typeof draftWrapUp>[0]> = {}) =>
  draftWrapUp({ record: record(), codes: [], labels: [], library: LIBRARY, ...change })

describe('a draft is made of', () => {
  it('the reason that stood, and nothing of what was withdrawn, written by a supervisor, or for supervisors alone', () => {
    const { reason, summary } = draft()
    expect(reason).toBe('Wants to cancel')
    for (const other of ['Taken back', 'From your supervisor', 'An alert'])
      expect(summary).not.toContain(other)
  })

  it("what the agent promised, with its moment; the customer's own promises are none", () => {
    const { promised, promises, summary } = draft()
    expect(promises).toEqual(['I will send you the new offer by email'])
    expect(promised[0]).toMatchObject({
      party: 'agent',
      utteranceId: 'utterance-65000',
      words: 'i will send',
    })
    expect(summary).toContain('Promised at 01:05: i will send you the new offer by email.')
  })

  it('the checklist, with what is missing', () => {
    expect(draft().summary).toContain('Cancellation: 1 of 3. Missing: Do confirm.')
  })

  it('dispositions with what speaks for each, the strongest chosen', () => {
    const { suggested, dispositions, choices } = draft()
    expect(suggested).toEqual([
      { dispositionId: 'kept', title: 'Kept', because: ['“sounds good”', 'Wants to cancel'] },
    ])
    expect(dispositions).toEqual(['kept'])
    expect(choices.map(({ dispositionId }) => dispositionId)).toEqual(['left', 'kept', 'web'])
  })

  it('codes, those below a disposition’s own among them', () => {
    const { suggested, reason } = draft({
      record: record({ outcomes: [] }),
      codes: [{ id: 'web.payment.page-freezes', title: 'Payment page freezes' }],
    })
    expect(reason).toBe('Payment page freezes')
    expect(suggested.map(({ dispositionId }) => dispositionId)).toContain('web')
  })

  it('nothing where nothing was said', () => {
    expect(draft({ record: record({ utterances: [], outcomes: [] }) })).toMatchObject({
      ...{ reason: '', summary: '', promises: [], dispositions: [], suggested: [], checklists: [] },
      saved: null,
    })
  })
})
