import { describe, expect, it } from 'vitest'
import { loadRules, type LoadResult } from '../../../../server/rules/file/load.ts'
import { lintRules } from '../../../../server/rules/lint/lint-rules.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

const WHEN = '{ said: { speaker: any, phrases: [good day] } }'

interface Held {
  readonly rules: readonly string[]
  readonly for?: string
}

/** A rule whose outcome holds others back. */
function rule(path: string, inhibits?: Held, severity = 'low'): Readonly<Record<string, string>> {
  const id = path.split('/').at(-1) ?? path
  const time = inhibits?.for === undefined ? '' : `, for: ${inhibits.for}`
  const held = inhibits === undefined ? '' : `, inhibits: { rules: [${inhibits.rules.join(', ')}]${time} }`
  const text = ruleText({ id, when: WHEN, then: `{ alert: { text: a, cooldown: 1m${held} } }` })
  return { [`${path}.rule.yaml`]: text.replace('severity: low', `severity: ${severity}`) }
}

async function load(...files: readonly Readonly<Record<string, string>>[]): Promise<LoadResult> {
  await using folder = await RulesFolder.create(Object.fromEntries(files.flatMap(Object.entries)))
  return await loadRules(folder.dir)
}

async function faultsOf(...files: readonly Readonly<Record<string, string>>[]): Promise<readonly string[]> {
  const { faults } = await load(...files)
  return faults.map(({ line, column, check, message }) => `${line}:${column} ${check}: ${message}`)
}

/** By the id of each rule, those that hold it back. */
async function inhibitors(
  ...files: readonly Readonly<Record<string, string>>[]
): Promise<Readonly<Record<string, readonly string[]>>> {
  const { documents, faults } = await load(...files)
  expect(faults).toEqual([])
  const named = documents.map(({ rule: { ref, action } }): readonly [string, readonly string[]] => [
    ref.id,
    action.inhibitedBy?.map(({ ruleId, forMs }) => `${ruleId} ${String(forMs)}`) ?? [],
  ])
  return Object.fromEntries(named.filter(([, by]) => by.length > 0))
}

