import { describe, expect, it } from 'vitest'
import type { Issue } from '../../../server/contracts/issue.ts'
import { NewestCopies } from '../../../server/delivery/live/newest-copies.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'

const issue = (issueId: string, revision = 1, state: 'new' | 'closed' = 'new') =>
  buildIssue({ issueId, revision, state })

function open(most: number): NewestCopies<Issue> {
  return new NewestCopies({ most, idOf: ({ issueId }) => issueId, isOver: ({ state }) => state === 'closed' })
}

function held(issues: NewestCopies<Issue>): (readonly [string, number])[] {
  return issues.values().map(({ issueId, revision }) => [issueId, revision])
}

describe('the open issues', () => {
  it('are held in their newest copy, in the order of their last change', () => {
    const issues = open(10)
    for (const copy of [issue('a'), issue('b'), issue('a', 2)]) {
      expect(issues.apply(copy)).toEqual({ isNews: true, leftOut: null })
    }
    expect(held(issues)).toEqual([
      ['b', 1],
      ['a', 2],
    ])
  })

  it.each([
    ['older', 4],
    ['same', 5],
  ])('are not changed by an %s copy', (_name, revision) => {
    const issues = open(10)
    issues.apply(issue('a', 5))
    expect(issues.apply(issue('a', revision, 'closed')).isNews).toBe(false)
    expect(held(issues)).toEqual([['a', 5]])
  })

  it('let go of one that is closed, which only a newer copy opens again', () => {
    const issues = open(10)
    issues.apply(issue('a', 1))
    expect(issues.apply(issue('a', 3, 'closed')).isNews).toBe(true)
    expect(issues.apply(issue('a', 2)).isNews).toBe(false)
    expect(issues.size).toBe(0)
    expect(issues.apply(issue('a', 4)).isNews).toBe(true)
    expect(held(issues)).toEqual([['a', 4]])
  })

  it('are bounded: the one that changed longest ago goes first, and is named', () => {
    const issues = open(2)
    for (const copy of [issue('a'), issue('b'), issue('a', 2)]) issues.apply(copy)
    expect(issues.apply(issue('c')).leftOut?.issueId).toBe('b')
    expect(held(issues)).toEqual([
      ['a', 2],
      ['c', 1],
    ])
  })

  it('do not remember closed ones without end', () => {
    const issues = open(2)
    for (let n = 0; n <= 1000; n += 1) issues.apply(issue(`i${n}`, 2, 'closed'))
    expect(issues.apply(issue('i1', 1)).isNews).toBe(false)
    expect(issues.apply(issue('i0', 1)).isNews).toBe(true)
  })
})
