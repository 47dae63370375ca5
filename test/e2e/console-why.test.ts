import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { QuietKeeper } from '../../server/actions/quiet/quiet-keeper.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { findViolations, launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import type { HttpApp } from '../helpers/http-app.ts'
import { buildCall, buildOutcome, buildStart, buildUtterance } from '../helpers/message-builders.ts'
import { startRulesApp, type RulesApp } from '../helpers/rules-app.ts'
import { until } from '../helpers/until.ts'

const DESK: Screen = { width: 1366, height: 768, theme: 'light' }
const WIDE: Screen = { width: 1920, height: 1080, theme: 'dark' }

const SAID = '{ said: { speaker: agent, phrases: [put you on hold] } }'
const ALERT = '{ alert: { text: Look., cooldown: 1m } }'
const RULES = {
  'hold.rule.yaml': ruleText({ id: 'hold', when: SAID, then: ALERT }).replace(
    'Something happened',
    'Put on hold',
  ),
  'waits.rule.yaml': ruleText({
    id: 'waits',
    when: `{ all: [${SAID}, { said: { speaker: customer, phrases: [still waiting] } }] }`,
  }).replace('Something happened', 'Customer waits again'),
}

let browser: Browser
let rules: RulesApp
let app: HttpApp
let keeper: QuietKeeper
let page: Page
let context: BrowserContext
let faults: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser.close())

beforeEach(async () => {
  faults = []
  rules = await startRulesApp(RULES, {
    staticDir: inject('consoleFolder'),
    attention: {
      silences: () => keeper.silences(),
      silence: (draft, user) => keeper.silence(draft, user),
      endSilence: (id) => keeper.endSilence(id),
      demotions: () => keeper.demotions(),
      restore: (ruleId, user) => keeper.restore(ruleId, user),
    },
  })
  ;({ app } = rules)
  const { rules: verdicts, attention } = app.store
  keeper = new QuietKeeper({
    rules: verdicts,
    store: attention,
    clock: systemClock,
    log: createLog({ level: 'silent' }),
  })
  await keeper.start()
})

afterEach(async () => {
  await context.close()
  keeper.stop()
  await rules[Symbol.asyncDispose]()
  expect(faults).toEqual([])
})

