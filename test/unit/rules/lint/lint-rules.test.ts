import { describe, expect, it } from 'vitest'
import { lintRules } from '../../../../server/rules/lint/lint-rules.ts'
import { showFault } from '../../../../server/platform/yaml/show-fault.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

const FIRES = `  - name: fires
    call: |
      00:01 agent hello
      00:05 end
    expect:
      - { at: "00:01.8", prompt: Do something. }
`
const QUIET = `  - name: quiet
    call: |
      00:01 customer hello
      00:05 end
    expect: []
`
const GOOD_TEST = `rule: rule-a\ntests:\n${FIRES}${QUIET}`

function phrases(list: string): string {
  return ruleText({ id: 'rule-a', when: `{ said: { speaker: agent, phrases: [${list}] } }` })
}

async function lint(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await using folder = await RulesFolder.create(files)
  const { faults } = await lintRules(folder.dir)
  return faults.map(({ file, line, column, severity, check }) => {
    return `${file.slice(folder.dir.length + 1)}:${line}:${column} ${severity} ${check}`
  })
}

describe('lintRules', () => {
  it('finds nothing in a good rule with its tests', async () => {
    expect(await lint({ 'rule-a.rule.yaml': phrases('hello'), 'x/rule-a.test.yaml': GOOD_TEST })).toEqual([])
  })

  it.each([
    { name: 'no test file', test: {} },
    { name: 'only a firing test', test: { 'rule-a.test.yaml': `rule: rule-a\ntests:\n${FIRES}` } },
    { name: 'only a quiet test', test: { 'rule-a.test.yaml': `rule: rule-a\ntests:\n${QUIET}` } },
  ])('missing-test: $name', async ({ test }) => {
    expect(await lint({ 'rule-a.rule.yaml': phrases('hello'), ...test })).toEqual([
      'rule-a.rule.yaml:1:5 error missing-test',
    ])
  })

  it('orphan-test: a test of no rule', async () => {
    expect(await lint({ 'rule-a.test.yaml': GOOD_TEST })).toEqual(['rule-a.test.yaml:1:7 error orphan-test'])
  })

  it('does not call a test an orphan whose rule has a fault', async () => {
    const files = { 'rule-a.rule.yaml': 'id: [', 'rule-a.test.yaml': GOOD_TEST }
    expect(await lint(files)).toEqual(['rule-a.rule.yaml:1:6 error yaml'])
  })

  it('duplicate-phrase: the same phrase twice in a list', async () => {
    const files = { 'rule-a.rule.yaml': phrases('hello, good day, hello'), 'rule-a.test.yaml': GOOD_TEST }
    expect(await lint(files)).toEqual(['rule-a.rule.yaml:7:60 warning duplicate-phrase'])
  })

  it.each([
    { covered: 'hello there', by: 'hello', expected: true },
    { covered: 'well hello', by: 'hel*', expected: true },
    { covered: '(hello|hallo) you', by: '(hallo|hello|hi)', expected: true },
    { covered: '(hello|servus) you', by: '(hallo|hello)', expected: false },
    { covered: 'hell* you', by: 'hello', expected: false },
    { covered: 'hello my you', by: 'hello you', expected: false },
    { covered: 'hello my you', by: 'hello ... you', expected: true },
    { covered: 'hello ... you', by: 'hello ...5 you', expected: true },
    { covered: 'hello you', by: 'hello please? you', expected: true },
    { covered: 'canceled my thing', by: '~cancel my', expected: true },
    { covered: 'pay <amount> now', by: 'pay <amount>', expected: true },
    { covered: 'pay <amount> now', by: 'pay <number>', expected: false },
  ])('covered-phrase: "$covered" by "$by": $expected', async ({ covered, by, expected }) => {
    const files = { 'rule-a.rule.yaml': phrases(`"${covered}", "${by}"`), 'rule-a.test.yaml': GOOD_TEST }
    expect(await lint(files)).toEqual(expected ? ['rule-a.rule.yaml:7:44 warning covered-phrase'] : [])
  })
})

it('covered-phrase: of two that mean the same, the second', async () => {
  const files = {
    'rule-a.rule.yaml': phrases('"hello you please?", hello you'),
    'rule-a.test.yaml': GOOD_TEST,
  }
  expect(await lint(files)).toEqual(['rule-a.rule.yaml:7:64 warning covered-phrase'])
})

describe('showFault', () => {
  it('shows the line and puts a caret under the place', async () => {
    await using folder = await RulesFolder.create({ 'rule-a.rule.yaml': phrases('hello, Good day') })
    const { faults, sources } = await lintRules(folder.dir)
    const shown = faults.map((fault) => showFault(fault, sources)).join('\n')
    expect(shown.replaceAll(`${folder.dir}/`, '')).toBe(
      [
        'rule-a.rule.yaml:7:50: "Good" has capital letters, expected "good" [phrase]',
        '  7 | when: { said: { speaker: agent, phrases: [hello, Good day] } }',
        '    |                                                  ^',
      ].join('\n'),
    )
  })
})
