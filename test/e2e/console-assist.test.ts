import { resolve } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { findViolations, launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { until } from '../helpers/until.ts'

const RULES = resolve(import.meta.dirname, '../../rules')
const DESK: Screen = { width: 1366, height: 768, theme: 'light' }
const SIDEBAR: Screen = { width: 320, height: 900, theme: 'dark' }

let browser: Browser
let app: HttpApp
let page: Page
let faults: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
})

beforeEach(async () => {
  app = await startHttpApp({ staticDir: inject('consoleFolder'), rulesDir: RULES })
  faults = []
})

afterEach(async () => {
  await page.context().close()
  await app.close()
  expect(faults).toEqual([])
})

async function open(screen: Screen = DESK): Promise<void> {
  ;({ page } = await openScreen(browser, screen))
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${app.url}/signin?token=${await app.token('agent', 'maria')}`)
  await page.goto(`${app.url}/agent`)
  await page.locator('earshot-connection [data-phase="live"]').waitFor()
}

function startCall(callId = 'call-1', attributes: Readonly<Record<string, string>> = {}): ConsoleCall {
  const call = new ConsoleCall(app, { callId, agentId: 'maria' })
  call.start({ attributes })
  return call
}

const item = (id: string): Locator => page.locator(`earshot-checklist [data-item="${id}"]`)
const tab = (name: string): Locator => page.getByRole('tab', { name })

/** A customer who wants to cancel, and an agent who goes half of the way. */
function cancellation(call: ConsoleCall): void {
  call.say({ text: 'thank you for calling this call is recorded for quality', startMs: 500, party: 'agent' })
  call.say({ text: 'i want to cancel my account it is too expensive', startMs: 5000 })
  call.say({ text: 'i am sorry may i ask you for the reason', startMs: 10_000, party: 'agent' })
  call.say({ text: 'this is ridiculous you raised the price again and nobody told me', startMs: 15_000 })
  call.say({ text: 'i will send you the offer by email tomorrow', startMs: 20_000, party: 'agent' })
  call.tick(24_000)
}

test('a checklist ticks by settled words, unticks when they are taken back, and is sure with the final', async () => {
  await open()
  const call = startCall()
  call.say({ text: 'i want to cancel my account', startMs: 1000 })
  await item('reason').waitFor()
  expect(await item('reason').getAttribute('class')).toBe('next')
  call.say({
    text: 'may i ask for the reason why you are leaving',
    startMs: 5000,
    party: 'agent',
    state: 'partial',
  })
  await page.locator('[data-item="reason"].heard').waitFor()
  call.say({ text: 'may i ask for the season', startMs: 5000, party: 'agent' })
  await page.locator('[data-item="reason"].next').waitFor()
  call.say({ text: 'what is the reason', startMs: 9000, party: 'agent' })
  await page.locator('[data-item="reason"].done').waitFor()
  expect(await item('reason').innerText()).toContain('“what is the reason”')
  expect(await page.locator('.missing').innerText()).toBe('3 still missing before the call ends.')
})

test('articles fit what is said, say why, and open beside the call', async () => {
  await open()
  cancellation(startCall())
  await tab('Knowledge').locator('.count').waitFor()
  await page.keyboard.press('2')
  const first = page.locator('earshot-knowledge .title').first()
  await first.filter({ hasText: 'Price has gone up' }).waitFor()
  expect(await first.innerText()).toContain('“too expensive”')
  await first.click()
  await page.getByText('the old price for twelve months may be offered').waitFor()
  await page.getByRole('searchbox').fill('technician')
  await page.locator('earshot-knowledge .title', { hasText: 'Technician did not come' }).waitFor()
})

test('what the agent said of prompts is there again after a reload, and a card leads to its article', async () => {
  await open()
  const call = startCall()
  const card = { steps: [], link: null, expiresMs: null, article: 'refund' }
  const told = { words: 'want my money', startMs: 1000, severity: 'high', priority: 70 } as const
  call.say({ text: 'i want my money back', startMs: 1000 })
  call.tell({ ...told, outcomeId: 'o-1', title: 'Refund asked for', card })
  call.tell({ ...told, outcomeId: 'o-2', title: 'Another one', priority: 30 })
  await page.locator('earshot-prompt-card').nth(1).waitFor()
  await page.getByRole('button', { name: 'Read more' }).click()
  await page.getByText('Above 200 dollars a team leader approves it').waitFor()
  await page.keyboard.press('u')
  await until('the verdict is kept', async () => (await app.store.rules.listFeedback('call-1')).length === 1)
  await page.reload()
  const pressed = page.locator('earshot-prompt-card .verdict[aria-pressed="true"]')
  await pressed.waitFor()
  expect((await pressed.innerText()).trim()).toBe('Used')
})

test('one card, the rest in a queue of rows that open by mouse and by key', async () => {
  await open()
  const call = startCall()
  call.say({ text: 'i want to cancel my account', startMs: 1000 })
  for (const at of [1, 2, 3, 4, 5, 6, 7]) {
    const told = { words: 'want to cancel', startMs: 1000, priority: at * 10, title: `Prompt ${at}` }
    call.tell({ ...told, outcomeId: `o-${at}` })
  }
  call.tell({
    words: '',
    startMs: 1000,
    outcomeId: 'o-w',
    rule: 'whisper@1',
    title: 'From your supervisor',
    priority: 100,
    text: 'Offer the old price.',
  })
  const cards = page.locator('earshot-prompt-card')
  const rows = page.locator('earshot-prompt-card[folded]')
  await page.getByText('Show 3 more').waitFor()
  expect(await cards.count()).toBe(5)
  expect(await rows.count()).toBe(4)
  expect(await cards.first().locator('.severity').innerText()).toBe('From your supervisor')
  await page.getByRole('button', { name: 'Prompt 6' }).first().click()
  expect(await rows.count()).toBe(3)
  await page.keyboard.press('p')
  await page.keyboard.press('j')
  expect(await page.locator('earshot-prompt-card:focus-within h3').innerText()).toBe('Prompt 7')
  // What is not of use now makes room for the next one.
  await page.keyboard.press('p')
  await page.keyboard.press('n')
  await cards.first().filter({ hasText: 'Prompt 7' }).waitFor()
  await page.getByRole('button', { name: 'Show 3 more' }).click()
  expect(await cards.count()).toBe(8)
})

test.each([DESK, SIDEBAR])('on $width the evidence of a card leads to its words', async (screen) => {
  await open(screen)
  const call = startCall()
  call.say({ text: 'i want to cancel my account', startMs: 1000 })
  call.tell({ outcomeId: 'o-1', words: 'want to cancel', startMs: 1000, title: 'Wants to cancel' })
  await item('reason').waitFor()
  await page.keyboard.press('4')
  await page.locator('earshot-wrap-up form').waitFor()
  await page.locator('earshot-prompt-card button.evidence').click()
  await page.locator('mark.flash').waitFor()
  expect(await page.locator('mark.flash').isVisible()).toBe(true)
  // Where both have room, the notes stay.
  expect(await page.locator('earshot-wrap-up form').isVisible()).toBe(screen.width > 860)
})

test('a call is labelled as a web-site problem by keyboard alone, and once', async () => {
  await open()
  const call = startCall()
  call.say({ text: 'the payment page freezes', startMs: 1000 })
  await page.locator('earshot-label-form button').waitFor()
  await page.keyboard.press('b')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Pay')
  await page.keyboard.press('Tab')
  await page.keyboard.type('my number is 4539 1234 5678 9012')
  await page.keyboard.press('Enter')
  await page.locator('earshot-label-form .chip', { hasText: 'Web, Payment' }).waitFor()
  const labels = await app.store.assist.listLabels('call-1')
  expect(labels).toMatchObject([{ channel: 'web', step: 'payment', by: 'maria' }])
  expect(labels[0]?.note).not.toContain('4539')
  // A console that comes back has it.
  await page.reload()
  await page.locator('earshot-label-form .chip', { hasText: 'Web, Payment' }).waitFor()
  expect(await page.locator('earshot-label-form .chip').count()).toBe(1)
})

test('at the end of a call there is a draft of the notes with its evidence, which the agent corrects and saves', async () => {
  await open()
  const call = startCall()
  cancellation(call)
  call.tell({
    outcomeId: 'o-1',
    rule: 'cancellation-risk@2',
    title: 'Customer wants to cancel',
    words: 'want to cancel',
    startMs: 5000,
    state: 'confirmed',
  })
  await item('reason').waitFor()
  call.end(30_000)
  const form = page.locator('earshot-wrap-up form')
  await form.waitFor()
  expect(await form.getByLabel('Reason').inputValue()).toBe('Customer wants to cancel')
  expect(await form.getByLabel('Promised, one a line').inputValue()).toContain(
    'send you the offer by email tomorrow',
  )
  expect(await form.getByLabel('Summary').inputValue()).toContain('Missing:')
  expect(await form.getByRole('checkbox', { name: 'Customer kept with an offer' }).isChecked()).toBe(true)
  await form.getByLabel('Reason').fill('Price')
  await form.getByLabel('File it as something else').selectOption({ label: 'Question answered' })
  await form.getByRole('button', { name: 'Save notes' }).click()
  await form.getByText(/^Saved /).waitFor()
  expect(await app.store.assist.getWrapUp('call-1')).toMatchObject({
    by: 'maria',
    reason: 'Price',
    dispositions: ['kept', 'answered'],
  })
  await page.reload()
  await page.keyboard.press('4')
  await until('it is there again', async () => (await form.getByLabel('Reason').inputValue()) === 'Price')
})

test('a console whose connection dropped has the checklist as it is when it comes back', async () => {
  await open()
  const call = startCall()
  call.say({ text: 'i want to cancel my account', startMs: 1000 })
  await item('reason').waitFor()
  for (const socket of app.server.websocketServer.clients) socket.terminate()
  await page.locator('earshot-connection [data-phase="waiting"]').waitFor()
  call.say({ text: 'what is the reason', startMs: 5000, party: 'agent' })
  await page.locator('[data-item="reason"].done').waitFor()
})

test.each([
  DESK,
  { ...DESK, theme: 'dark' },
  { width: 1920, height: 1080, theme: 'light' },
  SIDEBAR,
  { ...SIDEBAR, width: 420, theme: 'light' },
] as const)('every tab on $width×$height, $theme, is accessible and fits', async (screen) => {
  await open(screen)
  const call = startCall('call-1', { queue: 'billing', tier: 'gold', secret: 'not for agents' })
  cancellation(call)
  const told = { words: 'want to cancel', startMs: 5000, severity: 'high', priority: 70 } as const
  call.tell({
    ...told,
    outcomeId: 'o-1',
    title: 'Customer wants to cancel',
    text: 'Ask for the reason first.',
    card: {
      steps: ['Ask for the reason.', 'Make one offer.'],
      link: null,
      expiresMs: null,
      article: 'cancel-contract',
    },
  })
  call.tell({ ...told, outcomeId: 'o-2', title: 'Price complaint', priority: 50, severity: 'medium' })
  call.tell({
    ...told,
    outcomeId: 'o-3',
    title: 'Customer upset',
    priority: 30,
    severity: 'low',
    state: 'retracted',
  })
  await item('reason').first().waitFor()
  for (const name of [
    'Checklist',
    'Knowledge',
    'Customer',
    'Notes',
    ...(screen.width < 860 ? ['Words'] : []),
  ]) {
    await tab(name).click()
    if (name === 'Knowledge') await page.locator('earshot-knowledge .title').first().click()
    if (name === 'Customer') await page.getByText('gold').waitFor()
    if (name === 'Notes') await page.locator('earshot-wrap-up form').waitFor()
    if (name === 'Words') await page.locator('earshot-transcript .line').first().waitFor()
    await page.waitForTimeout(250)
    expect(await findViolations(page), name).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), name).toBe(false)
    const folder = process.env['EARSHOT_TEST_PICTURES']
    if (folder !== undefined) {
      await page.screenshot({ path: `${folder}/assist-${screen.width}-${screen.theme}-${name}.png` })
    }
  }
  expect(await page.getByText('not for agents').count()).toBe(0)
})
