import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RuleDetail } from '../../server/contracts/rule-desk.ts'
import type { Role } from '../../server/contracts/access.ts'
import * as forms from '../../server/delivery/http/rules-schemas.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { startDeskApp, type Answer, type DeskApp } from '../helpers/desk-app.ts'
import { until } from '../helpers/until.ts'

function rule(phrase: string, change: { id?: string; version?: number; status?: string } = {}): string {
  const when = `{ said: { speaker: customer, phrases: [${phrase}] } }`
  return `# ${change.id ?? 'hello'}, as its author wrote it\n${ruleText({ id: 'hello', when, ...change })}`
}

function tests(phrase: string, id = 'hello'): string {
  return `rule: ${id}
tests:
  - name: fires on ${phrase}
    call: |
      00:01 customer well ${phrase} there
      00:20 end
    expect: [{ at: "00:02", prompt: Do something. }]
    # Speech at the pace of the script language.
  - name: stays quiet
    call: |
      00:01 customer something else
      00:20 end
    expect: []
tolerance: 1500ms
`
}

let desk: DeskApp

beforeEach(async () => {
  desk = await startDeskApp({
    'service/hello.rule.yaml': rule('hello'),
    'service/hello.test.yaml': tests('hello'),
  })
})

afterEach(() => desk[Symbol.asyncDispose]())

async function detail(id = 'hello'): Promise<RuleDetail> {
  const { status, body } = await desk.read(`/v1/rules/${id}`)
  expect(status).toBe(200)
  return body as unknown as RuleDetail
}

function save(body: Record<string, unknown>, id = 'hello', role: Role = 'analyst'): Promise<Answer> {
  return desk.ask(role, { method: 'PUT', path: `/v1/rules/${id}`, body })
}

function move(status: string, hash: string): Promise<Answer> {
  return desk.ask('admin', { method: 'POST', path: '/v1/rules/hello/status', body: { status, hash } })
}

describe('a rule at the desk', () => {
  it('comes with its texts, versions and figures', async () => {
    const found = await detail()
    expect(forms.ruleDetail.parse(found)).toEqual(found)
    expect(found).toMatchObject({
      id: 'hello',
      rule: { id: 'hello', version: 1, status: 'live', kind: 'prompt', file: 'service/hello.rule.yaml' },
      file: 'service/hello.rule.yaml',
      text: rule('hello'),
      testText: tests('hello'),
      faults: [],
      retiredAt: null,
      figures: { ruleId: 'hello', fired: 0, perCallHour: null, precision: null },
    })
    expect(found.versions).toEqual([
      expect.objectContaining({ version: 1, status: 'live', by: 'file', fingerprint: expect.any(String) }),
    ])
  })

  it('shows what is wrong in its file, and the rule that is in force all the same', async () => {
    await desk.folder.write('service/hello.rule.yaml', rule('Hello'))
    await until('the fault is seen', () => desk.room.current().faults.length > 0)
    const found = await detail()
    expect(found.rule).toMatchObject({ version: 1 })
    expect(found.faults).toEqual([
      expect.objectContaining({
        file: 'service/hello.rule.yaml',
        line: 8,
        check: 'phrase',
        severity: 'error',
      }),
    ])
    const ready = await desk.read('/readyz')
    expect([ready.status, ready.body]).toMatchObject([
      200,
      { ready: true, checks: [{ name: 'rules', note: expect.stringContaining('faults in rule files: 1') }] },
    ])
    await desk.folder.write('service/hello.rule.yaml', rule('hello'))
    await until('the fault is gone', () => desk.room.current().faults.length === 0)
    expect((await desk.read('/readyz')).body).not.toHaveProperty('checks.0.note')
  })

  it.each(['..%2Fhello', 'Hello', 'hello.rule', '%2E%2E', 'a%00b'])('has no id like %s', async (id) => {
    expect((await desk.read(`/v1/rules/${id}`)).status).toBeGreaterThanOrEqual(400)
    const saved = await save({ text: rule('hi'), testText: '', hash: null }, id)
    expect([400, 404]).toContain(saved.status)
    expect(await readdir(desk.folder.dir)).toEqual(['service'])
  })
})

