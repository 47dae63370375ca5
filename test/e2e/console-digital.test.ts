import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Issue } from '../../server/contracts/issue.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { findViolations, launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream } from '../helpers/earshot-stream.ts'
import { buildNotice } from '../helpers/issue-builders.ts'
import { sampleCall } from '../helpers/sample-calls.ts'
import { keepSitePast } from '../helpers/site-past.ts'
import { until } from '../helpers/until.ts'
import { startWebhookReceiver, type WebhookReceiver } from '../helpers/webhook-receiver.ts'

const DESK: Screen = { width: 1366, height: 768, theme: 'light' }
const SCREENS: readonly Screen[] = [
  DESK,
  { width: 1366, height: 768, theme: 'dark' },
  { width: 1920, height: 1080, theme: 'light' },
  { width: 1920, height: 1080, theme: 'dark' },
]
const LINE = 'The payment page is down. Take the payment by phone.'

let dataDir: string
let server: EarshotServer
let hooks: WebhookReceiver
let browser: Browser
let ingest: string
const pages: Page[] = []
let faults: string[]

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'earshot-digital-'))
  const at = wallMs(Date.now() - 10 * 60_000)
  await keepSitePast(dataDir, {
    notices: [
      buildNotice({ noticeId: 'feed', kind: 'source-stopped', sourceId: 'survey', at }),
      buildNotice({ noticeId: 'volume', at, sourceId: null }),
    ],
  })
  hooks = await startWebhookReceiver()
  server = await startEarshot({ dataDir, env: { EARSHOT_NOTIFY_PRIVATE: '127.0.0.1' } })
  ingest = await server.token('ingest')
  browser = await launchBrowser()
  await until('the past to be learned', () => server.log().includes('has been learned from what is kept'))
})

afterAll(async () => {
  await browser.close()
  await server.stop()
  await hooks.close()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(() => {
  faults = []
})

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
  expect(faults).toEqual([])
})

async function open(role: string, path: string, screen: Screen = DESK): Promise<Page> {
  const { page } = await openScreen(browser, screen)
  pages.push(page)
  page.on('pageerror', (error) => faults.push(error.message))
  const link = role === 'agent' ? signinOf(await server.token('agent', 'maria')) : server.links[role]
  await page.goto(link ?? '')
  await page.goto(server.url + path)
  return page
}

const signinOf = (token: string): string => `${server.url}/signin?token=${token}`

async function post(path: string, body: object, token = ingest): Promise<unknown> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.ok).toBe(true)
  return answer.json()
}

async function issues(): Promise<readonly Issue[]> {
  const authorization = `Bearer ${server.tokens['digital'] ?? ''}`
  return (await (await fetch(`${server.url}/v1/issues`, { headers: { authorization } })).json()) as Issue[]
}

async function issueOf(code: string): Promise<Issue> {
  const found = (await issues()).find((issue) => issue.code === code)
  if (found === undefined) throw new Error(`There is no issue of ${code}.`)
  return found
}

/** Customers write the same thing, one after another, until it is an issue. */
async function complain(code: string, text: string): Promise<Issue> {
  for (let n = 0; n < 20; n += 1) {
    const item = { id: `${code}-${n}`, source: 'web-snippet', channel: 'web', author: `${code} ${n}` }
    await post('/v1/feedback', { ...item, text })
    const found = (await issues()).find((issue) => issue.code?.startsWith(code) === true)
    if (found !== undefined) return found
  }
  throw new Error(`Twenty customers said "${text}", and nobody heard it.`)
}

const FREEZES = 'web.payment.page-freezes'
const LOG_IN = 'log-in.fails'
const row = (page: Page, title: string) => page.locator('earshot-issue-list .row', { hasText: title })
const desk = (page: Page) => page.locator('earshot-issue-desk')
const stage = (page: Page, name: string) =>
  page.locator('earshot-issue-head [aria-current="step"]', { hasText: name })

