import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchBrowser, openScreen, type Screen } from '../helpers/browser.ts'
import { buildConsole } from '../helpers/built-console.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { until } from '../helpers/until.ts'

/** What runs in the browser is typed here, as tests are compiled without its library. */
interface Scroller {
  readonly scrollHeight: number
  readonly scrollTop: number
  readonly clientHeight: number
  scrollTo(x: number, y: number): void
}

interface Matcher {
  matches(selector: string): boolean
}

declare function getComputedStyle(element: unknown): { readonly textDecorationLine: string }

const DESK: Screen = { width: 1366, height: 768, theme: 'light' }

let browser: Browser
let built: Awaited<ReturnType<typeof buildConsole>>
let app: HttpApp
let page: Page
let faults: string[]

beforeAll(async () => {
  built = await buildConsole()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
  await built.remove()
})

beforeEach(async () => {
  app = await startHttpApp({ staticDir: built.folder })
  faults = []
})

afterEach(async () => {
  await page.context().close()
  await app.close()
  expect(faults).toEqual([])
})

async function open(
  path: string,
  role: 'agent' | 'supervisor' | 'admin',
  screen: Screen = DESK,
): Promise<void> {
  const opened = await openScreen(browser, screen)
  page = opened.page
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(`${app.url}/signin?token=${await app.token(role, 'maria')}`)
  await page.goto(`${app.url}${path}`)
}

async function connected(): Promise<void> {
  await page.locator('earshot-connection [data-phase="live"]').waitFor()
}

function startCall(callId = 'call-1', agentId = 'maria'): ConsoleCall {
  const call = new ConsoleCall(app, { callId, agentId })
  call.start()
  return call
}

const lines = (): Locator => page.locator('earshot-transcript .line')
const cards = (): Locator => page.locator('earshot-prompt-card .card')

async function texts(locator: Locator): Promise<readonly string[]> {
  return (await locator.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').replace(' :', ':').trim())
}

async function atEnd(): Promise<void> {
  await until('the newest words are in view', async () => {
    const left = await page
      .locator('.scroller')
      .evaluate(({ scrollHeight, scrollTop, clientHeight }: Scroller) => {
        return scrollHeight - scrollTop - clientHeight
      })
    return left < 2
  })
}

/** Records a box at every animation frame until the result is asked for. */
async function watchBox(selector: string): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(`(() => {
    const find = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.matches(${JSON.stringify(selector)})) return element
        const inner = element.shadowRoot && find(element.shadowRoot)
        if (inner) return inner
      }
      return null
    }
    const element = find(document)
    window.boxes = new Set()
    const look = () => {
      const { x, y, width, height } = element.getBoundingClientRect()
      window.boxes.add([x, y, width, height].join(' '))
      requestAnimationFrame(look)
    }
    look()
  })()`)
  return () => page.evaluate<readonly string[]>('[...window.boxes]')
}

/** The words of a text one by one, as partials; then the final. */
async function speak(
  call: ConsoleCall,
  said: { text: string; startMs: number; party?: 'agent' | 'customer' },
): Promise<void> {
  const words = said.text.split(' ')
  for (let count = 1; count <= words.length; count += 1) {
    call.say({ ...said, text: words.slice(0, count).join(' '), state: 'partial' })
    await page.waitForTimeout(10)
  }
  call.say(said)
}

const LONG =
  'i have called three times about the same bill now and nobody could tell me why it is twice as high as it was last month'

