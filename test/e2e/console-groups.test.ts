import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createActions, type Actions } from '../../server/actions/actions.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { redactExcerpt } from '../../server/redaction/redact-words.ts'
import { findViolations, launchBrowser, openScreen } from '../helpers/browser.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { buildCall, buildMatch, buildStart } from '../helpers/message-builders.ts'

const ATTRIBUTES = { team: 'north', queue: 'billing' }

let browser: Browser
let context: BrowserContext
let page: Page
let app: HttpApp
let actions: Actions

beforeEach(async () => {
  browser = await launchBrowser()
  app = await startHttpApp({ staticDir: inject('consoleFolder') })
  const { bus, registry, grouping } = app
  // As on a whole server: what is held is decided where it is decided there.
  actions = createActions({
    ...{ bus, registry, grouping, clock: systemClock, log: createLog({ level: 'silent' }) },
    ...{ limits: { perCall: 9, perAgentHour: 99, perRuleHour: 99 }, redact: redactExcerpt },
    ...{ quiet: () => null, queueAttribute: 'queue' },
  })
  actions.start()
  ;({ page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' }))
  await page.goto(`${app.url}/signin?token=${await app.token('supervisor')}`)
  await page.goto(`${app.url}/supervisor`)
  await page.locator('earshot-connection [data-phase="live"]').waitFor()
})

afterEach(async () => {
  actions.stop()
  await context.close()
  await browser.close()
  await app.close()
})

const card = (): Locator => page.locator('earshot-alert-feed .group')
const drawer = (): Locator => page.locator('earshot-call-drawer')

/** A customer has been on hold for two minutes. */
function hold(agentId: string): void {
  const call = new ConsoleCall(app, { callId: `call-of-${agentId}`, agentId })
  call.start({ attributes: ATTRIBUTES })
  app.bus.publish('call', buildStart(buildCall({ callId: call.callId, agentId, attributes: ATTRIBUTES })))
  call.tick(125_000)
  app.bus.publish(
    'match',
    buildMatch({
      ...{ matchId: `hold-${agentId}`, callId: call.callId, atMs: 120_000 },
      rule: { id: 'long-hold', title: 'Long hold', severity: 'medium' },
      action: { kind: 'alert', text: 'On hold for two minutes.', group: { calls: 3, withinMs: 600_000 } },
    }),
  )
}

test('many calls with the same are one card that grows, leads to its calls, is taken and done with', async () => {
  for (const agentId of ['maria', 'jonas', 'amara']) hold(agentId)
  await card().getByText('3 calls since').waitFor()
  // The first two stand by themselves, the third is held.
  expect(await page.locator('earshot-alert-feed .alert').count()).toBe(2)
  await card().locator('summary', { hasText: 'billing 3' }).click()
  await card().getByText('Seen').waitFor()
  expect(await card().locator('details button').allInnerTexts()).toEqual(
    ['amara', 'jonas', 'maria'].map((agentId): unknown => expect.stringContaining(agentId)),
  )
  await card().getByRole('button', { name: 'Take' }).click()
  await card().getByText('Yours').waitFor()
  hold('felix')
  await card().getByText('4 calls since').waitFor({ timeout: 15_000 })
  expect(await findViolations(page)).toEqual([])

  await card().getByRole('button', { name: 'felix' }).click()
  await drawer().getByRole('heading', { name: 'felix' }).waitFor()
  await drawer().getByRole('button', { name: '1 held back' }).click()
  await drawer().locator('.found').getByRole('button', { name: 'Long hold' }).click()
  await drawer().getByText('Held back: told together with the same in other calls.').waitFor()
  await drawer()
    .getByRole('button', { name: /Long hold \(Medium alert\)\. Held back: told together/ })
    .waitFor()

  await card().getByRole('button', { name: 'Done' }).click()
  await card().waitFor({ state: 'detached' })
  await page.getByLabel('Done and snoozed').check()
  await card().getByRole('button', { name: 'Reopen' }).waitFor()
})
