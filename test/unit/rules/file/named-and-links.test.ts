import { describe, expect, it } from 'vitest'
import { loadRules, type LoadResult } from '../../../../server/rules/file/load.ts'
import { withDependencies } from '../../../../server/rules/file/links.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

const LIST = 'list: rivals\nwords: [acme, other telecom]\n'
const CALENDAR = `calendar: site
zone: Europe/Berlin
hours:
  - { days: [mon, sun], from: '08:30', to: '24:00' }
holidays: ['2026-12-25']
`
const PHASES = "closing: { speaker: agent, phrases: ['bye <rivals>'] }\n"

function rule(id: string, when: string): Readonly<Record<string, string>> {
  return { [`${id}.rule.yaml`]: ruleText({ id, when }) }
}

const WITH_LIST = rule('rule-a', "{ said: { speaker: any, phrases: ['go to <rivals>'] } }")
const WITH_CALENDAR = rule('rule-b', '{ time: { calendar: site, open: false } }')

async function load(files: Readonly<Record<string, string>>): Promise<LoadResult> {
  await using folder = await RulesFolder.create(files)
  const result = await loadRules(folder.dir)
  return {
    ...result,
    faults: result.faults.map((fault) => ({ ...fault, file: fault.file.slice(folder.dir.length + 1) })),
  }
}

async function faultsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await load(files)).faults.map(
    ({ file, line, column, check, message }) => `${file}:${line}:${column} ${check}: ${message}`,
  )
}

describe('what rules name besides each other', () => {
  it('loads lists, calendars and phases with the rules', async () => {
    const files = { 'lists/rivals.yaml': LIST, 'calendars/site.yaml': CALENDAR, 'phases.yaml': PHASES }
    const { ok, faults, context, phases, documents } = await load({
      ...files,
      ...WITH_LIST,
      ...WITH_CALENDAR,
    })
    expect({ ok, faults }).toEqual({ ok: true, faults: [] })
    expect(context.lists.get('rivals')).toEqual(['acme', 'other telecom'])
    expect(phases).toMatchObject({ party: 'agent', phrases: [{ text: 'bye <rivals>' }] })
    expect(documents[1]?.rule.condition).toEqual({
      kind: 'time',
      open: false,
      hours: {
        name: 'site',
        zone: 'Europe/Berlin',
        hours: [{ days: [1, 7], from: 510, to: 1440 }],
        holidays: ['2026-12-25'],
      },
    })
  })

  it('tells the fault of a list once, and not in the rules that use it', async () => {
    expect(await faultsOf({ 'lists/rivals.yaml': 'list: rivals\nwords: [Acme]\n', ...WITH_LIST })).toEqual([
      expect.stringContaining('lists/rivals.yaml:2:9 phrase: "Acme" is not written'),
    ])
  })

  it('tells the fault of a calendar once', async () => {
    const files = { 'calendars/site.yaml': CALENDAR.replace('Berlin', 'Berln'), ...WITH_CALENDAR }
    expect(await faultsOf(files)).toEqual([expect.stringContaining('calendars/site.yaml:2:7 form')])
  })

  it('says which names there are when one is not', async () => {
    expect(
      await faultsOf({ 'calendars/sites.yaml': CALENDAR.replace('site', 'sites'), ...WITH_CALENDAR }),
    ).toEqual([
      'rule-b.rule.yaml:7:27 unknown-calendar: there is no calendar "site", expected one of sites; did you mean "sites"?',
    ])
    expect(await faultsOf(WITH_CALENDAR)).toEqual([
      expect.stringContaining('there is no calendar "site", expected a file calendars/site.yaml'),
    ])
  })

  it.each([
    ['a list', { 'lists/rivals.yaml': LIST.replace('acme', 'acme corp') }],
    ['a calendar', { 'calendars/site.yaml': CALENDAR.replace('08:30', '08:00') }],
    ['the phases', { 'phases.yaml': PHASES.replace('bye', 'so long') }],
  ])('names another set of rules when %s changes', async (_what, changed) => {
    const files = { 'lists/rivals.yaml': LIST, 'calendars/site.yaml': CALENDAR, 'phases.yaml': PHASES }
    const before = await load({ ...files, ...WITH_LIST, ...WITH_CALENDAR })
    const after = await load({ ...files, ...WITH_LIST, ...WITH_CALENDAR, ...changed })
    expect(after.ok).toBe(true)
    expect(after.hash).not.toBe(before.hash)
  })

  it('changes the fingerprint of the rules that use a list, and of no other', async () => {
    const other = rule('rule-c', '{ said: { speaker: any, phrases: [hello] } }')
    const fingerprints = async (list: string): Promise<readonly (string | undefined)[]> => {
      const { documents } = await load({ 'lists/rivals.yaml': list, ...WITH_LIST, ...other })
      return documents.map((document) => document.rule.fingerprint)
    }
    const [a, c] = await fingerprints(LIST)
    const [changedA, sameC] = await fingerprints(LIST.replace('acme', 'acme corp'))
    expect(changedA).not.toBe(a)
    expect(sameC).toBe(c)
  })
})

describe('rules that wait for rules', () => {
  it('says where a rule waits for one that is not there', async () => {
    expect(
      await faultsOf({
        ...rule('rule-a', '{ count: { of: { rule: rule-z }, times: 2 } }'),
        ...rule('rule-b', '{ hold: { for: 5s } }'),
      }),
    ).toEqual([
      'rule-a.rule.yaml:7:30 unknown-rule: there is no rule "rule-z", expected the id of a rule in this folder; did you mean "rule-a"?',
    ])
  })

  it('leaves it at the fault of the other file', async () => {
    const files = { ...rule('rule-a', '{ rule: rule-b }'), 'rule-b.rule.yaml': 'id: [' }
    expect(await faultsOf(files)).toEqual([expect.stringContaining('rule-b.rule.yaml:1:6 yaml')])
  })

  it('refuses rules that wait for each other, at each place', async () => {
    expect(
      await faultsOf({
        ...rule('rule-a', '{ rule: rule-b }'),
        ...rule('rule-b', '{ any: [{ rule: rule-c }, { hold: { for: 5s } }] }'),
        ...rule('rule-c', '{ rule: rule-a }'),
        ...rule('rule-d', '{ rule: rule-d }'),
        ...rule('rule-e', '{ rule: rule-a }'),
      }),
    ).toEqual([
      expect.stringContaining(
        'rule-a.rule.yaml:7:15 rule-cycle: the rules wait for each other (rule-a → rule-b → rule-c → rule-a)',
      ),
      expect.stringContaining('rule-b.rule.yaml:7:23 rule-cycle'),
      expect.stringContaining('rule-c.rule.yaml:7:15 rule-cycle'),
      expect.stringContaining('(rule-d → rule-d)'),
    ])
  })

  it('orders a rule after all that it waits for', async () => {
    const { documents, ok } = await load({
      ...rule('rule-a', '{ any: [{ rule: rule-b }, { rule: rule-c }] }'),
      ...rule('rule-b', '{ hold: { for: 5s } }'),
      ...rule('rule-c', '{ rule: rule-b }'),
      ...rule('rule-d', '{ hold: { for: 9s } }'),
    })
    expect(ok).toBe(true)
    const byId = new Map(documents.map((document) => [document.rule.ref.id, document]))
    const [first] = documents
    if (first === undefined) throw new Error('expected a rule')
    expect(withDependencies(first, byId).map((each) => each.rule.ref.id)).toEqual([
      'rule-b',
      'rule-c',
      'rule-a',
    ])
  })
})
