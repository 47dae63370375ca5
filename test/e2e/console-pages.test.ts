import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { findViolations, launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { until } from '../helpers/until.ts'

const SCREENS: readonly Screen[] = [
  { width: 1366, height: 768, theme: 'light' },
  { width: 1366, height: 768, theme: 'dark' },
  { width: 1920, height: 1080, theme: 'light' },
  { width: 1920, height: 1080, theme: 'dark' },
]

let browser: Browser
let app: HttpApp
let stranger: Server
let strangerOrigin: string

beforeAll(async () => {
  browser = await launchBrowser()
  stranger = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(embedding()),
  )
  await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
  strangerOrigin = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
  app = await startHttpApp({ staticDir: inject('consoleFolder'), allowedOrigins: [strangerOrigin] })
  await furnish()
})

afterAll(async () => {
  await browser.close()
  stranger.close()
  await app.close()
})

declare function getComputedStyle(element: unknown): Readonly<Record<'fontSize' | 'borderTopWidth', string>>

let token = ''

/** A desktop of another maker, with a style of its own that must not leak in. */
function embedding(): string {
  return `<!doctype html><html lang="en"><title>Desk</title>
    <style>html { font-size: 62.5% } * { color: red; font-family: serif; border: 3px solid red }</style>
    <main><h1>Desk</h1><script type="module" src="${app.url}/earshot-agent-panel.js"></script>
    <earshot-agent-panel server="${app.url}" token="${token}" theme="light" style="width: 420px; height: 640px"></earshot-agent-panel></main></html>`
}

/** One call with something in every state. */
async function furnish(): Promise<void> {
  token = await app.token('agent', 'maria')
  const call = new ConsoleCall(app, { callId: 'call-1', agentId: 'maria' })
  call.start()
  call.say({ text: 'thank you for calling', startMs: 0, party: 'agent' })
  call.say({ text: 'i want to cancel my order', startMs: 4000 })
  call.say({ text: 'and i want a refund for it', startMs: 9000, state: 'partial' })
  const severities = ['info', 'low', 'medium', 'high', 'critical'] as const
  const states = ['shown', 'confirmed', 'retracted', 'confirmed', 'shown'] as const
  for (const [index, severity] of severities.entries()) {
    const told = { words: 'want to cancel', startMs: 4000, severity, state: states[index] ?? 'shown' }
    call.tell({ ...told, outcomeId: `prompt-${severity}`, title: `Prompt ${severity}` })
    call.tell({ ...told, outcomeId: `alert-${severity}`, kind: 'alert', title: `Alert ${severity}` })
  }
  call.hold(true)
  call.tick(12_000, 2500)
  await app.figures.count()
}

async function signIn(page: Page, role: 'agent' | 'supervisor' | 'admin'): Promise<void> {
  await page.goto(`${app.url}/signin?token=${await app.token(role, 'maria')}`)
}

