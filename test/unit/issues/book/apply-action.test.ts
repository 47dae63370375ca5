import { describe, expect, it } from 'vitest'
import type { IssueAction, IssueActionType } from '../../../../server/contracts/issue-desk.ts'
import { ISSUE_STATES, type Issue, type IssueState } from '../../../../server/contracts/issue.ts'
import { wallMs } from '../../../../server/contracts/time.ts'
import { applyAction } from '../../../../server/issues/book/apply-action.ts'
import { buildIssue } from '../../../helpers/issue-builders.ts'

const NOW = wallMs(Date.UTC(2026, 10, 22, 15))
const CONTEXT = { by: 'dana', now: NOW, newTaskId: 'task-new' }
const ADVICE = { text: 'Use phone payment.', by: 'ana', at: NOW, fixExpectedAt: null }
const TASK = {
  taskId: 'task-1',
  title: 'Roll back',
  owner: null,
  dueAt: null,
  acceptance: 'It works.',
  doneAt: null,
}

const ACTIONS: { readonly [T in IssueActionType]: Extract<IssueAction, { type: T }> } = {
  acknowledge: { type: 'acknowledge' },
  own: { type: 'own', owner: 'dana' },
  advise: { type: 'advise', text: 'Use phone payment.', fixExpectedAt: null },
  'withdraw-advice': { type: 'withdraw-advice' },
  fixed: { type: 'fixed', note: 'rolled back' },
  close: { type: 'close', note: 'not ours' },
  reopen: { type: 'reopen', note: 'still there' },
  silence: { type: 'silence', until: wallMs(NOW + 1000), note: 'known' },
  'add-task': { type: 'add-task', title: 'Roll back', owner: 'ana', dueAt: null, acceptance: 'It works.' },
  'finish-task': { type: 'finish-task', taskId: 'task-1' },
  note: { type: 'note', text: 'looking' },
}

/** The state that each action leads to; a dash: refused. */
const TABLE: Readonly<Record<IssueState, Readonly<Record<IssueActionType, IssueState | '-'>>>> = {
  new: row('acknowledged', 'owned', 'acknowledged', 'new', 'fixed', 'closed', '-', 'new'),
  acknowledged: row('-', 'owned', 'acknowledged', 'acknowledged', 'fixed', 'closed', '-', 'acknowledged'),
  owned: row('-', 'owned', 'owned', 'owned', 'fixed', 'closed', '-', 'owned'),
  'fix-announced': row(
    ...([
      '-',
      'fix-announced',
      'fix-announced',
      'acknowledged',
      'fixed',
      'closed',
      '-',
      'fix-announced',
    ] as const),
  ),
  fixed: row('-', 'fixed', '-', '-', '-', 'closed', 'new', 'fixed'),
  verified: row('-', '-', '-', '-', '-', 'closed', 'new', 'verified'),
  closed: row('-', '-', '-', '-', '-', '-', 'new', '-', 'closed'),
}

function row(
  acknowledge: IssueState | '-',
  own: IssueState | '-',
  advise: IssueState | '-',
  withdraw: IssueState | '-',
  fixed: IssueState | '-',
  close: IssueState | '-',
  reopen: IssueState | '-',
  silence: IssueState | '-',
  same: IssueState | '-' = silence,
): Readonly<Record<IssueActionType, IssueState | '-'>> {
  return {
    acknowledge,
    own,
    advise,
    'withdraw-advice': withdraw,
    fixed,
    close,
    reopen,
    silence,
    'add-task': same,
    'finish-task': same,
    note: same,
  }
}

function issueIn(state: IssueState, change: Partial<Issue> = {}): Issue {
  return buildIssue({ state, owner: null, advice: ADVICE, tasks: [TASK], history: [], ...change })
}

describe.each(ISSUE_STATES)('an issue that is %s', (state) => {
  it.each(Object.values(ACTIONS))('and $type', (action) => {
    const expected = TABLE[state][action.type]
    const issue = issueIn(state)
    if (expected === '-') {
      expect(() => applyAction(issue, action, CONTEXT)).toThrow(/allow/)
      return
    }
    const after = applyAction(issue, action, CONTEXT)
    expect(after.state).toBe(expected)
    expect(after.history).toHaveLength(1)
    const moved = expected !== state
    expect(after.history[0]).toMatchObject({
      at: NOW,
      by: 'dana',
      action: action.type,
      from: moved ? state : null,
      to: moved ? expected : null,
    })
  })
})

describe('an action', () => {
  it('with a time of the fix announces it, whoever owns it', () => {
    const fixExpectedAt = wallMs(NOW + 3_600_000)
    const action = { ...ACTIONS.advise, fixExpectedAt }
    expect(applyAction(issueIn('owned'), action, CONTEXT)).toMatchObject({
      state: 'fix-announced',
      advice: { text: 'Use phone payment.', by: 'dana', at: NOW, fixExpectedAt },
    })
  })

  it('that withdraws an announced fix gives it back to its owner', () => {
    const after = applyAction(issueIn('fix-announced', { owner: 'ana' }), ACTIONS['withdraw-advice'], CONTEXT)
    expect(after).toMatchObject({ state: 'owned', advice: null })
    expect(() => applyAction(after, ACTIONS['withdraw-advice'], CONTEXT)).toThrow(/no advice/)
  })

  it.each([ACTIONS.fixed, ACTIONS.close])('$type ends the advice', (action) => {
    expect(applyAction(issueIn('owned'), action, CONTEXT).advice).toBeNull()
  })

  it('that reopens counts, and forgets how the fix was measured', () => {
    const verification = { sinceAt: NOW, contacts: 3, expected: 1, result: 'holds' } as const
    const after = applyAction(issueIn('verified', { verification }), ACTIONS.reopen, CONTEXT)
    expect(after).toMatchObject({ state: 'new', timesReopened: 1, verification: null })
  })

  it('adds a task, and finishes one once', () => {
    const added = applyAction(issueIn('owned'), ACTIONS['add-task'], CONTEXT)
    expect(added.tasks[1]).toEqual({ ...TASK, taskId: 'task-new', owner: 'ana' })
    const done = applyAction(added, ACTIONS['finish-task'], CONTEXT)
    const later = { ...CONTEXT, now: wallMs(NOW + 5000) }
    expect(applyAction(done, ACTIONS['finish-task'], later).tasks[0]?.doneAt).toBe(NOW)
    const unknown = { type: 'finish-task', taskId: 'nobody' } as const
    expect(() => applyAction(added, unknown, CONTEXT)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  })

  it('keeps a history within bounds, with how it began', () => {
    let issue = issueIn('owned')
    for (let n = 0; n < 600; n += 1) issue = applyAction(issue, { type: 'note', text: String(n) }, CONTEXT)
    expect(issue.history).toHaveLength(500)
    expect(issue.history[0]?.note).toBe('0')
    expect(issue.history.at(-1)?.note).toBe('599')
  })
})
