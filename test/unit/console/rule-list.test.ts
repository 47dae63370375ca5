import { describe, expect, test } from 'vitest'
import { otherParts } from '../../../agent-console/src/data/evidence-parts.ts'
import { percent, perHour } from '../../../agent-console/src/data/format.ts'
import { fittingRows, groupRows, ruleIdOf, ruleRows } from '../../../agent-console/src/data/rule-list.ts'
import { idFrom, newRule, RULE_ID } from '../../../agent-console/src/data/rule-template.ts'
import { yamlTokens } from '../../../agent-console/src/data/yaml-tokens.ts'
import type { RuleFigures } from '../../../server/contracts/rule-desk.ts'
import type { LoadedRule, RulesState } from '../../../server/contracts/rules-state.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildEvidence } from '../../helpers/message-builders.ts'

function loaded(id: string, file: string, change: Partial<LoadedRule> = {}): LoadedRule {
  const look = { version: 1, status: 'live', severity: 'high', priority: 70, kind: 'prompt' } as const
  return { id, title: `Title ${id}`, owner: 'a-team', file, ...look, ...change }
}

function counted(ruleId: string, fired: number, wrong = 0): RuleFigures {
  const rest = { held: {}, confirmed: 0, retracted: 0, notNow: 0, precision: null }
  return { ruleId, fired, shown: fired, used: 1, wrong, perCallHour: fired / 10, ...rest }
}

const STATE: RulesState = {
  hash: 'h',
  loadedAt: wallMs(0),
  rules: [
    loaded('b', 'risk/b.rule.yaml'),
    loaded('a', 'risk/a.rule.yaml', { status: 'shadow' }),
    loaded('c', 'c.rule.yaml', { owner: 'digital' }),
  ],
  faults: [
    { file: 'risk/b.rule.yaml', line: 3, column: 1, message: 'wrong' },
    { file: 'risk/b.test.yaml', line: 4, column: 1, message: 'wrong, too' },
    { file: 'service/never-good.rule.yaml', line: null, column: null, message: 'unreadable' },
    { file: 'lists/names.yaml', line: 1, column: 1, message: 'no list' },
  ],
}
const FIGURES = [counted('a', 3, 2), counted('b', 30)]
const DEMOTION = { ruleId: 'a', used: 1, notNow: 2, wrong: 9, since: wallMs(0) }
const ROWS = ruleRows({
  ...{ state: STATE, figures: FIGURES, demotions: [DEMOTION] },
  unsaved: new Map([['fresh', 'service']]),
})

describe('the list of rules', () => {
  test('has those in force, those whose file was never good, and those only begun', () => {
    expect(ROWS.map(({ id, folder, faults, unsaved }) => [id, folder, faults, unsaved])).toEqual([
      ['b', 'risk', 2, false],
      ['a', 'risk', 0, false],
      ['c', '', 0, false],
      ['never-good', 'service', 1, false],
      ['fresh', 'service', 0, true],
    ])
  })

  test('knows the files of rules', () => {
    expect(ruleIdOf('risk/b.test.yaml')).toBe('b')
    expect(ruleIdOf('lists/names.yaml')).toBeNull()
  })

  test('is filtered by words and by status', () => {
    const ids = (filter: Parameters<typeof fittingRows>[1]) => fittingRows(ROWS, filter).map(({ id }) => id)
    expect(ids({ text: 'DIGITAL', status: null })).toEqual(['c'])
    expect(ids({ text: 'risk title', status: 'shadow' })).toEqual(['a'])
    expect(ids({ text: '', status: 'broken' })).toEqual(['b', 'never-good'])
    expect(ids({ text: '', status: 'demoted' })).toEqual(['a'])
  })

  test('says what people said of those that are demoted', () => {
    expect(ROWS.map(({ id, demotion }) => [id, demotion]).slice(0, 2)).toEqual([
      ['b', null],
      ['a', DEMOTION],
    ])
  })

  test('stands in folders, or together by a figure with the highest first', () => {
    const shape = (sort: Parameters<typeof groupRows>[1]) =>
      groupRows(ROWS, sort).map(({ folder, rows }) => [folder, ...rows.map(({ id }) => id)])
    expect(shape('rule')).toEqual([
      ['', 'c'],
      ['risk', 'a', 'b'],
      ['service', 'fresh', 'never-good'],
    ])
    expect(shape('fired')[0]?.slice(0, 3)).toEqual([null, 'b', 'a'])
    expect(shape('wrong')[0]?.slice(0, 3)).toEqual([null, 'a', 'b'])
    expect(groupRows([], 'fired')).toEqual([])
  })

  test('shows rates and shares short', () => {
    expect([null, 0, 0.004, 0.256, 12.4].map(perHour)).toEqual(['–', '0', '<0.01', '0.26', '12'])
    expect([null, 0.714].map(percent)).toEqual(['–', '71 %'])
  })
})

describe('a new rule', () => {
  test('gets its name from its title', () => {
    expect(idFrom('  Customer asks: where is my parcel? ')).toBe('customer-asks-where-is-my-parcel')
    expect(idFrom('x'.repeat(63) + ' y')).toMatch(RULE_ID)
    expect(idFrom('¿?')).toBe('')
  })

  test('begins as a draft with tests, and quotes a title that needs it', () => {
    const draft = newRule({ id: 'a-b', folder: 'service', title: 'Refund: "now"', kind: 'alert' })
    expect(draft).toMatchObject({ id: 'a-b', folder: 'service', hash: null })
    expect(draft.text).toContain('title: "Refund: \\"now\\""\nstatus: draft')
    expect(draft.text).toContain('\n  alert:\n')
    expect(draft.testText).toContain('rule: a-b')
    expect(yamlTokens(draft.testText).length).toBeGreaterThan(10)
  })
})

describe('the other parts of evidence', () => {
  const part = (phrase: string) => ({
    ...buildEvidence(),
    condition: 'attribute' as const,
    phrase,
    words: [],
  })

  test('are each told once, a few of them', () => {
    const others = ['a', 'a', 'b', 'c', 'd', 'e', 'f'].map(part)
    const { parts, left } = otherParts({ ...buildEvidence(), others: [buildEvidence(), ...others] })
    expect(parts.map(({ phrase }) => phrase)).toEqual(['a', 'b', 'c', 'd'])
    expect(left).toBe(2)
  })

  test('are none in outcomes that were kept before there were any', () => {
    const { others: _others, ...kept } = buildEvidence()
    expect(otherParts(kept)).toEqual({ parts: [], left: 0 })
  })
})
