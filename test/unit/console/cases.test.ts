import { expect, test } from 'vitest'
import { onlyThese, withCase } from '../../../agent-console/src/data/cases.ts'
import type { AlertCase } from '../../../server/contracts/alert-case.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildCase } from '../../helpers/case-builders.ts'

function copy(caseId: string, revision = 1, state: AlertCase['state'] = 'new'): AlertCase {
  return buildCase({ caseId, revision, state })
}

function held(cases: ReadonlyMap<string, AlertCase>): readonly string[] {
  return [...cases.values()].map(({ caseId, revision, state }) => `${caseId} ${revision} ${state}`)
}

test('the newest copy of a case is held, whatever comes last', () => {
  const cases = [copy('a'), copy('a', 3, 'owned'), copy('a', 2, 'seen')].reduce(withCase, new Map())
  expect(held(cases)).toEqual(['a 3 owned'])
})

test('of the resolved ones a hundred stay, the oldest go first', () => {
  const all = Array.from({ length: 120 }, (_, n) => ({
    ...copy(`c${n}`, 1, 'resolved'),
    updatedAt: wallMs(n),
  }))
  const cases = [copy('open'), ...all].reduce(withCase, new Map<string, AlertCase>())
  expect(cases.size).toBe(101)
  expect(cases.has('open')).toBe(true)
  expect([cases.has('c19'), cases.has('c20')]).toEqual([false, true])
})

test('a complete list ends what it does not name', () => {
  const before = [copy('gone'), copy('there'), copy('done', 2, 'resolved')].reduce(withCase, new Map())
  expect(held(onlyThese(before, [copy('there', 2, 'seen'), copy('fresh')]))).toEqual([
    'there 2 seen',
    'done 2 resolved',
    'fresh 1 new',
  ])
})
