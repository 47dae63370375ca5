import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RuleDetail } from '../../server/contracts/rule-desk.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { findViolations, launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream } from '../helpers/earshot-stream.ts'
import { sampleCall } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DESK: Screen = { width: 1366, height: 768, theme: 'light' }
/** A rule that fires in the sample call of the same name as its folder's subject. */
const RULE = 'cancellation-risk'
const RULE_FILE = `retention/${RULE}.rule.yaml`

let folder: string
let rulesDir: string
let server: EarshotServer
let browser: Browser
let page: Page
let faults: string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-rules-'))
  rulesDir = join(folder, 'rules')
  await cp(join(ROOT, 'rules'), rulesDir, { recursive: true })
  server = await startEarshot({ env: { EARSHOT_RULES_DIR: rulesDir } })
  browser = await launchBrowser()
  const call = await sampleCall('cancellation')
  const run = await earshotStream({
    files: [call.wav],
    url: server.url,
    grpc: server.grpc,
    token: await server.token('admin'),
    args: ['--agent', 'maria', '--speed', '8'],
  })
  expect(run.stderr).toBe('')
})

afterAll(async () => {
  await browser.close()
  await server.stop()
  await rm(folder, { recursive: true })
})

beforeEach(() => {
  faults = []
})

afterEach(async () => {
  await page.context().close()
  expect(faults).toEqual([])
})