describe('whom a rule holds back', () => {
  const others = [rule('sales/offer'), rule('sales/more/extra'), rule('risk/threat')]

  it.each([
    ['by id', { rules: ['threat', 'offer'] }, ['threat', 'offer']],
    ['by folder, with all below it', { rules: ['sales/*'] }, ['extra', 'offer']],
    ['by a folder below', { rules: ['sales/more/*'] }, ['extra']],
    ['by its own folder, without itself', { rules: ['risk/*'] }, ['threat']],
    ['all others', { rules: ["'*'"] }, ['extra', 'offer', 'threat']],
  ])('is named %s', async (_how, inhibits, held) => {
    const found = await inhibitors(rule('risk/danger', inhibits), ...others)
    expect(found).toEqual(Object.fromEntries(held.map((id) => [id, ['danger null']])))
  })

  it('is held for the time that the rule says, by each that names it', async () => {
    const found = await inhibitors(
      rule('danger', { rules: ['offer'], for: '10m' }),
      rule('fraud', { rules: ['sales/*'] }),
      ...others,
    )
    expect(found['offer']).toEqual(['danger 600000', 'fraud null'])
    expect(found['extra']).toEqual(['fraud null'])
  })

  it('gives a rule another fingerprint, and those that it holds back none', async () => {
    const print = async (inhibits?: Held): Promise<readonly string[]> => {
      const { documents, hash } = await load(rule('danger', inhibits), ...others)
      return [hash, ...documents.map((each) => each.rule.fingerprint)]
    }
    const [hash, danger, ...rest] = await print()
    const [otherHash, otherDanger, ...same] = await print({ rules: ['offer'] })
    expect(same).toEqual(rest)
    expect([otherHash, otherDanger]).not.toEqual([hash, danger])
  })

  it('gives the set another name when a rule moves into the folder', async () => {
    const danger = rule('danger', { rules: ['sales/*'] })
    const before = await load(danger, rule('sales/offer'), rule('threat'))
    const after = await load(danger, rule('sales/offer'), rule('sales/threat'))
    expect(after.documents.map((each) => each.rule.fingerprint)).toEqual(
      before.documents.map((each) => each.rule.fingerprint),
    )
    expect(after.hash).not.toBe(before.hash)
  })

  it.each([
    [
      'a rule that is not there',
      { rules: ['offr'] },
      '8:61 unknown-rule: there is no rule "offr", expected the id of a rule, or a folder such as coaching/*; did you mean "offer"?',
    ],
    [
      'a folder without rules',
      { rules: ['offer', 'sale/*'] },
      '8:68 unknown-rule: there is no rule in "sale/*", expected a folder that has rules, such as coaching/*',
    ],
    [
      'itself',
      { rules: ['danger'] },
      '8:61 inhibit-cycle: the rule holds itself back, expected another one; "cooldown" is what keeps it from saying it again',
    ],
    [
      'a sentence',
      { rules: ['Sales'] },
      '8:61 form: "Sales" has another form, expected the id of a rule, or a folder such as coaching/*',
    ],
    ['no time', { rules: ['offer'], for: '10' }, '8:74 form: found number 10, expected text'],
  ])('%s is a fault', async (_what, inhibits, fault) => {
    const [only, ...more] = await faultsOf(rule('danger', inhibits), ...others)
    expect(only).toContain(fault)
    expect(more).toEqual([])
  })

  it('is no circle, over however many rules', async () => {
    const faults = await faultsOf(
      rule('a', { rules: ['b'] }),
      rule('b', { rules: ['in/*'] }),
      rule('in/c', { rules: ['a'] }),
      rule('d', { rules: ['a'] }),
    )
    expect(faults.map((fault) => fault.replace(/, expected.*/, ''))).toEqual([
      '8:51 inhibit-cycle: the rules hold each other back (a → b → c → a)',
      '8:51 inhibit-cycle: the rules hold each other back (b → c → a → b)',
      '8:51 inhibit-cycle: the rules hold each other back (c → a → b → c)',
    ])
  })

  it('is not asked of a rule that could not be read: its fault is told once', async () => {
    const broken = { 'sales/offer.rule.yaml': 'id: offer\n' }
    const faults = await faultsOf(rule('danger', { rules: ['offer', 'sales/*'] }), broken)
    expect(faults.every((fault) => fault.includes('missing-key'))).toBe(true)
  })
})

describe('weak-inhibitor', () => {
  it.each([
    ['high', 'high', []],
    ['low', 'info', []],
    [
      'medium',
      'critical',
      ['a rule of severity medium holds back "offer" (critical), expected none that matters more'],
    ],
  ])('a rule of severity %s that holds back one of %s', async (severity, other, messages) => {
    const files = { ...rule('danger', { rules: ['offer'] }, severity), ...rule('offer', undefined, other) }
    await using folder = await RulesFolder.create(files)
    const { faults } = await lintRules(folder.dir)
    const found = faults.filter(({ check }) => check === 'weak-inhibitor')
    expect(found.map(({ message }) => message)).toEqual(messages)
  })
})

describe('a group', () => {
  it('has its terms in the action', async () => {
    const then = '{ alert: { text: a, cooldown: 1m, group: { calls: 3, within: 90s } } }'
    const { documents } = await load({ 'a.rule.yaml': ruleText({ id: 'a', when: WHEN, then }) })
    expect(documents[0]?.rule.action.group).toEqual({ calls: 3, withinMs: 90_000 })
  })

  it.each([
    ['{ calls: 1, within: 10m }', 'expected at least 2'],
    ['{ calls: 3 }', 'key "within" is missing'],
    ['{ calls: 3, within: 2h }', 'is out of range, expected 10 s to 1 h'],
    ['{ calls: 3, within: 10m, per: queue }', 'unknown key "per"'],
  ])('%s is a fault', async (terms, message) => {
    const then = `{ prompt: { text: a, cooldown: 1m, group: ${terms} } }`
    expect(String(await faultsOf({ 'a.rule.yaml': ruleText({ id: 'a', when: WHEN, then }) }))).toContain(
      message,
    )
  })
})
