import { describe, expect, it } from 'vitest'
import type { ChecklistItem, ChecklistState } from '../../../server/contracts/assist.ts'
import { OUTCOME_REASONS, type Outcome } from '../../../server/contracts/outcome.ts'
import { SCORE_RESULTS, type ScoreResult } from '../../../server/contracts/quality.ts'
import { callMs } from '../../../server/contracts/time.ts'
import type {
  Applies,
  ByChecklist,
  ByRules,
  FormItem,
  ScoreForm,
} from '../../../server/quality/form/score-form.ts'
import { scoreCall, type CallToScore } from '../../../server/quality/scoring/score-call.ts'
import {
  buildCall,
  buildEvidence,
  buildOutcome,
  buildUtterance,
  buildWords,
} from '../../helpers/message-builders.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const ALWAYS: Applies = {
  queues: null,
  attributes: new Map(),
  longerThanMs: null,
  fired: null,
  checklist: null,
}

const MISSED_BY_GREETING: ByRules = {
  type: 'rules',
  rules: ['greeting-missing'],
  fired: 'missed',
  notFired: 'met',
  shadow: true,
}

const VERIFIED: ByChecklist = { type: 'checklist', checklist: 'verification', item: null, inTime: false }

function item(change: Partial<FormItem> = {}): FormItem {
  const about = { itemId: 'item', title: 'Item', section: 'Section', weight: 5, critical: false }
  return { ...about, applies: ALWAYS, by: MISSED_BY_GREETING, ...change }
}

function form(...items: readonly FormItem[]): ScoreForm {
  return { hash: 'f00d', title: 'Card', items }
}

function fired(rule: string, change: Partial<Outcome> = {}): Outcome {
  return buildOutcome({ outcomeId: `outcome-${rule}`, rule: `${rule}@3`, state: 'confirmed', ...change })
}

function ticked(itemId: string, change: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    itemId,
    text: itemId,
    speaker: 'agent',
    required: true,
    progress: 'done',
    words: `words of ${itemId}`,
    utteranceId: 'utterance-9',
    atMs: callMs(9000),
    dueMs: null,
    late: false,
    ...change,
  }
}

function checklist(...items: readonly ChecklistItem[]): ChecklistState {
  const about = { checklistId: 'verification', version: 1, title: 'Verify', ordered: false, because: '' }
  return { ...about, sinceMs: callMs(0), items }
}

/** A call of two minutes in the queue billing, with the rules of the tests in force. */
function call(change: Partial<CallToScore> = {}, outcomes: readonly Outcome[] = []): CallToScore {
  const said = buildUtterance({ text: 'please cancel my contract today', startMs: 4000 })
  return {
    record: {
      call: buildCall({ attributes: { queue: 'billing', tier: 'gold' } }),
      utterances: [said],
      outcomes,
    },
    placeOf: (atMs) => ({ callId: 'call-1', atMs }),
    durationMs: 120_000,
    queue: 'billing',
    checklists: [],
    rules: new Set(['greeting-missing', 'praise', 'in-shadow']),
    ...change,
  }
}

function resultOf(of: CallToScore, one: FormItem): ScoreResult | undefined {
  return scoreCall(of, form(one)).items[0]?.result
}

