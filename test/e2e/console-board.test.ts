import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { findViolations, launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import { buildGroup } from '../helpers/case-builders.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { STARTED_AT } from '../helpers/message-builders.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { until } from '../helpers/until.ts'

const DESK: Screen = { width: 1366, height: 768, theme: 'light' }
const SCREENS: readonly Screen[] = [
  DESK,
  { width: 1366, height: 768, theme: 'dark' },
  { width: 1920, height: 1080, theme: 'light' },
  { width: 1920, height: 1080, theme: 'dark' },
]

const CROSS = 'this is terrible i hate it and i am very angry'
const GLAD = 'thank you so much that is wonderful and very kind'
const BARGE = 'tel:*33,{callId}'
const LISTEN = 'https://pbx.example/listen?call={callId}&agent={agentId}'

/** One of the two teams works there. */
const LEEDS = {
  siteId: 'leeds',
  title: 'Leeds',
  teams: [{ teamId: 'south', title: 'South side', agents: 2 }],
}

let browser: Browser
let app: HttpApp
let page: Page
let context: BrowserContext
let faults: string[]

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
})

beforeEach(async () => {
  app = await startHttpApp({
    staticDir: inject('consoleFolder'),
    listenUrl: LISTEN,
    bargeUrl: BARGE,
    floor: { sites: () => [LEEDS] },
  })
  faults = []
})

afterEach(async () => {
  await context.close()
  await app.close()
  expect(faults).toEqual([])
})