describe('a check', () => {
  const check = (body: Record<string, unknown>): Promise<Answer> =>
    desk.ask('analyst', { method: 'POST', path: '/v1/rules/check', body })

  it('runs the tests of a draft and saves nothing', async () => {
    const { status, body } = await check({ id: 'hello', text: rule('good day'), testText: tests('good day') })
    expect(status).toBe(200)
    expect(forms.ruleCheck.parse(body)).toEqual(body)
    expect(body).toMatchObject({
      ok: true,
      tests: [
        { name: 'fires on good day', passed: true, failures: [] },
        { name: 'stays quiet', passed: true },
      ],
    })
    expect((await detail()).text).toBe(rule('hello'))
  })

  it('knows the articles that a prompt may name', async () => {
    await desk.folder.write('knowledge/refunds.md', '# Refunds')
    const named = (article: string): string =>
      rule('good day', { version: 2 }).replace('cooldown: 1m', `cooldown: 1m, article: ${article}`)
    const faultsOf = async (article: string): Promise<unknown> =>
      (await check({ id: 'hello', text: named(article), testText: tests('good day') })).body['faults']
    expect(await faultsOf('refunds')).toEqual([])
    expect(await faultsOf('refund')).toMatchObject([{ check: 'unknown-article', severity: 'error' }])
  })

  it('says where a test fails', async () => {
    const { body } = await check({ id: 'hello', text: rule('good day'), testText: tests('hello') })
    expect(body).toMatchObject({
      ok: false,
      tests: [
        { passed: false, failures: [{ line: 7, message: expect.stringContaining('did not come') }] },
        { passed: true },
      ],
    })
  })

  it('says where a draft has faults, by names that people know', async () => {
    const { body } = await check({
      id: 'new-one',
      text: rule('Hi', { id: 'new-one' }),
      testText: 'rule: new-one\n',
    })
    expect(body).toMatchObject({ ok: false, tests: [] })
    expect(body['faults']).toEqual([
      expect.objectContaining({ file: 'new-one.rule.yaml', line: 8, check: 'phrase', severity: 'error' }),
      expect.objectContaining({ file: 'new-one.test.yaml', check: 'missing-key' }),
    ])
  })

  it('warns of a version that has stood for another content', async () => {
    const draft = { id: 'hello', text: rule('good day'), testText: tests('good day') }
    expect((await check(draft)).body['faults']).toEqual([
      expect.objectContaining({ check: 'used-version', severity: 'warning', line: 3, column: 10 }),
    ])
    const raised = { ...draft, text: rule('good day', { version: 2 }) }
    expect((await check(raised)).body['faults']).toEqual([])
  })

  it('lays no fault of another file at a draft’s door, unless the draft causes it', async () => {
    await desk.folder.write('other/bad.rule.yaml', 'id: [')
    const draft = { id: 'hello', text: rule('hello'), testText: tests('hello') }
    expect((await check(draft)).body).toMatchObject({ ok: true, faults: [] })
    await desk.folder.write('other/twin.rule.yaml', rule('hi', { id: 'twin' }))
    await desk.folder.write('other/twin.test.yaml', tests('hi', 'twin'))
    const renamed = { ...draft, text: rule('hello', { id: 'twin' }) }
    expect((await check(renamed)).body).toMatchObject({ ok: false })
  })
})

