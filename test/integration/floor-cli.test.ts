import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../server/app/settings.ts'
import { main } from '../../server/cli/cli.ts'
import { EXIT } from '../../server/cli/cli-error.ts'
import { processContext } from '../../server/cli/context.ts'
import { findFloorFiles } from '../../server/floor/file/folder.ts'
import { readFloor } from '../../server/floor/file/read-floor.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { jsonLines } from '../fixtures/rules/rules-command.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'

const RULES = resolve(import.meta.dirname, '../../rules')

const FLOOR = `prompts: { except: ['coaching/*'] }
sites:
  berlin:
    limits: { per-call: 8 }
    teams:
      billing:
        agents: ['7', '8']
        people: { '7': { prompts: { except: [] } } }
      sales: { alerts: { lowest-severity: high } }
`

let folder: RulesFolder

beforeEach(async () => {
  folder = await RulesFolder.create({
    'coaching/praise.rule.yaml': ruleText({
      id: 'praise',
      when: '{ said: { speaker: customer, phrases: [thank you very much] } }',
    }),
    'floor.yaml': FLOOR,
  })
})

afterEach(() => folder[Symbol.asyncDispose]())

async function run(...args: readonly string[]): Promise<{ code: number; out: string; errors: string }> {
  let out = ''
  let errors = ''
  const code = await main(['floor', ...args], {
    ...processContext,
    settings: () => readSettings({ EARSHOT_RULES_DIR: folder.dir, EARSHOT_PROMPTS_PER_RULE: '5' }),
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (errors += text) },
  })
  return { code, out: out.replaceAll(`${folder.dir}/`, ''), errors }
}

describe('earshot floor lint', () => {
  it('counts what it found', async () => {
    expect(await run('lint')).toEqual({
      code: EXIT.done,
      out: '1 site, 2 teams, 2 agents, 0 errors, 0 warnings\n',
      errors: '',
    })
  })

  it('shows each fault in its line, and ends with 1', async () => {
    await folder.write('floor.yaml', FLOOR.replace('coaching', 'coachng'))
    const { code, out } = await run('lint')
    expect(code).toBe(EXIT.faults)
    expect(out).toContain('floor.yaml:1:22: no rule lies in "coachng/*"')
    expect(out).toContain("  1 | prompts: { except: ['coachng/*'] }\n    |                      ^")
    expect(out).toContain('1 error, 0 warnings')
    const [fault, summary] = jsonLines((await run('lint', '--json')).out)
    expect(fault).toMatchObject({ type: 'fault', line: 1, column: 22, check: 'unknown-folder' })
    expect(summary).toMatchObject({ type: 'summary', isThere: true, errors: 1, ok: false })
  })

  it('is content without a file, and warns of one that nobody reads', async () => {
    await folder.remove('floor.yaml')
    expect(await run('lint')).toMatchObject({
      code: EXIT.done,
      out: 'there is no floor.yaml: everybody gets everything\n',
    })
    await folder.write('floor.yml', FLOOR)
    expect((await run('lint')).out).toContain('floor.yml:1:1: warning: the file is not read')
    expect(await run('lint', folder.path('nowhere'))).toMatchObject({ code: EXIT.wrongUse })
  })

  it('is not what the rules are checked for', async () => {
    let out = ''
    const context = { ...processContext, stdout: { write: (text: string) => (out += text) } }
    await main(['rules', 'lint', folder.dir], { ...context, stderr: { write: () => true } })
    expect(out).not.toContain('floor.yaml')
  })
})

it('the example of the guide has no faults', async () => {
  const guide = await readFile(resolve(RULES, 'README.md'), 'utf8')
  const [, example = ''] =
    /```yaml\n(# yaml-language-server: \$schema=schema\/floor.*?)```/s.exec(guide) ?? []
  const { rules } = await findFloorFiles(RULES)
  const { plan, faults } = readFloor('floor.yaml', example, rules)
  expect(faults).toEqual([])
  expect(plan?.sites.map(({ siteId }) => siteId)).toEqual(['berlin'])
})

describe('earshot floor show', () => {
  it('prints what holds for a person, and which level says so', async () => {
    const { code, out } = await run('show', '--agent', '7')
    expect(code).toBe(EXIT.done)
    expect(out).toMatch(/^Agent 7: team billing, site berlin\n/)
    const lines = out.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))
    expect(lines).toContain('except | none | person 7')
    expect(lines).toContain('per-call | 8 | site berlin')
    expect(lines).toContain('per-rule-hour | 5 | (nobody says)')
  })

  it('goes by the team that a call names', async () => {
    const values = jsonLines((await run('show', '--agent', '8', '--team', 'sales', '--json')).out)
    expect(values).toContainEqual({
      type: 'value',
      part: 'alerts',
      key: 'lowest-severity',
      value: 'high',
      by: { kind: 'team', id: 'sales' },
    })
    expect(values).toContainEqual({
      type: 'value',
      part: 'prompts',
      key: 'except',
      value: ['coaching/*'],
      by: { kind: 'organisation', id: '' },
    })
    expect(values.at(-1)).toEqual({ type: 'summary', agentId: '8', team: 'sales', site: 'berlin', ok: true })
  })

  it('shows what a faulty file would say at a start, and ends with 1', async () => {
    await folder.write('floor.yaml', FLOOR.replace("'7': {", "'9': {"))
    const { code, out } = await run('show', '--agent', '8')
    expect(code).toBe(EXIT.faults)
    expect(out).toContain('[unknown-agent]')
    expect(out).toContain('Agent 8: team billing, site berlin')
  })
})
