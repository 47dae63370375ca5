import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { wallMs } from '../../server/contracts/time.ts'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'

const CALLS = 1000
const ALERTS_A_SECOND = 50
/** The floor speaks in steps of so many milliseconds. */
const STEP_MS = 20
const LOOK_MS = 5000
/** A person notices that a page hangs for longer than this. */
const STUTTER_MS = 200

const LINES = [
  'i have been waiting for this for three weeks and nobody calls me back',
  'thank you so much that is wonderful',
  'this is terrible i am very angry',
  'could you please tell me when it will arrive',
]
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

/** Every task of the page's own thread that blocks it for 50 ms or more, in milliseconds. */
const WATCH_TASKS = `
  window.longTasks = []
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration))
  }).observe({ entryTypes: ['longtask'] })
`

let browser: Browser
let app: HttpApp
let page: Page
let calls: readonly ConsoleCall[]

beforeAll(async () => {
  browser = await launchBrowser()
  app = await startHttpApp({ staticDir: inject('consoleFolder') })
  calls = Array.from({ length: CALLS }, (_, index) => startCall(index))
  ;({ page } = await openScreen(browser, { width: 1920, height: 1080, theme: 'light' }))
  await page.addInitScript(WATCH_TASKS)
  await page.goto(`${app.url}/signin?token=${await app.token('supervisor')}`)
})

afterAll(async () => {
  await browser.close()
  await app.close()
})

function startCall(index: number): ConsoleCall {
  const call = new ConsoleCall(app, {
    callId: `call-${index}`,
    agentId: `agent-${String(index).padStart(4, '0')}`,
  })
  const attributes = { team: `team ${index % 12}`, queue: `queue ${index % 7}` }
  call.start({ attributes, startedAt: wallMs(Date.now() - index * 700) })
  return call
}

/** A floor that goes on until it is stopped: each call has a second of news every second, alerts come in between. */
function speak(): () => { readonly ticks: number; readonly alerts: number } {
  let [ticks, alerts, steps] = [0, 0, 0]
  const timer = setInterval(() => {
    steps += 1
    for (; ticks < (steps * STEP_MS * CALLS) / 1000; ticks += 1) {
      const call = calls[ticks % CALLS]
      const atMs = 60_000 + Math.floor(ticks / CALLS) * 1000
      call?.tick(atMs, ticks % 97 === 0 ? 2000 : 0)
      if (ticks % 10 === Math.floor(ticks / CALLS) % 10)
        call?.say({ text: LINES[ticks % LINES.length] ?? '', startMs: atMs })
    }
    for (; alerts < (steps * STEP_MS * ALERTS_A_SECOND) / 1000; alerts += 1) {
      const severity = SEVERITIES[alerts % SEVERITIES.length]
      calls[(alerts * 37) % CALLS]?.tell({
        ...{ outcomeId: `alert-${ticks}-${alerts}`, kind: 'alert', title: `Alert ${alerts}` },
        ...{ words: 'very angry', startMs: 60_000, ...(severity === undefined ? {} : { severity }) },
      })
    }
  }, STEP_MS)
  return () => {
    clearInterval(timer)
    return { ticks, alerts }
  }
}

test.each([
  ['list', '?sort=-urgency', 'earshot-call-table .opener'],
  ['map', '?view=map', '.tile'],
])(
  'a thousand live calls and fifty alerts a second do not make the page hang: %s',
  async (_, search, opener) => {
    await page.goto(`${app.url}/supervisor${search}`)
    await page.locator(opener).first().waitFor()
    expect(await page.locator('dt:text-is("Live calls") + dd').innerText()).toBe(String(CALLS))
    const stop = speak()
    try {
      await page.evaluate('window.longTasks.length = 0')
      await page.waitForTimeout(LOOK_MS)
      // And people do something meanwhile.
      await page.keyboard.press('/')
      await page.keyboard.type('agent-00')
      await page.getByLabel('Filter calls and alerts').fill('')
      await page.locator(opener).nth(15).click()
      await page.locator('earshot-call-drawer h2').waitFor()
      await page.waitForTimeout(1000)
    } finally {
      const spoken = stop()
      expect(spoken.alerts).toBeGreaterThanOrEqual((ALERTS_A_SECOND * LOOK_MS) / 1000)
      expect(spoken.ticks).toBeGreaterThanOrEqual((CALLS * LOOK_MS) / 1000)
    }
    const tasks = await page.evaluate<readonly number[]>('window.longTasks')
    console.log(`tasks of 50 ms or more: ${tasks.length === 0 ? 'none' : tasks.join(', ')}`)
    expect(tasks.filter((ms) => ms > STUTTER_MS)).toEqual([])
  },
)