describe('the agent sees', () => {
  test('both parties, and of each word whether it moves, has settled or is final', async () => {
    await open('/agent', 'agent')
    await connected()
    const call = startCall()
    call.say({ text: 'thank you for calling', startMs: 500, party: 'agent' })
    call.say({ text: 'i want to close my account', startMs: 61_000, state: 'partial' })
    await lines().nth(1).waitFor()
    expect(await texts(lines())).toEqual([
      '00:00 Agent: thank you for calling',
      '01:01 Customer: i want to close my account',
    ])
    expect(await texts(page.locator('.settled'))).toEqual(['i want to'])
    expect(await texts(page.locator('.moving'))).toEqual(['close my account'])
    call.say({ text: 'i want to close my account', startMs: 61_000 })
    await lines().nth(1).locator('.final').waitFor()
    expect(await page.locator('.moving, .settled').count()).toBe(0)
  })

  test('cards that stand still while words come in, and a transcript that follows its end', async () => {
    await open('/agent', 'agent')
    await connected()
    const call = startCall()
    call.say({ text: 'i want to cancel', startMs: 100 })
    call.tell({ outcomeId: 'o-1', words: 'want to cancel', startMs: 100 })
    await cards().first().waitFor()
    await page.waitForTimeout(400)
    const boxes = await Promise.all([watchBox('.card')])
    for (let turn = 0; turn < 8; turn += 1) {
      await speak(call, {
        text: LONG,
        startMs: 5000 + turn * 9000,
        party: turn % 2 === 0 ? 'customer' : 'agent',
      })
      call.tick(5000 + turn * 9000, turn % 3 === 0 ? 1700 : 0)
    }
    await lines().nth(8).waitFor()
    await atEnd()
    for (const box of boxes) expect(await box()).toHaveLength(1)
  })

  test('no line that jumps when a final is shorter than its partial', async () => {
    await open('/agent', 'agent')
    await connected()
    const call = startCall()
    call.say({ text: `${LONG} ${LONG}`, startMs: 100, state: 'partial' })
    call.say({ text: 'and so', startMs: 20_000, party: 'agent', state: 'partial' })
    await lines().nth(1).waitFor()
    const before = await lines().nth(1).boundingBox()
    call.say({ text: LONG, startMs: 100 })
    await lines().first().locator('.final').waitFor()
    expect(await lines().nth(1).boundingBox()).toEqual(before)
  })

  test('what was scrolled to stay in place, with a way back to the newest words', async () => {
    await open('/agent', 'agent')
    await connected()
    const call = startCall()
    for (let turn = 0; turn < 20; turn += 1) call.say({ text: LONG, startMs: turn * 8000 })
    await lines().nth(19).waitFor()
    await page.locator('.scroller').evaluate((scroller: Scroller) => scroller.scrollTo(0, 200))
    await page.getByRole('button', { name: 'Jump to live' }).waitFor()
    const before = await lines().nth(3).boundingBox()
    await speak(call, { text: LONG, startMs: 200_000 })
    await lines().nth(20).waitFor()
    expect(await lines().nth(3).boundingBox()).toEqual(before)
    await page.getByRole('button', { name: 'Jump to live' }).click()
    await atEnd()
  })

  test('a prompt being confirmed, or withdrawn visibly with the reason', async () => {
    await open('/agent', 'agent')
    await connected()
    const call = startCall()
    call.say({ text: 'i want to cancel my order', startMs: 100, state: 'partial' })
    call.tell({ outcomeId: 'o-1', title: 'Wants to cancel', words: 'want to cancel', startMs: 100 })
    call.tell({ outcomeId: 'o-2', title: 'Has an order', words: 'my order', startMs: 100 })
    await cards().nth(1).waitFor()
    expect(await texts(cards().locator('.state'))).toEqual(['Just heard', 'Just heard'])
    expect((await texts(page.locator('mark'))).join(' ')).toBe('want to cancel my order')
    call.say({ text: 'i want to council my order', startMs: 100 })
    call.tell({
      outcomeId: 'o-2',
      title: 'Has an order',
      words: 'my order',
      startMs: 100,
      state: 'confirmed',
    })
    call.tell({
      outcomeId: 'o-1',
      title: 'Wants to cancel',
      words: 'want to cancel',
      startMs: 100,
      state: 'retracted',
    })
    await page.locator('.card[data-state="retracted"]').waitFor()
    expect(await texts(cards().locator('.state'))).toEqual(['Confirmed', 'Withdrawn'])
    const withdrawn = cards().nth(1)
    await page.getByRole('button', { name: 'Wants to cancel', exact: true }).click()
    expect(await withdrawn.innerText()).toContain('Not said after all')
    expect(await withdrawn.locator('.say').evaluate((say) => getComputedStyle(say).textDecorationLine)).toBe(
      'line-through',
    )
    expect(await texts(page.locator('mark'))).toEqual(['my order'])
    await until('a screen reader is told', async () =>
      ((await page.locator('earshot-prompt-list [aria-live]').textContent()) ?? '').includes(
        'Withdrawn: Wants to cancel',
      ),
    )
  })

  test("the call's state: hold, lag, and its words after it has ended", async () => {
    await open('/agent', 'agent')
    await connected()
    const call = startCall()
    call.say({ text: 'one moment', startMs: 0, party: 'agent' })
    call.hold(true)
    call.tick(2000, 2300)
    await page.getByText('On hold').waitFor()
    await page.getByText('2.3 s behind').waitFor()
    call.end(75_000)
    await page.getByText('Call ended · 01:15').waitFor()
    expect(await texts(lines())).toEqual(['00:00 Agent: one moment'])
    startCall('call-2')
    await until('the next call takes its place', async () => (await lines().count()) === 0)
  })
})

