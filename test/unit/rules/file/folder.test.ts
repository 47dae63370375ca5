import { expect, it } from 'vitest'
import { kindOf, type FileKind } from '../../../../server/rules/file/folder.ts'

it.each<readonly [string, FileKind | null]>([
  ['service/refund.rule.yaml', 'rule'],
  ['service/refund.test.yaml', 'test'],
  ['lists/competitors.yaml', 'list'],
  ['lists/refund.rule.yaml', 'rule'],
  ['lists/old/competitors.yaml', null],
  ['service/lists/competitors.yaml', null],
  ['calendars/office-hours.yaml', 'calendar'],
  ['phases.yaml', 'phases'],
  ['service/phases.yaml', null],
  ['refund.yaml', null],
  ['lists/competitors.yml', null],
  ['lists/README.md', null],
  ['codes/web.test.yaml', null],
  ['codes/web.rule.yaml', null],
  ['service/codes/refund.rule.yaml', 'rule'],
])('%s is %s', (path, kind) => {
  expect(kindOf(path)).toBe(kind)
  expect(kindOf(`/some/rules/${path}`, '/some/rules')).toBe(kind)
})
