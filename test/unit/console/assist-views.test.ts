import { describe, expect, it } from 'vitest'
import { byUrgency, checklistRows, stillMissing } from '../../../agent-console/src/data/checklist-progress.ts'
import { readMarkdown } from '../../../agent-console/src/data/markdown.ts'
import { moodWords } from '../../../agent-console/src/data/mood-words.ts'
import { Verdicts } from '../../../agent-console/src/data/verdicts.ts'
import { choicesOf, formOf, notesOf } from '../../../agent-console/src/data/wrap-up-notes.ts'
import type { ChecklistItem, ChecklistState, WrapUp } from '../../../server/contracts/assist.ts'
import type { OutcomeFeedback } from '../../../server/contracts/feedback.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'

function item(itemId: string, change: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    ...{ itemId, text: itemId, speaker: 'agent', required: true, progress: 'open', words: '' },
    ...{ utteranceId: null, atMs: null, dueMs: null, late: false },
    ...change,
  }
}

function checklist(items: readonly ChecklistItem[], change: Partial<ChecklistState> = {}): ChecklistState {
  const base = { checklistId: 'c', version: 1, title: 'C', ordered: false, because: '', sinceMs: callMs(0) }
  return { ...base, items, ...change }
}

const states = (list: ChecklistState): readonly string[] => checklistRows(list).map(({ state }) => state)

describe('a checklist', () => {
  it('shows each item as it is, and one whose time has passed as late', () => {
    const items = [
      item('a', { progress: 'done' }),
      item('b', { progress: 'heard' }),
      item('c'),
      item('d', { late: true }),
    ]
    expect(states(checklist(items))).toEqual(['done', 'heard', 'open', 'late'])
    expect(stillMissing([checklist(items), checklist([item('e', { required: false })])])).toHaveLength(2)
  })

  it('that is a playbook shows what comes next and what was skipped, but not what may be left out', () => {
    const items = [
      item('a'),
      item('b', { required: false }),
      item('c', { progress: 'done' }),
      item('d'),
      item('e'),
    ]
    expect(states(checklist(items, { ordered: true }))).toEqual(['skipped', 'open', 'done', 'next', 'open'])
  })

  it('with something missing comes first, the newest before older ones', () => {
    const done = checklist([item('a', { progress: 'done' })], { checklistId: 'done', sinceMs: callMs(9) })
    const old = checklist([item('a')], { checklistId: 'old', sinceMs: callMs(1) })
    const fresh = checklist([item('a')], { checklistId: 'fresh', sinceMs: callMs(5) })
    expect(byUrgency([done, old, fresh]).map(({ checklistId }) => checklistId)).toEqual([
      'fresh',
      'old',
      'done',
    ])
  })
})

it.each([
  [{ level: -0.5, trend: null, sustained: false }, 'Upset', null],
  [{ level: -0.2, trend: -0.4, sustained: true }, 'Upset', 'worse'],
  [{ level: -0.2, trend: 0.1, sustained: false }, 'Tense', null],
  [{ level: 0, trend: 0.3, sustained: false }, 'Even', 'better'],
  [{ level: 0.4, trend: null, sustained: false }, 'Pleased', null],
] as const)('a mood of %j is told as %s', (mood, text, turn) => {
  expect(moodWords(mood)).toMatchObject({ text, turn })
})

describe('Markdown', () => {
  const text = (words: string) => ({ kind: 'text', text: words })

  it('is read as blocks: a list may follow its line at once, and a long item may go on', () => {
    const read = readMarkdown('# Title\nA line\nand more.\n\n1. One\n   goes on.\n2. Two\n- Point\n\nEnd')
    expect(read).toEqual([
      { kind: 'heading', of: [text('Title')] },
      { kind: 'paragraph', of: [text('A line and more.')] },
      { kind: 'numbers', items: [[text('One goes on.')], [text('Two')]] },
      { kind: 'points', items: [[text('Point')]] },
      { kind: 'paragraph', of: [text('End')] },
    ])
  })

  it('is read within a line, and what is no Markdown of ours stays text', () => {
    expect(
      readMarkdown('**Now** *press* `OK` [here](https://kb.example/1) <b>x</b> [no](javascript:x)'),
    ).toEqual([
      {
        kind: 'paragraph',
        of: [
          { kind: 'strong', text: 'Now' },
          text(' '),
          { kind: 'em', text: 'press' },
          text(' '),
          { kind: 'code', text: 'OK' },
          text(' '),
          { kind: 'link', text: 'here', url: 'https://kb.example/1' },
          text(' <b>x</b> [no](javascript:x)'),
        ],
      },
    ])
    expect(readMarkdown('')).toEqual([])
  })
})

describe('the notes of a call', () => {
  const wrapUp: WrapUp = {
    ...{ callId: 'c', saved: null, source: 'evidence', reason: 'R', summary: 'S', codes: [], promised: [] },
    ...{ promises: ['One', 'Two'], dispositions: ['b'], checklists: [], labels: [] },
    suggested: [{ dispositionId: 'a', title: 'A', because: ['“x”'] }],
    choices: ['a', 'b', 'c'].map((id) => ({ dispositionId: id, title: id.toUpperCase() })),
  }

  it('go into the form and out again, without empty promises', () => {
    const form = formOf(wrapUp)
    expect(form.promises).toBe('One\nTwo')
    expect(notesOf({ ...form, promises: ' One \n\n' })).toEqual({
      ...{ reason: 'R', summary: 'S', promises: ['One'], dispositions: ['b'] },
    })
  })

  it('offer first what evidence speaks for and what is chosen', () => {
    const { first, others } = choicesOf(wrapUp, new Set(['b']))
    expect(first.map(({ dispositionId, because }) => [dispositionId, because])).toEqual([
      ['a', ['“x”']],
      ['b', []],
    ])
    expect(others.map(({ dispositionId }) => dispositionId)).toEqual(['c'])
  })
})

it('verdicts are read back, what was said on this page meanwhile stays, and a failure is no news', async () => {
  const kept = (outcomeId: string): OutcomeFeedback => ({
    ...{ outcomeId, rule: 'r@1', verdict: 'used', by: 'ana', role: 'agent', at: wallMs(1) },
  })
  let changes = 0
  const verdicts = new Verdicts({
    api: {
      judge: async () => undefined,
      verdicts: async (callId) => {
        if (callId === 'broken') throw new TypeError('no answer')
        return [kept('old'), kept('both')]
      },
    },
    onChange: () => (changes += 1),
  })
  await verdicts.give('both', 'wrong')
  await verdicts.readBack('call-1')
  expect([...verdicts.all].map(([id, { verdict }]) => [id, verdict])).toEqual([
    ['both', 'wrong'],
    ['old', 'used'],
  ])
  const before = changes
  await verdicts.readBack('broken')
  await verdicts.readBack('call-1')
  expect(changes).toBe(before)
})