async function open(path = '/supervisor', screen: Screen = DESK, prepare?: string): Promise<void> {
  ;({ page, context } = await openScreen(browser, screen))
  if (prepare !== undefined) await page.addInitScript(prepare)
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${app.url}/signin?token=${await app.token('supervisor')}`)
  await page.goto(app.url + path)
  await page.locator('earshot-connection [data-phase="live"]').waitFor()
}

function startCall(agentId: string, { team = 'north', queue = 'billing', sinceMs = 0 } = {}): ConsoleCall {
  const call = new ConsoleCall(app, { callId: `call-of-${agentId}`, agentId })
  call.start({ attributes: { team, queue }, startedAt: wallMs(STARTED_AT - sinceMs) })
  return call
}

/** Four calls of two teams and two queues, each with something else that is the matter. */
async function furnish(): Promise<Readonly<Record<'maria' | 'jonas' | 'amara' | 'felix', ConsoleCall>>> {
  const moods = new Set<string>()
  app.bus.subscribe('assist', ({ callId, mood }) => mood !== null && moods.add(callId))
  const calls = {
    maria: startCall('maria', { sinceMs: 4000 }),
    jonas: startCall('jonas', { queue: 'internet', sinceMs: 3000 }),
    amara: startCall('amara', { team: 'south', sinceMs: 2000 }),
    felix: startCall('felix', { team: 'south', queue: 'internet', sinceMs: 1000 }),
  }
  const { maria, jonas, amara, felix } = calls
  maria.say({ text: 'how can i help you today', startMs: 0, party: 'agent' })
  maria.say({ text: CROSS, startMs: 20_000 })
  maria.say({ text: 'let me see what i can do', startMs: 40_000, party: 'agent' })
  for (let turn = 2; turn < 12; turn += 1)
    maria.say({ text: 'one moment please', startMs: turn * 30_000, party: 'agent' })
  maria.tell({
    ...{ outcomeId: 'a-1', kind: 'alert', title: 'Hates it', severity: 'critical' },
    ...{ words: 'i hate it', startMs: 20_000, state: 'confirmed', reason: 'confirmed-by-final' },
  })
  maria.tell({
    ...{ outcomeId: 'h-1', title: 'Offer a credit', severity: 'medium', state: 'held', reason: 'cooldown' },
    ...{ words: 'very angry', startMs: 20_000 },
  })
  jonas.say({ text: GLAD, startMs: 0 })
  felix.hold(true)
  await until('two of them are understood', () => moods.size === 2)
  for (const call of [jonas, amara, felix]) call.tick(10_000)
  maria.tick(345_000)
  return calls
}

const agents = async (): Promise<readonly string[]> => page.locator('.body .opener').allInnerTexts()
const tile = (agentId: string): Locator => page.locator(`.tile[data-call="call-of-${agentId}"]`)
const drawer = (): Locator => page.locator('earshot-call-drawer')
const focusedCall = (): Promise<string | null> =>
  page.evaluate<string | null>(`(() => {
    let active = document.activeElement
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
    return active?.dataset.call ?? null
  })()`)

describe('the board', () => {
  test('shows how each call goes, is sorted by any of it, and filtered by team and queue', async () => {
    await furnish()
    await open()
    await until('all calls are there', async () => (await agents()).length === 4)
    expect(await agents()).toEqual(['maria', 'jonas', 'amara', 'felix'])
    const row = page.locator('.row[data-call="call-of-maria"]')
    await row.getByText('Upset').waitFor()
    await row.locator('.mood .curve').waitFor({ state: 'attached' })
    await page.locator('.row[data-call="call-of-felix"]').getByText('On hold').waitFor()

    await page.getByRole('button', { name: 'Mood' }).click()
    await until('the unhappiest comes first', async () => (await agents())[0] === 'maria')
    expect(await page.getByRole('columnheader', { name: 'Mood' }).getAttribute('aria-sort')).toBe('ascending')
    await page.getByRole('button', { name: 'Mood' }).click()
    await until('the happiest comes first', async () => (await agents())[0] === 'jonas')

    const bar = page.locator('earshot-board-bar')
    await bar.getByLabel('Team').selectOption('all of Leeds')
    await until('one site is left', async () => (await agents()).length === 2)
    await bar.getByLabel('Team').selectOption('north')
    await until('one team is left', async () => String(await agents()) === 'jonas,maria')
    await bar.getByLabel('Team').selectOption('South side')
    await until('another team is left', async () => (await agents()).includes('felix'))
    expect(await page.locator('dt:text-is("Live calls") + dd').innerText()).toBe('2')
    expect(await page.locator('earshot-alert-feed .alert').count()).toBe(0)
    await bar.getByLabel('Queue').selectOption('internet')
    await until('one call is left', async () => String(await agents()) === 'felix')

    await page.reload()
    await until('the address remembers it', async () => String(await agents()) === 'felix')
    expect(new URL(page.url()).searchParams.toString()).toBe('sort=-mood&team=south&queue=internet')
  })

  test('shows as a map who needs somebody, by team or by queue', async () => {
    await furnish()
    await open('/supervisor?view=map')
    await tile('maria').waitFor()
    const levels = async (): Promise<unknown> =>
      Promise.all(['maria', 'jonas', 'felix'].map((agentId) => tile(agentId).getAttribute('data-urgency')))
    await until('the map is drawn', async () => String(await levels()) === 'urgent,calm,calm')
    expect(await tile('maria').getAttribute('aria-label')).toMatch(
      /^maria, \d+, 05:45, billing, north\. Now: critical alert, nobody has looked yet, the customer/,
    )
    await page.getByRole('region', { name: 'north' }).getByText('2 calls, 1 now').waitFor()
    await page.getByLabel('Group by').selectOption('queue')
    await page.getByRole('region', { name: 'internet' }).getByText('2 calls').waitFor()
    await tile('maria').click()
    await drawer().waitFor()
    await until(
      'looking at it is told',
      async () => (await tile('maria').getAttribute('aria-label'))?.includes('critical alert, seen') === true,
    )
  })

  test('is worked by keyboard alone', async () => {
    await furnish()
    await open('/supervisor?view=map')
    await tile('amara').waitFor()
    // One tile is a stop of the Tab key, whichever it is.
    expect(await page.locator('.tile[tabindex="0"]').count()).toBe(1)
    await page.locator('.tile[tabindex="0"]').focus()
    expect(await focusedCall()).toBe('call-of-jonas')
    await page.keyboard.press('ArrowRight')
    expect(await focusedCall()).toBe('call-of-maria')
    await page.keyboard.press('ArrowDown')
    expect(await focusedCall()).toBe('call-of-felix')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await drawer().getByRole('heading', { name: 'maria' }).waitFor()
    const slider = drawer().getByRole('slider', { name: 'Moment of the call' })
    await slider.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await drawer().locator('.line.meant', { hasText: 'terrible' }).waitFor()
    expect(await slider.getAttribute('aria-valuetext')).toBe('00:20')
    await page.keyboard.press('Escape')
    await drawer().waitFor({ state: 'detached' })
    expect(await focusedCall()).toBe('call-of-maria')
    await page.keyboard.press('/')
    await page.keyboard.type('amara')
    await until('one tile fits', async () => (await page.locator('.tile').count()) === 1)
  })
})

describe('an opened call', () => {
  test('says why, what was held back, and leads to the moment and to the telephone system', async () => {
    const { maria } = await furnish()
    await open()
    await page.getByRole('button', { name: 'Open call call-of-maria' }).click()
    await drawer().locator('.line').nth(12).waitFor()
    const listen = drawer().getByRole('link', { name: 'Listen' })
    expect(await listen.getAttribute('href')).toBe(
      'https://pbx.example/listen?call=call-of-maria&agent=maria',
    )
    expect(await listen.getAttribute('rel')).toBe('noopener noreferrer')
    const barge = drawer().getByRole('link', { name: 'Barge in' })
    expect(await barge.getAttribute('href')).toBe('tel:*33,call-of-maria')

    await drawer().locator('.found').getByRole('button', { name: 'Hates it' }).click()
    const why = drawer().getByRole('region', { name: 'Why: Hates it' })
    expect((await why.innerText()).replaceAll(/\s+/g, ' ')).toMatch(
      /Critical alert at 00:05, confirmed\. The final words confirmed it\. i hate it Customer, 00:20, confidence 90 % Rule cancel-risk version 2 · 4\d\d ms on its way: network 12/,
    )
    expect(await why.getByRole('link', { name: 'cancel-risk' }).getAttribute('href')).toBe(
      '/rules#cancel-risk',
    )
    await drawer().locator('mark.flash').waitFor()
    await drawer().getByRole('button', { name: '1 held back' }).click()
    await drawer().locator('.found').getByRole('button', { name: 'Offer a credit' }).click()
    await drawer().getByText('Held back: the rule told of it a moment ago.').waitFor()
    maria.tell({
      ...{ outcomeId: 'h-2', title: 'Sell more', state: 'held', reason: 'inhibited', severity: 'low' },
      ...{ words: 'one moment', startMs: 60_000 },
      because: { type: 'outcome', outcomeId: 'a-1', rule: 'cancel-risk@2', title: 'Hates it' },
    })
    await drawer().locator('.found').getByRole('button', { name: 'Sell more' }).click()
    await drawer().getByText('Held back by “Hates it”.').waitFor()
    await drawer().getByRole('button', { name: 'Show it' }).click()
    await why.waitFor()

    const strip = drawer().getByRole('slider', { name: 'Moment of the call' })
    const box = await strip.boundingBox()
    await strip.click({ position: { x: (box?.width ?? 0) - 2, y: 24 } })
    await drawer().locator('.line.meant').waitFor()
    await drawer()
      .getByRole('group', { name: 'What was found, by time' })
      .getByRole('button', { name: '00:20 Hates it' })
      .click()
    await why.waitFor()
  })

  test('shows its holds, those before it was opened too', async () => {
    const call = startCall('maria')
    call.say({ text: 'one moment please', startMs: 0, party: 'agent' })
    call.hold(true)
    call.hold(false)
    call.tick(30_000)
    await open()
    await page.getByRole('button', { name: 'Open call call-of-maria' }).click()
    await drawer().locator('.hold').waitFor({ state: 'attached' })
    call.hold(true)
    await until('the second hold is there', async () => (await drawer().locator('.hold').count()) === 2)
  })

  test('tells how the customer sounded before and after somebody took it', async () => {
    const { maria } = await furnish()
    await open()
    const alert = page.locator('earshot-alert-feed .alert')
    maria.say({ text: CROSS, startMs: 330_000 })
    await alert.getByRole('button', { name: 'Take' }).click()
    await alert.getByText('Yours').waitFor()
    maria.say({ text: GLAD, startMs: 350_000 })
    maria.tick(404_000)
    expect(await alert.locator('.effect').count()).toBe(0)
    maria.tick(406_000)
    const effect = alert.locator('.effect')
    await effect.waitFor()
    expect((await effect.innerText()).trim()).toBe(
      'Customer sounds better since you took it: upset → pleased',
    )
  })
})

describe('being rung', () => {
  const WATCH = `
    window.heard = 0
    window.shown = []
    window.hiddenNow = false
    const start = OscillatorNode.prototype.start
    OscillatorNode.prototype.start = function (...when) { window.heard += 1; return start.apply(this, when) }
    const Real = Notification
    window.Notification = class extends Real {
      constructor(title, options) { super(title, options); window.shown.push(title) }
    }
    Object.defineProperty(Document.prototype, 'visibilityState', { get: () => window.hiddenNow ? 'hidden' : 'visible' })
  `
  const heard = (): Promise<number> => page.evaluate('window.heard')
  const shown = (): Promise<readonly string[]> => page.evaluate('window.shown')
  const alert = (call: ConsoleCall, outcomeId: string, severity: 'medium' | 'high' | 'critical'): void =>
    call.tell({ outcomeId, kind: 'alert', title: `Alert ${outcomeId}`, severity, words: 'x', startMs: 0 })

  test('is off until somebody chooses, and then only for what matters', async () => {
    const call = startCall('maria')
    await open('/supervisor', DESK, WATCH)
    alert(call, 'a-1', 'critical')
    await page.locator('[data-outcome="a-1"]').waitFor()
    expect(await heard()).toBe(0)

    await context.grantPermissions(['notifications'], { origin: app.url })
    await page.getByRole('button', { name: 'Sound for high and critical alerts' }).click()
    await page.getByRole('button', { name: 'Desktop notifications for high and critical alerts' }).click()
    // Out of the feed, which stands still under the pointer.
    await page.mouse.move(300, 20)
    // The choice is heard once.
    const choice = await heard()
    expect(choice).toBe(2)
    alert(call, 'a-2', 'medium')
    await page.locator('[data-outcome="a-2"]').waitFor()
    expect(await heard()).toBe(choice)
    alert(call, 'a-3', 'high')
    await until('it rings', async () => (await heard()) === choice + 2)
    expect(await shown()).toEqual([])

    await page.evaluate('window.hiddenNow = true')
    alert(call, 'a-4', 'high')
    alert(call, 'a-5', 'critical')
    await until('the desktop shows one for all', async () => (await shown()).length > 0, 10_000)
    expect(await shown()).toEqual(['Critical: Alert a-5 and 1 more'])
    await page.reload()
    await page.locator('earshot-bell-choice button[aria-pressed="true"]').nth(1).waitFor()
  })
})

describe.each(SCREENS)('on $width×$height, $theme', (screen) => {
  test('list, map and an opened call can be used by everybody', async () => {
    await furnish()
    app.bus.publish('case', buildGroup())
    await open('/supervisor', screen)
    await page.locator('.row[data-call="call-of-maria"] .mood').waitFor()
    await page.locator('.group summary').click()
    const look = async (): Promise<void> => {
      await page.waitForTimeout(300)
      expect(await findViolations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    }
    await look()
    await page.getByRole('button', { name: 'Map' }).click()
    await tile('maria').waitFor()
    await look()
    await tile('maria').click()
    await drawer().getByRole('button', { name: '1 held back' }).click()
    await drawer().locator('.found').getByRole('button', { name: 'Hates it' }).click()
    await drawer().getByRole('region', { name: 'Why: Hates it' }).waitFor()
    await look()
    // A call with long names leaves the alerts in sight, too.
    const name = 'maria-magdalena-of-the-evening-shift'
    const long = new ConsoleCall(app, { callId: `cli-${name}-e6cc81cb-806b-4b1a-93f7`, agentId: name })
    long.start({ attributes: { team: 'north west evening', queue: 'internet and telephone' } })
    long.say({ text: CROSS, startMs: 0 })
    await page.locator(`.tile[data-call="${long.callId}"]`).click()
    await drawer().locator('.line').waitFor()
    await until('the mood is shown', async () => {
      long.tick(5000)
      return (await drawer().locator('header .mood').count()) === 1
    })
    const [opened, alerts] = await Promise.all([
      drawer().boundingBox(),
      page.locator('earshot-alert-feed').boundingBox(),
    ])
    expect((opened?.x ?? 0) + (opened?.width ?? Infinity)).toBeLessThanOrEqual(alerts?.x ?? 0)
  })
})
