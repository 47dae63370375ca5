import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'

let server: EarshotServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEarshot(), launchBrowser()])
}, 90_000)

afterAll(async () => {
  await browser.close()
  await server.stop()
})

test('a sample call played from the page reaches the agent as words and a card, and the board as an alert', async () => {
  const agent = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
  const supervisor = await openScreen(browser, { width: 1920, height: 1080, theme: 'dark' })
  const faults: string[] = []
  for (const { page } of [agent, supervisor]) page.on('pageerror', (error) => faults.push(error.message))
  await agent.page.goto(server.links['agent'] ?? '')
  await supervisor.page.goto(server.links['supervisor'] ?? '')

  await agent.page.getByText('An angry repeat caller').click()
  await agent.page.getByRole('button', { name: 'Play a sample call' }).click()

  const card = agent.page.locator('earshot-prompt-card', { hasText: 'Customer has called about this before' })
  await card.waitFor({ state: 'visible', timeout: 30_000 })
  const words = agent.page.locator('earshot-transcript .line[data-utterance]')
  expect(await words.allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('called twice')]),
  )

  const alert = supervisor.page.locator('earshot-alert-feed .alert', { hasText: 'Customer is upset' })
  await alert.waitFor({ state: 'visible', timeout: 45_000 })
  await supervisor.page.getByRole('button', { name: /of agent-1$/ }).click()
  const opened = supervisor.page.locator('earshot-call-drawer earshot-transcript .line[data-utterance]')
  await opened.first().waitFor({ state: 'visible', timeout: 5000 })

  await agent.page.getByRole('button', { name: 'Stop' }).click()
  await agent.page.getByText(/call ended/i).waitFor({ timeout: 10_000 })
  expect(faults).toEqual([])
}, 120_000)