describe.each(SCREENS)('on $width×$height, $theme', (screen) => {
  const visit = async (
    path: string,
    role: 'agent' | 'supervisor' | 'admin' | null,
    look: (page: Page) => Promise<void>,
  ): Promise<void> => {
    const { page, context } = await openScreen(browser, screen)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    try {
      if (role !== null) await signIn(page, role)
      await page.goto(app.url + path)
      await look(page)
      await page.waitForTimeout(300)
      expect(await findViolations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
      expect(faults).toEqual([])
    } finally {
      await context.close()
    }
  }

  test('the agent page with cards in every state', () =>
    visit('/agent', 'agent', (page) => page.locator('earshot-prompt-card').nth(4).waitFor()))

  test('the supervisor page with a call open', () =>
    visit('/supervisor', 'supervisor', async (page) => {
      await page.getByRole('button', { name: 'Open call call-1' }).click()
      await page.locator('earshot-transcript .line').nth(2).waitFor()
    }))

  test('the rules', () => visit('/rules', 'admin', (page) => page.getByText('Choose a rule').waitFor()))

  test('the figures of the last weeks', () =>
    visit('/figures?period=12-weeks', 'admin', (page) =>
      page.locator('earshot-rule-figures tbody tr').first().waitFor(),
    ))

  test('the issues of digital channels', () =>
    visit('/digital', 'admin', (page) => page.getByText('Nothing is out of the ordinary').waitFor()))

  test('the softphone', () =>
    visit('/softphone', 'admin', (page) => page.getByText('Start the call').waitFor()))

  test('the first page', () => visit('/', 'admin', (page) => page.locator('a.page').first().waitFor()))

  test('signing in', () => visit('/agent', null, (page) => page.getByText('Sign in to Earshot').waitFor()))
})

test('what an agent says of a prompt is kept by key and by mouse: what is used stays, what is not makes room', async () => {
  const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  await signIn(page, 'agent')
  await page.goto(`${app.url}/agent`)
  const cards = page.locator('earshot-prompt-card')
  await cards.nth(4).waitFor()
  const titles = async (): Promise<readonly string[]> =>
    (await cards.locator('h3').allInnerTexts()).map((text) => text.trim())
  // All have one priority; the withdrawn one comes last.
  const before = ['critical', 'high', 'low', 'info', 'medium'].map((name) => `Prompt ${name}`)
  expect(await titles()).toEqual(before)
  const box = await cards.first().boundingBox()
  await page.keyboard.press('u')
  await cards.first().locator('.verdict[aria-pressed="true"]').waitFor()
  expect(await titles()).toEqual(before)
  expect(await cards.first().boundingBox()).toEqual(box)
  await page.keyboard.press('p')
  await page.keyboard.press('j')
  await page.keyboard.press('w')
  const after = ['critical', 'low', 'info', 'high', 'medium'].map((name) => `Prompt ${name}`)
  await until('it has stepped back', async () => String(await titles()) === String(after))
  await page.getByRole('button', { name: 'Prompt low' }).first().click()
  await cards.nth(1).getByRole('button', { name: 'Not now' }).click()
  const given = async (): Promise<readonly string[]> =>
    (await app.store.rules.listFeedback('call-1'))
      .filter(({ role }) => role === 'agent')
      .map(({ outcomeId, verdict }) => `${outcomeId} ${verdict}`)
      .toSorted()
  const expected = ['prompt-critical used', 'prompt-high wrong', 'prompt-low not-now']
  await until('the verdicts are kept', async () => String(await given()) === String(expected))
  await context.close()
})

test('a supervisor says of an alert whether it is useful, without opening its call', async () => {
  const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  await signIn(page, 'supervisor')
  await page.goto(`${app.url}/supervisor`)
  const alert = page.locator('[data-outcome="alert-low"]')
  await alert.getByRole('button', { name: 'Wrong' }).click()
  await alert.getByRole('button', { name: 'Useful' }).click()
  await until('the verdict is kept', async () =>
    (await app.store.rules.listFeedback('call-1')).some(
      ({ outcomeId, verdict }) => outcomeId === 'alert-low' && verdict === 'used',
    ),
  )
  expect(await alert.getByRole('button', { name: 'Useful' }).getAttribute('aria-pressed')).toBe('true')
  expect(await page.locator('earshot-call-drawer').count()).toBe(0)
  await context.close()
})

test('the theme that was chosen stays, on every page', async () => {
  const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  await signIn(page, 'agent')
  const scheme = (): Promise<string> =>
    page.evaluate('getComputedStyle(document.documentElement).colorScheme')
  expect(await scheme()).toBe('light dark')
  await page.getByRole('button', { name: 'Switch to dark' }).click()
  expect(await scheme()).toBe('dark')
  await page.goto(app.url)
  await page.getByRole('button', { name: 'Switch to light' }).waitFor()
  expect(await scheme()).toBe('dark')
  await context.close()
})

test('a pasted link or token signs in, and anything else is told so', async () => {
  const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  await page.goto(`${app.url}/agent`)
  const field = page.getByLabel('Sign-in link or token')
  await field.fill('hello')
  await page.keyboard.press('Enter')
  await page.getByText('neither a sign-in link nor a token').waitFor()
  await field.fill(`${app.url}/signin?token=${token}`)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/agent')
  await page.locator('earshot-agent-panel').waitFor()
  await context.close()
})

test('a page that needs another role says who one is', async () => {
  const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  await signIn(page, 'agent')
  await page.goto(`${app.url}/supervisor`)
  await page.getByText('Another role is needed here').waitFor()
  expect(await page.locator('main').innerText()).toContain('maria')
  await context.close()
})

test('any page embeds the panel with one script tag, and its styles stay outside', async () => {
  const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'dark' })
  await page.goto(strangerOrigin)
  await page.getByRole('tab', { name: 'Words' }).click()
  await page.locator('earshot-transcript .line').nth(2).waitFor()
  await page.locator('earshot-prompt-card').first().waitFor()
  const style = await page
    .locator('earshot-transcript .text')
    .first()
    .evaluate((text) => [getComputedStyle(text).fontSize, getComputedStyle(text).borderTopWidth])
  expect(style).toEqual(['17px', '0px'])
  const requested = await page.evaluate<readonly string[]>(
    "performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'script').map(({ name }) => new URL(name).pathname)",
  )
  expect(requested).toEqual(['/earshot-agent-panel.js'])
  await context.close()
})