describe('an item that rules decide', () => {
  it('is what the file says when one of them fired, with the moments', () => {
    const { items } = scoreCall(call({}, [fired('greeting-missing')]), form(item()))
    expect(items[0]).toMatchObject({
      result: 'missed',
      moments: [
        {
          callId: 'call-1',
          atMs: 4000,
          words: 'cancel my contract',
          utteranceId: 'utterance-4000',
          outcomeId: 'outcome-greeting-missing',
        },
      ],
    })
  })

  it('is what the file says when none of them fired', () => {
    expect(resultOf(call({}, [fired('praise')]), item())).toBe('met')
    expect(resultOf(call(), item({ by: { ...MISSED_BY_GREETING, notFired: 'not-applicable' } }))).toBe(
      'not-applicable',
    )
  })

  it('is not applicable when no rule is there to fire', () => {
    expect(resultOf(call({ rules: new Set() }), item())).toBe('not-applicable')
    expect(resultOf(call({ rules: new Set() }, [fired('greeting-missing')]), item())).toBe('missed')
  })

  it('has the first five moments, in the order of the call, where no words decided with the time of the finding', () => {
    const outcomes = [7, 3, 1, 6, 2, 5, 4].map((second) =>
      fired('greeting-missing', {
        outcomeId: `outcome-${second}`,
        atMs: callMs(second * 1000),
        evidence: buildEvidence({ condition: 'silence', words: [], utteranceId: null, startMs: callMs(0) }),
      }),
    )
    const moments = scoreCall(call({}, outcomes), form(item())).items[0]?.moments
    expect(moments?.map(({ atMs, words }) => [atMs, words])).toEqual(
      [1, 2, 3, 4, 5].map((second) => [second * 1000, '']),
    )
  })

  it('names the leg of the call that a moment is in', () => {
    const placeOf: CallToScore['placeOf'] = (atMs) => ({ callId: 'leg-2', atMs: callMs(atMs - 1000) })
    const { items } = scoreCall(call({ placeOf }, [fired('greeting-missing')]), form(item()))
    expect(items[0]?.moments[0]).toMatchObject({ callId: 'leg-2', atMs: 3000 })
  })

  const NOT_EVIDENCE = ['not-in-final', 'issue-over', 'demoted']
  it.each(OUTCOME_REASONS)(
    'counts what was held because of %s, where it says something of the call',
    (reason) => {
      const held = fired('greeting-missing', { state: 'held', reason })
      const expected =
        reason === 'demoted' ? 'not-applicable' : NOT_EVIDENCE.includes(reason) ? 'met' : 'missed'
      expect(resultOf(call({}, [held]), item())).toBe(expected)
    },
  )

  it.each<[Partial<Outcome>, ScoreResult]>([
    [{ state: 'shown', reason: 'matched' }, 'missed'],
    [{ state: 'confirmed', reason: 'confirmed-by-final' }, 'missed'],
    [{ state: 'retracted', reason: 'not-in-final' }, 'met'],
    [{ state: 'retracted', reason: 'issue-over' }, 'met'],
    [{ state: 'retracted', reason: 'outranked' }, 'missed'],
  ])('takes %o for %s', (change, expected) => {
    expect(resultOf(call({}, [fired('greeting-missing', change)]), item())).toBe(expected)
  })

  it('does without rules in shadow where the file says so', () => {
    const inShadow = fired('in-shadow', { state: 'held', reason: 'rule-in-shadow' })
    const by = { ...MISSED_BY_GREETING, rules: ['in-shadow'] }
    expect(resultOf(call({}, [inShadow]), item({ by }))).toBe('missed')
    expect(resultOf(call({}, [inShadow]), item({ by: { ...by, shadow: false } }))).toBe('met')
  })

  it.each<[string, string | null, ScoreResult]>([
    ['cancel my contract', 'utterance-4000', 'missed'],
    ['cancel • contract', 'utterance-4000', 'missed'],
    ['contract cancel', 'utterance-4000', 'met'],
    ['cancel my account', 'utterance-4000', 'met'],
    ['cancel my contract', 'no-final', 'met'],
    ['cancel my contract', null, 'missed'],
  ])(
    'believes what was held with “%s” of %s only when the final says it: %s',
    (text, utteranceId, expected) => {
      const evidence = buildEvidence({ words: buildWords(text, 4000), utteranceId })
      const held = fired('greeting-missing', { state: 'held', reason: 'cooldown', evidence })
      expect(resultOf(call({}, [held]), item())).toBe(expected)
    },
  )
})

describe('an item that a checklist decides', () => {
  const done = checklist(
    ticked('name'),
    ticked('secret'),
    ticked('extra', { required: false, progress: 'open' }),
  )
  const half = checklist(
    ticked('name'),
    ticked('secret', { progress: 'open' }),
    ticked('extra', { required: false }),
  )

  it.each<[string, readonly ChecklistState[], Partial<ByChecklist>, ScoreResult]>([
    ['all that is required', [done], {}, 'met'],
    ['half of it', [half], {}, 'missed'],
    ['only heard', [checklist(ticked('name', { progress: 'heard' }))], {}, 'missed'],
    ['one item', [half], { item: 'name' }, 'met'],
    ['an item that is not required', [done], { item: 'extra' }, 'missed'],
    ['an item that is not there', [done], { item: 'none' }, 'not-applicable'],
    ['a checklist that did not apply', [], {}, 'not-applicable'],
    [
      'a checklist that requires nothing',
      [checklist(ticked('extra', { required: false }))],
      {},
      'not-applicable',
    ],
    ['in time', [checklist(ticked('name', { dueMs: callMs(9000) }))], { inTime: true }, 'met'],
    ['too late', [checklist(ticked('name', { dueMs: callMs(8999) }))], { inTime: true }, 'missed'],
    ['too late, where that does not matter', [checklist(ticked('name', { dueMs: callMs(8999) }))], {}, 'met'],
    ['whenever, where nothing is due', [checklist(ticked('name'))], { inTime: true }, 'met'],
  ])('%s', (_name, checklists, change, expected) => {
    expect(resultOf(call({ checklists }), item({ by: { ...VERIFIED, ...change } }))).toBe(expected)
  })

  it('shows the words that ticked it', () => {
    const { items } = scoreCall(call({ checklists: [half] }), form(item({ by: VERIFIED })))
    expect(items[0]?.moments).toEqual([
      { callId: 'call-1', atMs: 9000, words: 'words of name', utteranceId: 'utterance-9', outcomeId: null },
    ])
  })
})

