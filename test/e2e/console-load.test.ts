import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { FloorLoad } from '../../server/contracts/health.ts'
import { findViolations, launchBrowser, openScreen } from '../helpers/browser.ts'
import { CALM_LOAD, startHttpApp, type HttpApp } from '../helpers/http-app.ts'

let browser: Browser
let app: HttpApp
let load: FloorLoad = CALM_LOAD

beforeAll(async () => {
  browser = await launchBrowser()
  app = await startHttpApp({ staticDir: inject('consoleFolder'), load: () => load })
})

afterAll(async () => {
  await browser.close()
  await app.close()
})

test.each(['light', 'dark'] as const)(
  'a supervisor is told that the server cannot keep up, and no more when it can (%s)',
  async (theme) => {
    load = CALM_LOAD
    const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme })
    await page.goto(`${app.url}/signin?token=${await app.token('supervisor')}`)
    await page.goto(`${app.url}/supervisor`)
    const notice = page.locator('earshot-load-notice p')
    await page.locator('dt:text-is("Capacity") + dd:text-is("10")').waitFor()
    expect(await notice.count()).toBe(0)

    load = { level: 'larger-chunks', lateMs: 2300, liveCalls: 9, capacityCalls: 9, accepting: false }
    await notice.waitFor({ timeout: 15_000 })
    expect(await notice.innerText()).toMatch(/2\.3 s late.*larger pieces.*refused at 9 of 9/)
    expect(await findViolations(page)).toEqual([])

    load = { ...CALM_LOAD, liveCalls: 10, accepting: false }
    await notice.filter({ hasText: 'The server is full.' }).waitFor({ timeout: 15_000 })
    load = CALM_LOAD
    await notice.waitFor({ state: 'detached', timeout: 15_000 })
    await context.close()
  },
)