async function looksRight(page: Page): Promise<void> {
  // What slides in has arrived, and the chart is drawn.
  await page.waitForTimeout(300)
  expect(await findViolations(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
}

test('before there is anything, the page teaches what to send it, and says that contacts are not as usual', async () => {
  const page = await open('digital', '/digital')
  await page.getByText('Nothing is out of the ordinary').waitFor()
  await page.getByText('contacts were heard in the last 24 hours').waitFor()
  expect(await page.locator('earshot-issue-teach pre').first().innerText()).toContain('/v1/feedback')
  const strip = page.locator('earshot-notice-strip')
  await strip.getByText(/30 % more contacts than usual since .*; nothing new is opened until/).waitFor()
  const survey = strip.locator('p', { hasText: 'The feed survey has been silent since' })
  await survey.getByRole('button', { name: 'Close this notice' }).click()
  await survey.waitFor({ state: 'detached' })
  expect(await strip.locator('p').count()).toBe(1)
  await looksRight(page)
})

describe('an issue from its first contacts to its fix, by mouse', () => {
  test('shows up by itself, goes to its owner, and its line reaches the agents in a call about it', async () => {
    await post('/v1/changes', { kind: 'deployment', title: 'Checkout 4.12', channel: 'web' })
    const page = await open('digital', '/digital')
    await page.getByText('Nothing is out of the ordinary').waitFor()
    await complain(FREEZES, 'The payment page freezes every time I try to pay.')
    await complain(LOG_IN, 'I cannot log in on your web site.')

    await page
      .getByRole('status')
      .filter({ hasText: /^New issue: / })
      .waitFor({ state: 'attached' })
    expect(await page.title()).toMatch(/^\([12]\) Digital/)
    await row(page, 'page freezes').getByRole('button').click()
    await stage(page, 'New').waitFor()
    await desk(page).getByText('payment page freezes every time', { exact: false }).first().waitFor()
    await desk(page).getByText('Checkout 4.12').waitFor()
    await desk(page).getByRole('button', { name: 'Acknowledge' }).click()
    await stage(page, 'Acknowledged').waitFor()
    await desk(page).getByRole('button', { name: 'Take it' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Take it' }).click()
    await stage(page, 'Owned').waitFor()

    const agent = await open('agent', '/agent')
    await agent.locator('earshot-connection [data-phase="live"]').waitFor()
    const call = earshotStream({
      files: [(await sampleCall('billing-page-freezes')).wav],
      url: server.url,
      grpc: server.grpc,
      token: ingest,
      args: ['--agent', 'maria', '--attribute', 'queue=billing', '--speed', '3'],
    })
    const card = agent.locator('earshot-prompt-card', { hasText: 'From the digital team' })
    await desk(page).getByRole('button', { name: 'Tell the floor' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What agents say').fill(LINE)
    await dialog.getByLabel('Fixed at about').fill('14:30')
    const preview = dialog.locator('earshot-prompt-card .say')
    expect(await preview.innerText()).toMatch(/Take the payment by phone\. Fix expected at .*14:30\.$/)
    const promised = await preview.innerText()
    await dialog.getByRole('button', { name: 'Tell the floor' }).click()
    await stage(page, 'Fix announced').waitFor()
    await card.waitFor()
    // What was promised is what came, letter by letter.
    expect(await card.locator('.say').innerText()).toBe(promised)
    await call
    await until('the call counts', async () => ((await issueOf(FREEZES)).counts.byChannel.call ?? 0) > 0)
  })

  test('supervisors are told what the next hour brings, and get to the moment of a call', async () => {
    const page = await open('supervisor', '/supervisor')
    const banner = page.locator('earshot-issue-banner')
    await banner.getByText(LINE, { exact: false }).waitFor()
    await looksRight(page)
    await banner.getByRole('link').click()
    await stage(page, 'Fix announced').waitFor()
    expect(await desk(page).getByText('Read only').count()).toBe(1)
    await desk(page).locator('earshot-issue-voices a').first().click()
    await page.waitForURL('**/supervisor?call=*')
    await page.locator('earshot-firing-drawer .line.meant').waitFor()
  })

  test('those who were hit are listed, and come as a file', async () => {
    const { issueId } = await issueOf(FREEZES)
    const page = await open('digital', `/digital#issues/${encodeURIComponent(issueId)}`)
    await desk(page).getByRole('button', { name: 'Show them' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('tbody tr').nth(2).waitFor()
    await looksRight(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Download CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/\.csv$/)
  })

  test('who was quicker is told of before anything is done, and it is done all the same', async () => {
    const issue = await issueOf(FREEZES)
    const page = await open('digital', `/digital#issues/${encodeURIComponent(issue.issueId)}`)
    await desk(page).getByRole('button', { name: 'Add a note' }).click()
    await page.getByRole('dialog').getByLabel('Note').fill('The provider confirms it.')
    const action = { type: 'own', owner: 'jonas' }
    await post(`/v1/issues/${encodeURIComponent(issue.issueId)}/actions`, { action }, server.tokens['admin'])
    await desk(page).locator('.about', { hasText: 'jonas' }).first().waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Add the note' }).click()
    await desk(page).getByText('admin gave it to jonas', { exact: false }).first().waitFor()
    await looksRight(page)
    await desk(page).getByRole('button', { name: 'Add a note all the same' }).click()
    await desk(page).locator('earshot-issue-history', { hasText: 'The provider confirms it.' }).waitFor()
  })

  test('once it is fixed, the board is quiet, and the fix is measured', async () => {
    const { issueId } = await issueOf(FREEZES)
    const board = await open('supervisor', '/supervisor')
    await board.locator('earshot-issue-banner').getByText(LINE, { exact: false }).waitFor()
    const page = await open('digital', `/digital#issues/${encodeURIComponent(issueId)}`)
    await desk(page).getByRole('button', { name: 'It is fixed' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'It is fixed' }).click()
    await stage(page, 'Fixed').waitFor()
    await desk(page).getByText('Did the fix help?').waitFor()
    await board.locator('earshot-issue-banner p').waitFor({ state: 'detached' })
  })
})

test('an issue from its first look to its end, by keyboard alone', async () => {
  const page = await open('digital', '/digital')
  await page.locator('earshot-issue-list .row').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('log in')
  // The first row that is left, and on to it with Enter.
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await stage(page, 'New').waitFor()
  await page.keyboard.press('a')
  await stage(page, 'Acknowledged').waitFor()
  await page.keyboard.press('o')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Enter')
  await stage(page, 'Owned').waitFor()

  await page.keyboard.press('t')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.type('Log-in is down. Offer to call back.')
  // Past the time of the fix, which nobody can say yet, and past Cancel.
  await tabTo(page, 'Tell the floor')
  await page.keyboard.press('Enter')
  await desk(page)
    .locator('blockquote', { hasText: /^Log-in is down\. Offer to call back\.$/ })
    .waitFor()

  await tabTo(page, 'Withdraw')
  await page.keyboard.press('Enter')
  await desk(page).locator('earshot-floor-line', { hasText: 'Nothing yet.' }).waitFor()

  await tabTo(page, 'Add a task')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Roll the log-in back')
  await page.keyboard.press('Tab')
  await page.keyboard.type('jonas')
  await tabTo(page, 'It is done when')
  await page.keyboard.type('a test customer is in')
  await page.keyboard.press('Enter')
  const task = desk(page).getByLabel('Roll the log-in back')
  await task.waitFor()
  await tabTo(page, 'Roll the log-in back')
  await page.keyboard.press(' ')
  await desk(page).locator('earshot-issue-tasks', { hasText: '0 left' }).waitFor()

  await page.keyboard.press('f')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, 'It is fixed')
  await page.keyboard.press('Enter')
  await stage(page, 'Fixed').waitFor()
  await page.keyboard.press('c')
  await page.keyboard.type('Rolled back.')
  await tabTo(page, 'Close it')
  await page.keyboard.press('Enter')
  await stage(page, 'Closed').waitFor()
  const closed = (await issues()).find(({ code }) => code?.startsWith(LOG_IN) === true)
  expect(closed).toMatchObject({ state: 'closed', owner: 'digital', tasks: [{ owner: 'jonas' }] })
  expect(closed?.tasks[0]?.doneAt).not.toBeNull()
})

/** Presses Tab until what has the keyboard is called this. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate<string>(FOCUSED)
    if (focused.startsWith(name)) return
  }
  throw new Error(`Tab does not lead to "${name}".`)
}

/** What the element that has the keyboard is called, also inside shadow roots. */
const FOCUSED = `(() => {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return (active?.labels?.[0]?.innerText ?? active?.innerText ?? '').trim()
})()`

describe('who is told outside the page', () => {
  test('a subscription is added, tried, paused, changed and removed; its secret is told once', async () => {
    const page = await open('digital', '/digital#subscriptions')
    await page.getByText('Nobody is told outside this page yet').waitFor()
    await page.getByRole('button', { name: 'Add a subscription' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Web team')
    await dialog.getByLabel('Form').selectOption('cloudevents')
    await dialog.getByLabel('Address').fill('http://10.0.0.1/hook')
    await dialog.getByLabel('Web', { exact: true }).check()
    await dialog.getByLabel('More or fewer contacts than usual').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByText('Not saved:').waitFor()
    await dialog.getByLabel('Address').fill(hooks.url)
    await looksRight(page)
    await dialog.getByRole('button', { name: 'Save' }).click()
    const secret = await dialog.locator('.secret').innerText()
    expect(secret.length).toBeGreaterThanOrEqual(16)
    await dialog.getByRole('button', { name: 'I have it' }).click()
    const line = page.locator('[data-subscription]', { hasText: 'Web team' })
    await line.getByText('127.0.0.1').waitFor()
    await line.getByText('Web · contacts and feeds').waitFor()
    expect(await page.content()).not.toContain(secret)

    await line.getByRole('button', { name: 'Test' }).click()
    await page.getByText('The test message arrived.').waitFor()
    expect(hooks.received.length).toBeGreaterThan(0)
    hooks.answer = () => 500
    await line.getByRole('button', { name: 'Test' }).click()
    await page.getByText('The test message did not arrive').waitFor()
    hooks.answer = () => 204

    await line.getByRole('button', { name: 'Pause' }).click()
    await line.getByText('Paused').waitFor()
    await line.getByRole('button', { name: 'Edit' }).click()
    // An address may let anybody post: what is kept of it stays with the server, and is kept unless another is typed.
    expect(await dialog.getByLabel('Address').inputValue()).not.toContain('/hook')
    expect(await dialog.getByLabel('Web', { exact: true }).isChecked()).toBe(true)
    await dialog.getByLabel('Name').fill('Shop team')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const renamed = page.locator('[data-subscription]', { hasText: 'Shop team' })
    await renamed.getByRole('button', { name: 'Test' }).click()
    await page.getByText('The test message arrived.').waitFor()
    expect(hooks.received.at(-1)?.path).toBe('/hook')
    await looksRight(page)
    await renamed.getByRole('button', { name: 'Remove' }).click()
    await renamed.getByRole('button', { name: 'Remove it?' }).click()
    await page.getByText('Nobody is told outside this page yet').waitFor()
  })
})

test('settings say in words what they cost, and supervisors only read them', async () => {
  const page = await open('digital', '/digital#settings')
  await page.getByText('About two false alarms a week over all', { exact: false }).waitFor()
  await page.getByLabel('Of known issues, a week').fill('5')
  await page.getByLabel('Cost of an hour of it').fill('42')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('About five false alarms a week over all', { exact: false }).waitFor()
  await page.getByText('Changed by digital').waitFor()
  const board = await open('supervisor', '/digital#settings')
  expect(await board.getByLabel('Of known issues, a week').inputValue()).toBe('5')
  expect(await board.getByLabel('Of known issues, a week').isDisabled()).toBe(true)
  await board.goto(`${server.url}/digital#subscriptions`)
  await board.getByText('addresses are secrets').waitFor()
})

test('a change that is posted by hand stands on the day', async () => {
  const page = await open('digital', '/digital#day')
  await page.getByRole('button', { name: 'Post a change' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What was changed').fill('Winter campaign')
  await dialog.getByLabel('Kind').selectOption('campaign')
  await dialog.getByRole('button', { name: 'Post it' }).click()
  await page.locator('earshot-day-view .entries', { hasText: 'Winter campaign' }).waitFor()
})

test('only who may read issues gets the page', async () => {
  const page = await open('agent', '/digital')
  await page.getByText('Another role is needed here').waitFor()
})

describe.each(SCREENS)('on $width×$height, $theme', (screen) => {
  test('every view can be read by everybody', async () => {
    const { issueId } = await issueOf(FREEZES)
    const page = await open('digital', `/digital#issues/${encodeURIComponent(issueId)}`, screen)
    await desk(page).locator('earshot-issue-chart canvas').waitFor()
    await looksRight(page)
    for (const [view, ready] of [
      ['map', 'earshot-code-map table'],
      ['day', 'earshot-day-view .entries'],
      ['subscriptions', 'earshot-subscription-list :is(table, .empty:not([role]))'],
      ['settings', 'earshot-issue-settings form'],
    ] as const) {
      await page.goto(`${server.url}/digital#${view}`)
      await page.locator(ready).waitFor()
      await looksRight(page)
    }
    await page.goto(`${server.url}/digital#map`)
    const link = page.getByRole('link', { name: 'Payment page freezes' })
    await link.waitFor()
    const paying = page.getByRole('button', { name: /below Paying on the web site$/ })
    await paying.click()
    await link.waitFor({ state: 'detached' })
    await paying.click()
    await link.click()
    await stage(page, 'Fixed').waitFor()
  })
})