describe('when an item applies', () => {
  it.each<[string, Partial<Applies>, boolean]>([
    ['in one of its queues', { queues: ['sales', 'billing'] }, true],
    ['in another queue', { queues: ['sales'] }, false],
    ['with its attributes', { attributes: new Map([['tier', ['silver', 'gold']]]) }, true],
    ['with another value', { attributes: new Map([['tier', ['silver']]]) }, false],
    ['without the attribute', { attributes: new Map([['skill', ['gold']]]) }, false],
    ['with a name that every object has', { attributes: new Map([['constructor', ['']]]) }, false],
    ['in a longer call', { longerThanMs: 119_999 }, true],
    ['in a call as long', { longerThanMs: 120_000 }, false],
    ['when a rule fired', { fired: ['none', 'praise'] }, true],
    ['when none fired', { fired: ['none'] }, false],
    ['when a checklist applied', { checklist: 'verification' }, true],
    ['when it did not', { checklist: 'payment' }, false],
    ['when only some of it holds', { queues: ['billing'], longerThanMs: 600_000 }, false],
  ])('%s', (_name, applies, does) => {
    const of = call({ checklists: [checklist()] }, [fired('praise')])
    expect(resultOf(of, item({ applies: { ...ALWAYS, ...applies } }))).toBe(does ? 'met' : 'not-applicable')
  })

  it('with the moments that made it apply where nothing else decided it', () => {
    const applies = { ...ALWAYS, fired: ['praise'] }
    const { items } = scoreCall(call({}, [fired('praise')]), form(item({ applies }), item()))
    expect(items.map(({ result, moments }) => [result, moments.map(({ outcomeId }) => outcomeId)])).toEqual([
      ['met', ['outcome-praise']],
      ['met', []],
    ])
  })

  it('in no queue when the call has none', () => {
    expect(resultOf(call({ queue: null }), item({ applies: { ...ALWAYS, queues: [''] } }))).toBe(
      'not-applicable',
    )
  })
})

/** An item that comes out as it is told. */
function fixed(result: ScoreResult, weight: number, critical = false): FormItem {
  const by: ByRules = { ...MISSED_BY_GREETING, notFired: result }
  return item({ itemId: `${result}-${weight}`, weight, critical, by })
}

describe('the score', () => {
  it.each<[string, readonly FormItem[], number | null, boolean]>([
    ['is the share of the points', [fixed('met', 10), fixed('missed', 5)], 66.7, false],
    ['leaves out what did not apply', [fixed('met', 10), fixed('not-applicable', 90)], 100, false],
    ['is 0 when nothing was met', [fixed('missed', 10)], 0, false],
    ['is none when nothing applied', [fixed('not-applicable', 10, true)], null, false],
    ['is none when nothing is worth anything', [fixed('met', 0)], null, false],
    ['is 0 when something critical was missed', [fixed('met', 99), fixed('missed', 1, true)], 0, true],
    ['is 0 when it is worth nothing but critical', [fixed('met', 99), fixed('missed', 0, true)], 0, true],
    [
      'is no less for something critical that was met',
      [fixed('met', 1, true), fixed('missed', 1)],
      50,
      false,
    ],
  ])('%s', (_name, items, score, failed) => {
    expect(scoreCall(call(), form(...items))).toMatchObject({ score, failed })
  })

  it('is between 0 and 100, and the same when the call is scored again', () => {
    const random = seededRandom(7)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    for (let round = 0; round < 300; round += 1) {
      const items = Array.from({ length: 1 + Math.floor(random() * 30) }, () => ({
        ...fixed(pick(SCORE_RESULTS), Math.round(random() * 1000) / 10, random() < 0.05),
        applies: { ...ALWAYS, longerThanMs: random() < 0.2 ? random() * 240_000 : null },
      }))
      const outcomes = Array.from({ length: Math.floor(random() * 5) }, (_, at) =>
        fired('greeting-missing', {
          outcomeId: `o-${at}`,
          state: pick(['held', 'confirmed', 'retracted'] as const),
          reason: pick(OUTCOME_REASONS),
        }),
      )
      const scored = scoreCall(call({}, outcomes), form(...items))
      expect(scored.items).toHaveLength(items.length)
      if (scored.score !== null) expect(scored.score >= 0 && scored.score <= 100).toBe(true)
      if (scored.failed) expect(scored.score).toBe(0)
      expect(scoreCall(call({}, outcomes.toReversed()), form(...items))).toEqual(scored)
    }
  })
})