describe('a save', () => {
  it('puts the rule in force, and records who changed it', async () => {
    const { hash } = await detail()
    const text = rule('good day', { version: 2 })
    const { status, body } = await save({ text, testText: tests('good day'), hash })
    expect(status).toBe(200)
    expect(body).toMatchObject({ rule: { version: 2 }, text, faults: [] })
    expect(body['hash']).not.toBe(hash)
    expect((body as unknown as RuleDetail).versions.map(({ version, by }) => [version, by])).toEqual([
      [2, 'analyst'],
      [1, 'file'],
    ])
    expect(desk.room.current().rules[0]).toMatchObject({ version: 2 })

    await desk.folder.write('service/hello.rule.yaml', rule('good day', { version: 3 }))
    await until('the change on disk is in force', () => desk.room.current().rules[0]?.version === 3)
    await until('it is recorded', async () => (await detail()).versions.length === 3)
    expect((await detail()).versions[0]).toMatchObject({ version: 3, by: 'file' })
  })

  it('of what is the same changes nothing and is nobody’s', async () => {
    const { hash, text, testText } = await detail()
    expect((await save({ hash, text, testText })).status).toBe(200)
    await desk.folder.write('service/hello.rule.yaml', rule('hi', { version: 2 }))
    await until('it is recorded', async () => (await detail()).versions.length === 2)
    expect((await detail()).versions[0]).toMatchObject({ version: 2, by: 'file' })
  })

  it('is refused when somebody else was faster', async () => {
    const { hash } = await detail()
    const [first, second] = await Promise.all([
      save({ text: rule('good day', { version: 2 }), testText: tests('good day'), hash }),
      save({ text: rule('hi', { version: 2 }), testText: tests('hi'), hash }),
    ])
    expect([first, second].map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect([first, second].find(({ status }) => status === 409)?.body).toMatchObject({ code: 'RULE_CHANGED' })
    const onDisk = (await detail()).text
    expect([rule('good day', { version: 2 }), rule('hi', { version: 2 })]).toContain(onDisk)
  })

  it('with a fault is refused, the fault located, nothing written and the old rule in force', async () => {
    const { hash } = await detail()
    const { status, body } = await save({
      text: rule('Good day', { version: 2 }),
      testText: tests('hello'),
      hash,
    })
    expect([status, body]).toMatchObject([
      422,
      {
        code: 'RULES_INVALID',
        message: expect.stringContaining('service/hello.rule.yaml:8:'),
        faults: [{ file: 'service/hello.rule.yaml', line: 8, check: 'phrase' }],
      },
    ])
    expect(JSON.stringify(body)).not.toContain(desk.folder.dir)
    expect(await detail()).toMatchObject({ text: rule('hello'), rule: { version: 1 } })
  })

  it('of a live rule needs its tests to pass; of a draft it does not', async () => {
    const { hash } = await detail()
    const live = await save({ text: rule('good day', { version: 2 }), testText: tests('hello'), hash })
    expect([live.status, live.body]).toMatchObject([
      422,
      { faults: [{ file: 'service/hello.test.yaml', line: 7, check: 'test' }] },
    ])
    const text = rule('good day', { version: 2, status: 'draft' })
    const draft = await save({ text, testText: tests('hello'), hash })
    expect([draft.status, draft.body]).toMatchObject([200, { rule: { status: 'draft', version: 2 } }])
    const up = await move('live', String(draft.body['hash']))
    expect(up.body).toMatchObject({ code: 'RULES_INVALID', faults: [{ check: 'test' }] })
  })

  it('makes a new rule, in a folder, once', async () => {
    const body = {
      text: rule('bye', { id: 'bye' }),
      testText: tests('bye', 'bye'),
      hash: null,
      folder: 'late',
    }
    const first = await save(body, 'bye')
    expect([first.status, first.body]).toMatchObject([
      200,
      { file: 'late/bye.rule.yaml', rule: { id: 'bye' } },
    ])
    const second = await save(body, 'bye')
    expect([second.status, second.body]).toMatchObject([409, { code: 'RULE_CHANGED' }])
    expect((await save({ ...body, hash: 'f00d' }, 'none')).status).toBe(404)
    expect((await save({ ...body, folder: '../out' }, 'two')).status).toBe(400)
    expect((await readdir(desk.folder.dir)).toSorted()).toEqual(['late', 'service'])
  })

  it('says that the files cannot be written', async () => {
    const { hash } = await detail()
    // Of root nothing is kept away: a name that is taken by a folder is.
    await desk.folder.write('sealed', 'a file')
    const body = {
      text: rule('bye', { id: 'bye' }),
      testText: tests('bye', 'bye'),
      hash: null,
      folder: 'sealed',
    }
    const { status, body: answer } = await save(body, 'bye')
    expect([status, answer]).toMatchObject([503, { code: 'RULES_UNWRITABLE', retryable: false }])
    expect((await detail()).hash).toBe(hash)
  })
})

describe('a change of status', () => {
  it('moves a rule along its life and keeps the file as it is written', async () => {
    let { hash } = await detail()
    for (const [version, status] of [
      [2, 'retired'],
      [3, 'draft'],
      [4, 'shadow'],
    ] as const) {
      const answer = await move(status, hash)
      expect([answer.status, answer.body]).toMatchObject([200, { rule: { status, version } }])
      expect(answer.body['text']).toBe(rule('hello', { status, version }))
      hash = String(answer.body['hash'])
    }
    const { versions, retiredAt } = await detail()
    expect(versions.map(({ version, status, by }) => `${version} ${status} ${by}`)).toEqual([
      '4 shadow admin',
      '3 draft admin',
      '2 retired admin',
      '1 live file',
    ])
    // The id has had another life, and that stays to be seen.
    expect(retiredAt).toBe(versions[2]?.at)
  })

  it('is refused on a text that has changed meanwhile, and to a status that is none', async () => {
    expect((await move('draft', 'f00d')).body).toMatchObject({ code: 'RULE_CHANGED' })
    const { hash } = await detail()
    expect((await move('gone', hash)).body).toMatchObject({ code: 'REQUEST_INVALID' })
    expect((await move('live', hash)).body).toMatchObject({ code: 'REQUEST_INVALID' })
  })
})