test('a dropped connection is resumed: nothing is missing and nothing is there twice', async () => {
  await open('/agent', 'agent')
  await connected()
  const call = startCall()
  call.say({ text: 'first', startMs: 0 })
  call.tell({ outcomeId: 'o-1', words: 'first', startMs: 0 })
  await cards().first().waitFor()
  for (let drop = 1; drop <= 3; drop += 1) {
    for (const socket of app.server.websocketServer.clients) socket.terminate()
    await page.locator('earshot-connection [data-phase="waiting"]').waitFor()
    call.say({ text: `while away ${drop}`, startMs: drop * 10_000 })
    call.tell({ outcomeId: `away-${drop}`, words: 'while away', startMs: drop * 10_000 })
    await connected()
    call.say({ text: `back again ${drop}`, startMs: drop * 10_000 + 5000 })
    await lines()
      .nth(drop * 2)
      .waitFor()
  }
  const words = (await texts(lines())).map((text) => text.replace(/^[\d:]+ (Customer: )?/, ''))
  const both = [1, 2, 3].flatMap((drop) => [`while away ${drop}`, `back again ${drop}`])
  expect(words).toEqual(['first', ...both])
  expect(await cards().count()).toBe(4)
  expect(await page.getByText('were missed').count()).toBe(0)
})

test('what was painted is reported once, for prompts that came live', async () => {
  await open('/agent', 'agent')
  await connected()
  const call = startCall()
  call.say({ text: 'i want to cancel', startMs: 100 })
  call.tell({ outcomeId: 'o-1', words: 'want to cancel', startMs: 100 })
  const painted = (): Promise<number> => app.metric('earshot_delivery_painted_total', { result: 'counted' })
  await until('the paint is reported', async () => (await painted()) === 1)
  // Confirmed before the browser had a frame for it: that is a painted prompt, too.
  const swift = { outcomeId: 'o-2', words: 'want to cancel', startMs: 100 }
  call.tell(swift)
  call.tell({ ...swift, state: 'confirmed' })
  await until('the paint is reported', async () => (await painted()) === 2)
  await page.reload()
  await cards().first().waitFor()
  await page.waitForTimeout(300)
  expect(await painted()).toBe(2)
  for (const result of ['unknown', 'replayed', 'repeated', 'implausible']) {
    expect(await app.metric('earshot_delivery_painted_total', { result }), result).toBe(0)
  }
})

test('the keyboard alone is enough: newest card, evidence, dismissal, and back', async () => {
  await open('/agent', 'agent')
  await connected()
  const call = startCall()
  for (const [index, title] of ['Oldest', 'Middle', 'Newest'].entries()) {
    call.say({ text: 'i want to cancel', startMs: index * 5000 })
    call.tell({ outcomeId: `o-${index}`, title, words: 'want to cancel', startMs: index * 5000 })
  }
  await cards().nth(2).waitFor()
  const focused = (): Locator => page.locator('earshot-prompt-card:focus-within h3')
  await page.keyboard.press('p')
  expect(await texts(focused())).toEqual(['Newest'])
  await page.keyboard.press('j')
  expect(await texts(focused())).toEqual(['Middle'])
  // The row has opened for the keyboard: its title, what puts it away, its evidence.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('mark.flash').waitFor()
  expect(await page.locator('mark.flash').count()).toBe(1)
  await page.keyboard.press('Escape')
  expect(await texts(cards().locator('h3'))).toEqual(['Newest', 'Oldest'])
  expect(await texts(focused())).toEqual(['Oldest'])
  await page.keyboard.press('k')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  expect(await cards().count()).toBe(0)
  const back = page.getByRole('button', { name: 'Show 3 put away' })
  await back.focus()
  await page.keyboard.press('Enter')
  expect(await cards().count()).toBe(3)
})

