import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findViolations, launchBrowser, openScreen } from '../helpers/browser.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { calmText, HOUR_MS, IssuesApp, keepQuietDays, MINUTE_MS } from '../helpers/issues-app.ts'

/** Long enough ago for an issue that is found by now to have happened. */
const START = Date.now() - 2 * HOUR_MS

let issues: IssuesApp
let app: HttpApp
let browser: Browser
let page: Page

beforeAll(async () => {
  issues = await IssuesApp.create({ startAt: START })
  await keepQuietDays(issues.store, { before: START, days: 4, perHour: 60 })
  await issues.start()
  for (let n = 0; n < 60 && issues.told.length === 0; n += 1) {
    issues.ring(`quiet-${n}`, calmText(n))
    issues.ring(`stamps-${n}`, 'all my loyalty stamps have vanished from the wallet')
    issues.pass(MINUTE_MS)
  }
  app = await startHttpApp({
    bus: issues.bus,
    store: issues.store,
    issues: issues.room.desk,
    staticDir: inject('consoleFolder'),
  })
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await app.close()
  await issues[Symbol.asyncDispose]()
})

test('words that no code knows become a code with its tests, once its draft has been read and is right', async () => {
  const issue = issues.told.find(({ code }) => code === null)
  expect(issue?.features.join(' ')).toMatch(/stamp|vanish|loyalt|wallet/)
  page = (await openScreen(browser, { width: 1366, height: 768, theme: 'dark' })).page
  await page.goto(`${app.url}/signin?token=${await app.token('digital')}`)
  const row = page.locator('earshot-issue-list .row').first()
  expect(await row.locator('.said').innerText()).toContain('stamps have vanished')
  await row.getByRole('button').click()
  await page.getByText('No code knows this yet').waitFor()
  await page.getByRole('button', { name: 'Make a code of it' }).click()

  const dialog = page.getByRole('dialog')
  const code = dialog.getByLabel(/^Code: codes\//)
  const drafted = await code.inputValue()
  expect(drafted).toContain('phrases:')
  expect(await dialog.getByLabel(/^Tests: codes\//).inputValue()).toContain('stamps have vanished')
  expect(await findViolations(page)).toEqual([])

  await code.fill(drafted.replace('phrases:', 'phrazes:'))
  await dialog.getByRole('button', { name: 'Save the code' }).click()
  await dialog.getByText('Not saved: line', { exact: false }).waitFor()
  await dialog.locator('earshot-code-editor .line.error').first().waitFor()
  await code.fill(drafted)
  await dialog.getByRole('button', { name: 'Save the code' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const known = (await issues.room.desk.codes()).map(({ id }) => id)
  expect(known).toContain(/id: ['"]?([\w.-]+)/.exec(drafted)?.[1])
})
