import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileRules } from '../../server/rules/compile/compile.ts'
import { evaluateCall } from '../../server/rules/engine/evaluate-call.ts'
import { loadRules } from '../../server/rules/file/load.ts'
import { lintRules } from '../../server/rules/lint/lint-rules.ts'
import type { CallScript } from '../../server/rules/testing/call-script.ts'
import { playScript } from '../../server/rules/testing/play-script.ts'
import { runTests } from '../../server/rules/testing/run-tests.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { allSampleCalls, type SampleCallFile } from '../helpers/sample-calls.ts'

const RULES = resolve(import.meta.dirname, '../../rules')

const calls = await allSampleCalls()
const { documents, hash } = await loadRules(RULES)
const set = compileRules({ rules: documents.map(({ rule }) => rule), hash })

/** The call as its script has it, spoken without a recogniser's mistakes. */
function scriptOf({ reference }: SampleCallFile): CallScript {
  const lines = reference.turns.map(({ party, startMs, text }) => ({
    party,
    atMs: startMs,
    words: text.split(' '),
  }))
  return { lines, endMs: reference.durationMs }
}

it('the example of the guide passes its tests', async () => {
  const guide = await readFile(resolve(RULES, 'README.md'), 'utf8')
  const [rule = '', test = ''] = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)
  await using folder = await RulesFolder.create({
    'wrong-item.rule.yaml': rule,
    'wrong-item.test.yaml': test,
  })
  expect((await lintRules(folder.dir)).faults).toEqual([])
  expect(await runTests({ dir: folder.dir })).toMatchObject({
    ok: true,
    cases: [{ passed: true }, { passed: true }],
  })
})

describe('the rules that are shipped', () => {
  it('have no faults and no warnings', async () => {
    const report = await lintRules(RULES)
    expect(report.faults).toEqual([])
    expect(report.rules).toBeGreaterThanOrEqual(40)
  })

  it('pass their tests', async () => {
    const { cases, ok } = await runTests({ dir: RULES })
    expect(cases.filter(({ passed }) => !passed)).toEqual([])
    expect(ok).toBe(true)
  })

  it('lie in folders named for what they are about, with texts short enough for a card', () => {
    for (const { rule } of documents) {
      expect(rule.action.text.length, rule.ref.id).toBeLessThanOrEqual(110)
      expect(rule.ref.title, rule.ref.id).toMatch(/^[A-Z][^.]*$/)
    }
  })

  it.each([
    ['life-in-danger', ['no-empathy', 'login-trouble', 'price-complaint', 'dead-air'], null],
    ['bereavement', ['cancellation-risk', 'loyal-customer'], null],
    ['fraud-report', ['competitor-offer', 'contract-ends'], 900_000],
    ['legal-threat', ['customer-upset', 'mood-turns'], 600_000],
    ['complaint-escalation', ['manager-request', 'customer-upset'], 600_000],
  ])('leave the word to %s where it matters more', (ruleId, others, forMs) => {
    for (const id of others) {
      const held = documents.find(({ rule }) => rule.ref.id === id)
      expect(held?.rule.action.inhibitedBy, id).toContainEqual({ ruleId, forMs })
    }
    const itself = documents.find(({ rule }) => rule.ref.id === ruleId)
    expect(itself?.rule.action.inhibitedBy?.map((each) => each.ruleId) ?? []).not.toContain(ruleId)
  })

  it('tell supervisors of trouble with digital channels in many calls as one', () => {
    const grouped = documents.filter(({ rule }) => rule.action.group !== undefined)
    expect(grouped.map(({ rule }) => rule.ref.id)).toEqual(
      expect.arrayContaining(['app-crashes', 'login-trouble', 'payment-page-trouble', 'site-slow']),
    )
    for (const { rule } of grouped) expect(rule.ref.severity, rule.ref.id).not.toBe('critical')
  })

  it.each(calls.map((call) => ({ id: call.reference.id, call })))(
    'hear in the sample call $id what it is about',
    ({ id, call }) => {
      const matches = evaluateCall({ set, callId: id, messages: playScript(id, scriptOf(call)) })
      const told = matches.filter(({ state, rule }) => state === 'confirmed' && rule.status === 'live')
      const fired = new Set(told.map(({ rule }) => rule.id))
      for (const expected of call.reference.expects) expect(fired).toContain(expected)
      if (call.reference.expects.length === 0) expect([...fired]).toEqual([])
    },
  )
})