describe('the supervisor', () => {
  test('sees a floor of a thousand calls of which only those in view are in the document', async () => {
    const calls = Array.from({ length: 1000 }, (_, index) =>
      startCall(`call-${index}`, `agent-${String(index).padStart(4, '0')}`),
    )
    await open('/supervisor', 'supervisor')
    const rows = page.locator('earshot-call-table .body .row')
    await rows.first().waitFor()
    expect(await page.locator('dt:text-is("Live calls") + dd').innerText()).toBe('1000')
    expect(await rows.count()).toBeLessThan(60)
    for (let alert = 0; alert < 150; alert += 1) {
      const call = calls[alert]
      call?.tell({
        outcomeId: `a-${alert}`,
        kind: 'alert',
        title: `Alert ${alert}`,
        words: 'cancel',
        startMs: 0,
      })
      if (alert % 5 === 0) await page.waitForTimeout(20)
    }
    const feed = page.locator('earshot-alert-feed .alert')
    await feed.getByText('Alert 149', { exact: true }).waitFor()
    expect(await feed.count()).toBe(100)
    expect((await feed.first().innerText()).includes('Alert 149')).toBe(true)
    await page.locator('earshot-call-table .body').evaluate((body: Scroller) => body.scrollTo(0, 31_500))
    await rows.filter({ hasText: 'agent-0720' }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('agent-0042')
    await until('one row fits', async () => (await rows.count()) === 1)
    await until('one alert fits', async () => (await feed.count()) === 1)
  })

  test('opens a call by keyboard, reads it live with its matches marked, and closes it', async () => {
    const call = startCall()
    call.say({ text: 'i want to speak to your manager', startMs: 100 })
    startCall('call-2', 'bob').say({ text: 'something else', startMs: 0 })
    await open('/supervisor', 'supervisor')
    const opener = page.getByRole('button', { name: 'Open call call-1 of maria' })
    await opener.focus()
    await page.keyboard.press('Enter')
    await lines().first().waitFor()
    call.tell({ outcomeId: 'a-1', kind: 'alert', title: 'Manager', words: 'your manager', startMs: 100 })
    await page.locator('mark').waitFor()
    call.say({ text: 'right now', startMs: 9000, state: 'partial' })
    await lines().nth(1).waitFor()
    expect(await texts(lines())).toEqual([
      '00:00 Customer: i want to speak to your manager',
      '00:09 Customer: right now',
    ])
    call.tell({
      outcomeId: 'a-1',
      kind: 'alert',
      title: 'Manager',
      words: 'your manager',
      startMs: 100,
      state: 'retracted',
    })
    await page.locator('earshot-alert-feed .alert[data-state="retracted"]').waitFor()
    expect(await page.locator('mark').count()).toBe(0)
    await page.keyboard.press('Escape')
    await until('it is closed', async () => (await page.locator('earshot-call-drawer').count()) === 0)
    expect(await opener.evaluate((button: Matcher) => button.matches(':focus'))).toBe(true)
  })

  test('takes what an agent needs help with, writes to the agent, and is done with it', async () => {
    const call = startCall('call-1', 'bob')
    const alert = (outcomeId: string, title: string): void =>
      call.tell({ outcomeId, kind: 'alert', title, words: 'your manager', startMs: 100 })
    alert('a-1', 'Manager')
    alert('a-2', 'Regulator')
    await open('/supervisor', 'supervisor')
    const item = page.locator('earshot-alert-feed .alert', { hasText: 'Regulator' })
    await item.getByText('Nobody has looked yet · 2 alerts').waitFor()
    expect(await page.locator('earshot-alert-feed .case').count()).toBe(1)
    await item.getByRole('button', { name: 'Take' }).click()
    await item.getByText('Yours · 2 alerts').waitFor()

    await item.locator('.opener').click()
    const lines: string[] = []
    app.bus.subscribe('match', ({ action, rule }) => lines.push(`${rule.id}: ${action.text}`))
    await page.getByLabel('Line for the agent').fill('Offer a call back.')
    await page.keyboard.press('Enter')
    await page.getByText('On screen', { exact: true }).waitFor()
    expect(lines).toEqual(['whisper: Offer a call back.'])
    await page.getByRole('button', { name: 'Close this call' }).click()

    await item.getByRole('button', { name: 'Done' }).click()
    await page.getByText('Nothing needs you right now.').waitFor()
    await page.getByLabel('Done and snoozed').check()
    await item.getByText('Done · 2 alerts').waitFor()
    await page.getByLabel('Done and snoozed').uncheck()
    // Out of the feed, which stands still under the pointer.
    await page.mouse.move(200, 20)
    alert('a-3', 'Legal threat')
    const again = page.locator('earshot-alert-feed .alert', { hasText: 'Legal threat' })
    await again.getByText('Nobody has looked yet').waitFor()
    await page.getByLabel('Snooze', { exact: true }).selectOption('until something new')
    await page.getByText('Nothing needs you right now.').waitFor()
    const [kept] = await app.store.cases.listCases({ limit: 10 })
    const done = ['opened', 'grouped', 'own', 'resolve', 'reopened', 'snooze']
    expect(kept?.history.map(({ action }) => action)).toEqual(done)
  })

  test('reads the feed in peace: while the pointer is in it, new alerts wait above', async () => {
    const call = startCall()
    call.tell({ outcomeId: 'a-1', kind: 'alert', title: 'First', words: 'one', startMs: 0 })
    await open('/supervisor', 'supervisor')
    const titles = page.locator('earshot-alert-feed h3')
    await page
      .locator('earshot-alert-feed .alert')
      .first()
      .hover({ position: { x: 40, y: 20 } })
    call.tell({ outcomeId: 'a-2', kind: 'alert', title: 'Second', words: 'two', startMs: 0 })
    const waiting = page.getByRole('button', { name: '1 new' })
    await waiting.waitFor()
    expect(await texts(titles)).toEqual(['First'])
    await waiting.click()
    // The card is there a moment before its words are.
    await titles.filter({ hasText: 'Second' }).waitFor()
    expect(await texts(titles)).toEqual(['Second', 'First'])
  })
})