async function open(path: string, screen: Screen): Promise<void> {
  ;({ page, context } = await openScreen(browser, screen))
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${app.url}/signin?token=${await app.token('supervisor')}`)
  await page.goto(app.url + path)
}

/** A live call in which the agent puts the customer on hold, and an alert of it. */
async function startCall(): Promise<void> {
  const callId = 'call-1'
  app.bus.publish(
    'call',
    buildStart(buildCall({ callId, agentId: 'maria', attributes: { queue: 'billing' } })),
  )
  const lines = [
    [1000, 'agent', 'hello how can i help'],
    [60_000, 'customer', 'i am steel waiting for my refund'],
    [70_000, 'agent', 'let me put you on hold'],
  ] as const
  for (const [index, [startMs, party, text]] of lines.entries()) {
    app.bus.publish(
      'call',
      buildUtterance({ callId, party, text, startMs, seq: 2 + index, utteranceId: `u-${index}` }),
    )
  }
  app.bus.publish('call', { type: 'tick', callId, seq: 9, atMs: callMs(80_000), lagMs: 0 })
  app.bus.publish(
    'outcome',
    buildOutcome({
      callId,
      kind: 'alert',
      rule: 'hold@1',
      title: 'Put on hold',
      agentId: 'maria',
      state: 'confirmed',
    }),
  )
  await app.store.flush()
}

const pane = (): Locator => page.locator('earshot-why-pane')

test('a supervisor asks why a rule fired and why another did not, by keyboard, and goes to the moment', async () => {
  await startCall()
  await open('/supervisor', WIDE)
  await page.locator('.body .opener').click()
  await page.getByRole('button', { name: 'Why, why not' }).press('Enter')
  const chooser = page.getByRole('combobox', { name: 'Rule to ask about' })
  await page.getByRole('option', { name: /Put on hold.*fired/ }).waitFor()
  expect(await findViolations(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await pane().getByText('What people were told').waitFor()
  expect(await pane().locator('.answer').innerText()).toMatch(/Fires\s+at\s+01:12\s+on put you on hold/)
  await chooser.press('ArrowDown')
  await page.keyboard.type('waits')
  await page.keyboard.press('Enter')
  await pane().getByText('What was missing').waitFor()
  expect(await pane().locator('.answer').innerText()).toContain('“still waiting” was asked for')
  expect(await findViolations(page)).toEqual([])
  await pane().locator('.lacks .moment').press('Enter')
  await page.locator('.line.meant', { hasText: 'steel waiting' }).waitFor()
  await chooser.press('Escape')
  await chooser.press('Escape')
  expect(await pane().count()).toBe(1)
})

test('a rule is silenced from its alert, for the queue, and the silence is ended', async () => {
  await startCall()
  await open('/supervisor', DESK)
  await page.getByRole('button', { name: 'Silence…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Silences' })
  await dialog.waitFor()
  expect(await dialog.locator('[name="rule"]').inputValue()).toBe('hold')
  expect(await dialog.locator('[name="queue"]').inputValue()).toBe('billing')
  await dialog.locator('[name="length"]').selectOption('4 hours')
  await dialog.locator('[name="length"]').press('Tab')
  await page.keyboard.type('Everybody knows')
  await page.keyboard.press('Enter')
  await dialog.getByText('“Put on hold” · queue billing').waitFor()
  expect(keeper.silences()).toMatchObject([
    { ruleId: 'hold', queue: 'billing', agentId: null, reason: 'Everybody knows' },
  ])
  expect(await findViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Silence it' }).click()
  // The browser asks for the reason, and without a name nothing is silenced.
  await dialog.locator('[name="reason"]').fill('x')
  await dialog.getByRole('button', { name: 'Silence it' }).click()
  await dialog.getByText('Name a rule, a queue or an agent.').waitFor()
  await dialog.getByRole('button', { name: 'End it' }).click()
  await dialog.getByText('Nothing is silenced.').waitFor()
  expect(keeper.silences()).toEqual([])
})

test('a demoted rule is shown as such with its figures, and is put back after a question', async () => {
  await startCall()
  for (let n = 0; n < 9; n += 1) {
    const outcomeId = `o-${n}`
    const at = wallMs(Date.now())
    app.bus.publish('outcome', buildOutcome({ outcomeId, callId: 'call-1', rule: 'waits@1', createdAt: at }))
    await app.store.flush()
    const verdict = n === 0 ? 'used' : 'wrong'
    await app.store.rules.saveFeedback({ outcomeId, rule: 'waits@1', verdict, by: 'a', role: 'agent', at })
  }
  await keeper.review()
  await open('/rules#waits', DESK)
  await page.locator('[data-rule="waits"] .demoted').waitFor()
  const notice = page.locator('earshot-demotion-notice')
  await notice.getByText('Demoted: shown to nobody.').waitFor()
  expect(await notice.locator('.notice').innerText()).toMatch(
    /Of 9 verdicts .* 8 were\s+wrong \(89 %\), 1\s+used, 0\s+not now/,
  )
  await page.getByRole('button', { name: 'Undo: put it back' }).click()
  const question = page.getByRole('dialog')
  await question.waitFor()
  expect(await findViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  expect(keeper.demotions()).toHaveLength(1)
  await page.getByRole('button', { name: 'Undo: put it back' }).click()
  await question.getByRole('button', { name: 'Put it back' }).click()
  await until('it is back', () => keeper.demotions().length === 0)
  await page.locator('[data-rule="waits"] .demoted').waitFor({ state: 'detached' })
  expect(await notice.count()).toBe(0)
})
