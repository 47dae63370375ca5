import { symlink } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { formatFault } from '../../../../server/platform/yaml/file-fault.ts'
import { loadRules } from '../../../../server/rules/file/load.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

const WHEN = '{ said: { speaker: agent, phrases: [hello] } }'
const RULE_A = ruleText({ id: 'rule-a', when: WHEN })
const RULE_B = ruleText({ id: 'rule-b', when: WHEN })

describe('loadRules', () => {
  it('reads rules at any depth, by id, and nothing else', async () => {
    await using folder = await RulesFolder.create({
      'service/rule-b.rule.yaml': RULE_B,
      'rule-a.rule.yaml': RULE_A,
      'rule-a.test.yaml': 'not read here',
      'README.md': 'not read',
      '.hidden/rule-c.rule.yaml': 'not read',
    })
    const { documents, faults, ok } = await loadRules(folder.dir)
    expect(documents.map(({ rule }) => rule.ref.id)).toEqual(['rule-a', 'rule-b'])
    expect({ faults, ok }).toEqual({ faults: [], ok: true })
  })

  it('follows links to files, as mounted settings have them', async () => {
    await using folder = await RulesFolder.create({ '..data/rule-a.rule.yaml': RULE_A })
    await symlink('..data/rule-a.rule.yaml', folder.path('rule-a.rule.yaml'))
    expect((await loadRules(folder.dir)).documents).toHaveLength(1)
  })

  it('names the set by its content, not by its layout', async () => {
    await using one = await RulesFolder.create({ 'rule-a.rule.yaml': RULE_A, 'rule-b.rule.yaml': RULE_B })
    await using same = await RulesFolder.create({
      'x/rule-b.rule.yaml': `# comment\n${RULE_B}`,
      'y/rule-a.rule.yaml': RULE_A,
    })
    await using other = await RulesFolder.create({ 'rule-a.rule.yaml': RULE_A })
    const { hash } = await loadRules(one.dir)
    expect((await loadRules(same.dir)).hash).toBe(hash)
    expect((await loadRules(other.dir)).hash).not.toBe(hash)
  })

  it('refuses an id that is taken', async () => {
    await using folder = await RulesFolder.create({
      'a/rule-a.rule.yaml': RULE_A,
      'b/rule-a.rule.yaml': RULE_A,
    })
    const { faults, ok } = await loadRules(folder.dir)
    expect(ok).toBe(false)
    expect(faults).toMatchObject([
      { file: folder.path('b/rule-a.rule.yaml'), line: 1, column: 5, check: 'duplicate-id' },
    ])
    expect(faults[0]?.message).toContain(folder.path('a/rule-a.rule.yaml'))
  })

  it('tells the faults of all files, by file and place', async () => {
    await using folder = await RulesFolder.create({
      'b.rule.yaml': 'id: [',
      'a.rule.yaml': RULE_A.replace('owner:', 'ownr:').replace('version: 1', 'version: 0'),
    })
    const { faults } = await loadRules(folder.dir)
    expect(faults.map(formatFault).map((line) => line.slice(folder.dir.length + 1).split(' ')[0])).toEqual([
      'a.rule.yaml:2:10:',
      'a.rule.yaml:6:1:',
      'b.rule.yaml:1:6:',
    ])
  })

  it('warns of a file whose name is nearly right', async () => {
    await using folder = await RulesFolder.create({ 'rule-a.yaml': RULE_A, 'rule-b.rule.yml': RULE_B })
    const { faults, ok } = await loadRules(folder.dir)
    expect(ok).toBe(true)
    expect(faults.map(({ check, severity }) => `${severity} ${check}`)).toEqual([
      'warning ignored-file',
      'warning ignored-file',
    ])
  })

  it.each([
    {
      name: 'text that is not UTF-8',
      content: new Uint8Array([0x69, 0x64, 0xff, 0xfe]),
      check: 'unreadable',
    },
    { name: 'a huge file', content: '#'.repeat(300 * 1024), check: 'too-large' },
  ])('refuses $name', async ({ content, check }) => {
    await using folder = await RulesFolder.create({ 'rule-a.rule.yaml': content })
    expect((await loadRules(folder.dir)).faults).toMatchObject([
      { line: 1, column: 1, check, severity: 'error' },
    ])
  })

  it('says so when there is no folder or a link leads nowhere', async () => {
    await using folder = await RulesFolder.create()
    await symlink('nowhere', folder.path('rule-a.rule.yaml'))
    expect((await loadRules(folder.dir)).faults).toMatchObject([{ check: 'unreadable' }])
    const { faults, ok } = await loadRules(folder.path('missing'))
    expect(ok).toBe(false)
    expect(faults[0]?.message).toBe('cannot be read (ENOENT), expected a folder of rules')
  })
})
