import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadCodeFrame } from '../../server/issues/codes/code-frame-loader.ts'
import { lintCodes } from '../../server/issues/codes/lint/lint-codes.ts'
import { loadCodeTests } from '../../server/issues/codes/testing/load-code-tests.ts'
import { runCodeTests, runExample } from '../../server/issues/codes/testing/run-code-tests.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { allSampleCalls, saidBy } from '../helpers/sample-calls.ts'

const RULES = resolve(import.meta.dirname, '../../rules')

const { frame } = await loadCodeFrame(RULES)
const { examples } = await loadCodeTests(RULES)
const leaves = frame.codes.filter(({ phrases, inChannel }) => phrases.length + inChannel.length > 0)

it('has no faults and no warnings', async () => {
  expect((await lintCodes(RULES)).faults).toEqual([])
})

it('has well over sixty codes, over all digital channels and steps', () => {
  expect(leaves.length).toBeGreaterThan(100)
  const channels = new Set(leaves.map(({ channel }) => channel))
  expect([...channels]).toEqual(expect.arrayContaining(['web', 'app', 'chat', 'email', 'ivr', null]))
  const steps = new Set(leaves.map(({ step }) => step))
  expect([...steps]).toEqual(expect.arrayContaining(['log-in', 'search', 'basket', 'payment', 'account']))
})

describe.each(leaves.map(({ id }) => id))('%s', (code) => {
  const own = examples.filter((example) => example.code === code)

  it('has two examples at least of what it is, and two of what it is not', () => {
    expect(own.filter(({ finds }) => finds).length).toBeGreaterThanOrEqual(2)
    expect(own.filter(({ finds }) => !finds).length).toBeGreaterThanOrEqual(2)
  })

  it.each(
    own.map((example) => ({ title: `${example.finds ? 'finds' : 'is quiet in'}: ${example.text}`, example })),
  )('$title', ({ example }) => {
    expect(runExample(frame, example).failure).toBe(null)
  })
})

it('passes as a whole', async () => {
  expect(await runCodeTests({ rulesDir: RULES })).toMatchObject({ ok: true, faults: [] })
})

it.each(await allSampleCalls())('hears no trouble in what agents say: $reference.id', ({ reference }) => {
  const finder = frame.finder()
  const codes = reference.turns
    .filter(({ party }) => party === 'customer')
    .flatMap(({ text }) => finder.find({ channel: 'call', step: null, text }).codes)
  const expected: Readonly<Record<string, readonly string[]>> = {
    'billing-page-freezes': ['web.payment.page-freezes'],
    'app-logs-out': ['app.log-in.logged-out'],
    cancellation: ['account.close'],
  }
  expect(codes, saidBy(reference, 'customer')).toEqual(
    expect.arrayContaining([...(expected[reference.id] ?? [])]),
  )
  const about = codes.filter((code) =>
    ['web', 'app', 'chat', 'email', 'ivr'].includes(frame.get(code)?.channel ?? ''),
  )
  if (expected[reference.id]?.some((code) => about.includes(code)) !== true) expect(about).toEqual([])
})

it('the example of the guide passes its tests', async () => {
  const guide = await readFile(resolve(RULES, 'codes/README.md'), 'utf8')
  const [codes = '', tests = ''] = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text)
  await using folder = await RulesFolder.create({
    'codes/coffee.codes.yaml': codes,
    'codes/coffee.test.yaml': tests,
  })
  expect((await lintCodes(folder.dir)).faults).toEqual([])
  expect((await runCodeTests({ rulesDir: folder.dir })).ok).toBe(true)
})