async function openRules(role: 'supervisor' | 'analyst', rule: string | null, screen = DESK): Promise<void> {
  const opened = await openScreen(browser, screen)
  page = opened.page
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(server.links[role] ?? '')
  await page.goto(`${server.url}/rules${rule === null ? '' : `#${rule}`}`)
  await page.locator('tr.row').first().waitFor()
  if (rule !== null) await page.locator('earshot-rule-desk').waitFor()
}

const editor = (): Locator => page.locator('earshot-code-editor textarea')
const results = (): Locator => page.locator('earshot-check-results')
const onDisk = (file = RULE_FILE): Promise<string> => readFile(join(rulesDir, file), 'utf8')

async function checked(): Promise<void> {
  await page.locator('earshot-rule-desk .busy').waitFor({ state: 'attached' })
  await page.locator('earshot-rule-desk .busy').waitFor({ state: 'detached' })
}

/** What the API says, asked as the page would not: with a token of one's own. */
async function api<T>(path: string, init: { method?: string; body?: unknown } = {}): Promise<T> {
  const answer = await fetch(server.url + path, {
    method: init.method ?? 'GET',
    headers: {
      authorization: `Bearer ${await server.token('admin')}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })
  expect(answer.ok).toBe(true)
  return (await answer.json()) as T
}

test.each([DESK, { width: 1920, height: 1080, theme: 'dark' } as const])(
  'all rules with their figures, and one in words, $width×$height $theme',
  async (screen) => {
    await openRules('analyst', RULE, screen)
    const row = page.locator(`[data-rule="${RULE}"]`)
    expect(Number(await row.locator('td').nth(1).innerText())).toBeGreaterThan(0)
    expect(await page.locator('earshot-rule-head .words').innerText()).toContain('The customer says')
    await page.getByRole('button', { name: 'Fired' }).click()
    const fired = (await page.locator('tr.row td:nth-child(2)').allInnerTexts()).map(Number)
    expect(fired).toEqual(fired.toSorted((one, other) => other - one))
    await page.getByLabel('Filter rules').fill('retention cancellation-risk')
    expect(await page.locator('tr.row').count()).toBe(1)
    expect(await findViolations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
  },
)

test('a mistake is marked where it is, gone to by keyboard, kept over a reload, and not saved', async () => {
  await openRules('analyst', RULE)
  const before = await onDisk()
  await editor().fill(before.replace('severity: high', 'severity: hihg'))
  await page.locator('.words .error', { hasText: 'hihg' }).waitFor()
  await page.keyboard.press('F8')
  const line = before.split('\n').findIndex((text) => text.startsWith('severity')) + 1
  expect(await page.locator('earshot-code-editor .place').innerText()).toBe(`Line ${line}, column 11`)
  expect(await page.locator('earshot-code-editor .here').innerText()).toContain('"hihg"')
  await page.keyboard.press('Control+s')
  await page.getByText('Not saved: there are errors').waitFor()
  expect(await onDisk()).toBe(before)

  const warned: string[] = []
  page.on('dialog', (dialog) => {
    warned.push(dialog.type())
    void dialog.accept()
  })
  await page.reload()
  expect(warned).toEqual(['beforeunload'])
  await page.locator('.words .error', { hasText: 'hihg' }).waitFor()
  await page.getByRole('button', { name: 'Revert' }).click()
  expect(await editor().inputValue()).toBe(before)
  await page.locator(`[data-rule="${RULE}"] .unsaved`).waitFor({ state: 'detached' })
})

test('a failed test leads to its line; a better phrase is tried on kept calls and saved', async () => {
  await openRules('analyst', RULE)
  await page.getByRole('tab', { name: 'Tests' }).click()
  const tests = await editor().inputValue()
  await editor().fill(tests.replace(/at: '00:0\d/, "at: '00:09"))
  const failure = results().locator('button.failure')
  await failure.waitFor()
  await page.getByRole('tab', { name: 'Rule', exact: true }).click()
  await failure.click()
  expect(await editor().inputValue()).toContain("at: '00:09")
  expect(await failure.innerText()).toContain(
    (await page.locator('earshot-code-editor .place').innerText()).replace(
      /Line (\d+), column (\d+)/,
      '$1:$2',
    ),
  )
  await page.getByRole('button', { name: 'Revert' }).click()

  await page.getByRole('tab', { name: 'Rule', exact: true }).click()
  const rule = await editor().inputValue()
  await editor().fill(
    rule.replace(/version: \d+/, 'version: 7').replace('phrases:\n', 'phrases:\n      - that sounds fair\n'),
  )
  await page.getByRole('button', { name: 'Back-test' }).first().click()
  const fresh = page.locator('earshot-backtest-results tr.fresh')
  await fresh.filter({ hasText: 'that sounds fair' }).waitFor()
  await fresh.getByRole('button').click()
  await page.locator('earshot-firing-drawer .line.meant', { hasText: 'sounds fair' }).waitFor()
  await page.keyboard.press('Escape')
  await editor().focus()
  await page.keyboard.press('Control+s')
  await page.locator('.state', { hasText: /^$/ }).waitFor({ state: 'attached' })
  expect(await onDisk()).toContain('version: 7')
  await page.getByRole('tab', { name: 'History' }).click()
  await page.locator('earshot-version-history', { hasText: 'analyst' }).waitFor()
})

test('moves along its life after a question that can be answered with no', async () => {
  await openRules('analyst', RULE)
  await checked()
  const shadow = page.locator('earshot-life-stepper').getByRole('button', { name: 'Shadow' })
  await shadow.click()
  const question = page.getByRole('dialog')
  expect(await question.innerText()).toContain('Nothing of it reaches agents')
  expect(await findViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(await onDisk()).toContain('status: live')
  await shadow.click()
  await question.getByRole('button', { name: 'Run in shadow' }).click()
  await page.locator('earshot-life-stepper [aria-current="step"]', { hasText: 'Shadow' }).waitFor()
  expect(await onDisk()).toContain('status: shadow')
  await page.locator(`[data-rule="${RULE}"] .status.shadow`).waitFor()
})

test('what somebody else saved meanwhile is shown, and either text goes on', async () => {
  const rule = 'manager-request'
  await openRules('analyst', rule)
  const mine = (await editor().inputValue()).replace(/title: .*/, 'title: My title')
  await editor().fill(mine)
  const theirs = await api<RuleDetail>(`/v1/rules/${rule}`)
  const text = theirs.text.replace(/owner: .*/, 'owner: their-team').replace(/version: \d+/, 'version: 41')
  await api(`/v1/rules/${rule}`, {
    method: 'PUT',
    body: { text, testText: theirs.testText, hash: theirs.hash },
  })
  await page.keyboard.press('Control+s')
  const conflict = page.locator('earshot-conflict-view')
  await conflict.locator('.diff .new', { hasText: 'owner: their-team' }).waitFor()
  expect(await editor().inputValue()).toBe(mine)
  await conflict.getByRole('button', { name: 'Go on with mine' }).click()
  await page.locator('earshot-conflict-view').waitFor({ state: 'detached' })
  await editor().fill(mine.replace(/version: \d+/, 'version: 42'))
  await page.keyboard.press('Control+s')
  await until('my text is saved', async () => (await onDisk(theirs.file)).includes('title: My title'), 30_000)
})

test('a new rule begins from a template with tests that pass', async () => {
  await openRules('analyst', null)
  await page.getByRole('button', { name: 'New rule' }).click()
  await page.getByLabel('What happens in the call').fill('Customer waits for a parcel')
  await page.getByLabel('Folder').selectOption('service')
  await page.keyboard.press('Enter')
  await page.locator('earshot-rule-desk').waitFor()
  await results().getByText('passed').nth(1).waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await until(
    'the rule is saved',
    async () =>
      (await onDisk('service/customer-waits-for-a-parcel.rule.yaml').catch(() => '')).includes(
        'status: draft',
      ),
    30_000,
  )
  await page.locator('[data-rule="customer-waits-for-a-parcel"] .status.draft').waitFor()
})

test('a broken file says so at the top and on the rule, and a supervisor reads only', async () => {
  const file = join(rulesDir, 'service/broken-one.rule.yaml')
  await writeFile(file, 'id: broken-one\nversion: 1\nwhen: [\n')
  try {
    await openRules('supervisor', null)
    await page.getByText('1 file has errors').click()
    await page.locator('earshot-file-faults').getByRole('button').first().click()
    await page.locator('[data-rule="broken-one"] .faults').waitFor()
    await results().locator('.error').first().waitFor()
    await page.locator('earshot-code-editor .line.error').first().waitFor()
    expect(await editor().getAttribute('readonly')).not.toBeNull()
    expect(await page.getByRole('button', { name: /^(Save|Check|Back-test|New rule)$/ }).count()).toBe(0)
    expect(await page.locator('earshot-life-stepper button').count()).toBe(0)
    expect(await findViolations(page)).toEqual([])
  } finally {
    await rm(file)
  }
})

test('what people say of alerts and prompts is counted on the rule', async () => {
  const outcomes = await api<readonly Outcome[]>('/v1/outcomes?limit=500')
  const shown = outcomes.find(({ rule, state }) => rule.startsWith(`${RULE}@`) && state !== 'held')
  expect(shown).toBeDefined()
  await api(`/v1/outcomes/${shown?.outcomeId ?? ''}/feedback`, { method: 'POST', body: { verdict: 'wrong' } })
  await openRules('supervisor', RULE)
  expect(await page.locator(`[data-rule="${RULE}"] td`).nth(3).innerText()).toBe('1')
})
