import { describe, expect, it } from 'vitest'
import { parseRule } from '../../../../server/rules/file/parse-rule.ts'
import { BAD_RULES } from '../../../fixtures/rules/bad-rules.ts'
import { buildRule, ruleText } from '../../../fixtures/rules/build-rule.ts'

describe('parseRule', () => {
  it('reads a said rule', () => {
    const rule = buildRule({
      when: '{ said: { speaker: any, phrases: [hello, good day] } }',
      then: '{ alert: { text: Hi., cooldown: 90s } }',
    })
    expect(rule).toMatchObject({
      ref: { id: 'test-rule', version: 1, title: 'Something happened', severity: 'low', status: 'live' },
      owner: 'test-team',
      condition: {
        kind: 'said',
        party: null,
        timing: 'settled',
        phrases: [{ text: 'hello' }, { text: 'good day' }],
      },
      action: { kind: 'alert', text: 'Hi.', cooldownMs: 90_000 },
    })
  })

  it('reads an absence rule', () => {
    const missing = 'missing: { speaker: agent, phrases: [hello] }'
    expect(buildRule({ when: `{ absence: { ${missing}, within: 1.5s } }` }).condition).toMatchObject({
      kind: 'absence',
      after: null,
      missing: { party: 'agent' },
      withinMs: 1500,
    })
    const after = 'after: { speaker: customer, phrases: [help] }'
    expect(buildRule({ when: `{ absence: { ${after}, ${missing}, within: 30s } }` }).condition).toMatchObject(
      {
        after: { party: 'customer', phrases: [{ text: 'help' }] },
      },
    )
  })

  it.each(BAD_RULES)('locates $name', ({ text, place, check, message }) => {
    const { document, faults } = parseRule('folder/test-rule.rule.yaml', text)
    expect(document).toBeNull()
    const [first] = faults
    expect(`${first?.line}:${first?.column} [${first?.check}]`).toBe(`${place} [${check}]`)
    expect(first?.message).toContain(message)
    expect(first).toMatchObject({ file: 'folder/test-rule.rule.yaml', severity: 'error' })
    expect(faults.every((each) => each.message.includes('expected'))).toBe(true)
  })

  it('tells all faults of a file at once', () => {
    const text = ruleText({ when: '{ said: { speaker: nobody, phrases: [A, b, "3"] } }' }).replace(
      'owner:',
      'ownr:',
    )
    const { faults } = parseRule('test-rule.rule.yaml', text)
    expect(faults.map(({ line, column }) => `${line}:${column}`).toSorted()).toEqual([
      '6:1',
      '7:26',
      '7:44',
      '7:51',
    ])
  })

  it('gives the same fingerprint to the same content only', () => {
    const when = '{ said: { speaker: agent, phrases: [hello] } }'
    const { fingerprint } = buildRule({ when })
    const spaced = `# a comment\n\n${ruleText({ when: '\n  said:\n    speaker: agent\n    phrases: [hello]\n    timing: settled' })}`
    expect(parseRule('test-rule.rule.yaml', spaced).document?.rule.fingerprint).toBe(fingerprint)
    expect(buildRule({ when, version: 2 }).fingerprint).not.toBe(fingerprint)
    expect(buildRule({ when: when.replace('hello', 'hallo') }).fingerprint).not.toBe(fingerprint)
  })
})
