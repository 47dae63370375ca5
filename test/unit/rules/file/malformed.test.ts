import { describe, expect, it } from 'vitest'
import type { FileFault } from '../../../../server/platform/yaml/file-fault.ts'
import { readNamed, readPhases } from '../../../../server/rules/file/named/read-named.ts'
import { parseRule } from '../../../../server/rules/file/parse-rule.ts'
import type { RuleContext } from '../../../../server/rules/file/rule-context.ts'
import { parseTest } from '../../../../server/rules/testing/load-tests.ts'
import { JOINS } from '../../../fixtures/rules/malformed/joins.ts'
import { STATES } from '../../../fixtures/rules/malformed/states.ts'
import { WORDS } from '../../../fixtures/rules/malformed/words.ts'
import { CALENDARS, LISTS, PHASES } from '../../../fixtures/rules/malformed/named-files.ts'
import type { MalformedPair } from '../../../fixtures/rules/malformed/pairs.ts'
import { RULE_HEADS } from '../../../fixtures/rules/malformed/rule-heads.ts'
import { TEST_FILES } from '../../../fixtures/rules/malformed/test-files.ts'

type Read = (text: string) => readonly FileFault[]

const CONTEXT: RuleContext = {
  lists: new Map([['competitors', ['acme', 'other telecom']]]),
  calendars: new Map([
    ['office-hours', { name: 'office-hours', zone: 'Europe/Berlin', hours: [], holidays: [] }],
  ]),
}

const readRule: Read = (text) => parseRule('folder/test-rule.rule.yaml', text, CONTEXT).faults

const readList: Read = (text) =>
  readNamed({ lists: [{ file: 'lists/test-list.yaml', text }], calendars: [] }).faults

const readCalendar: Read = (text) =>
  readNamed({ lists: [], calendars: [{ file: 'calendars/test-calendar.yaml', text }] }).faults

const readPhasesFile: Read = (text) => readPhases([{ file: 'phases.yaml', text }], CONTEXT.lists).faults

const readTest: Read = (text) => parseTest('folder/test-rule.test.yaml', text).faults

const GROUPS: readonly (readonly [name: string, read: Read, pairs: readonly MalformedPair[]])[] = [
  ['a rule around its condition', readRule, RULE_HEADS],
  ['words of a rule', readRule, WORDS],
  ['joined conditions', readRule, JOINS],
  ['states', readRule, STATES],
  ['lists', readList, LISTS],
  ['calendars', readCalendar, CALENDARS],
  ['phases', readPhasesFile, PHASES],
  ['tests', readTest, TEST_FILES],
]

describe.each(GROUPS)('malformed: %s', (_name, read, pairs) => {
  it.each(pairs)('$name', ({ bad, good, place, check, message }) => {
    const faults = read(bad)
    expect(faults.map(({ line, column, check: found }) => `${line}:${column} [${found}]`)).toEqual([
      `${place} [${check}]`,
    ])
    expect(faults[0]?.message).toContain(message)
    expect(faults[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('expected') })
    expect(read(good)).toEqual([])
  })
})

it('there are well over a hundred of them', () => {
  expect(GROUPS.flatMap(([, , pairs]) => pairs).length).toBeGreaterThan(120)
})
