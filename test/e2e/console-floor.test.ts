import type { Locator } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ConsoleCall } from '../helpers/console-call.ts'
import { consoleInBrowser } from '../helpers/console-in-browser.ts'
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

const ui = consoleInBrowser()

const lines = (): Locator => ui.page.locator('earshot-transcript .line')

async function texts(locator: Locator): Promise<readonly string[]> {
  return (await locator.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').replace(' :', ':').trim())
}

describe('the supervisor', () => {
  test('sees a floor of a thousand calls of which only those in view are in the document', async () => {
    const calls = Array.from({ length: 1000 }, (_, index) =>
      ui.startCall(`call-${index}`, `agent-${String(index).padStart(4, '0')}`),
    )
    await ui.open('/supervisor', 'supervisor')
    const rows = ui.page.locator('earshot-call-table .body .row')
    await rows.first().waitFor()
    expect(await ui.page.locator('dt:text-is("Live calls") + dd').innerText()).toBe('1000')
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
      if (alert % 5 === 0) await ui.page.waitForTimeout(20)
    }
    const feed = ui.page.locator('earshot-alert-feed .alert')
    await feed.getByText('Alert 149', { exact: true }).waitFor()
    expect(await feed.count()).toBe(100)
    expect((await feed.first().innerText()).includes('Alert 149')).toBe(true)
    await ui.page.locator('earshot-call-table .body').evaluate((body: Scroller) => body.scrollTo(0, 31_500))
    await rows.filter({ hasText: 'agent-0720' }).waitFor()
    await ui.page.keyboard.press('/')
    await ui.page.keyboard.type('agent-0042')
    await until('one row fits', async () => (await rows.count()) === 1)
    await until('one alert fits', async () => (await feed.count()) === 1)
  })

  test('opens a call by keyboard, reads it live with its matches marked, and closes it', async () => {
    const call = ui.startCall()
    call.say({ text: 'i want to speak to your manager', startMs: 100 })
    ui.startCall('call-2', 'bob').say({ text: 'something else', startMs: 0 })
    await ui.open('/supervisor', 'supervisor')
    const opener = ui.page.getByRole('button', { name: 'Open call call-1 of maria' })
    await opener.focus()
    await ui.page.keyboard.press('Enter')
    await lines().first().waitFor()
    call.tell({ outcomeId: 'a-1', kind: 'alert', title: 'Manager', words: 'your manager', startMs: 100 })
    await ui.page.locator('mark').waitFor()
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
    await ui.page.locator('earshot-alert-feed .alert[data-state="retracted"]').waitFor()
    expect(await ui.page.locator('mark').count()).toBe(0)
    await ui.page.keyboard.press('Escape')
    await until('it is closed', async () => (await ui.page.locator('earshot-call-drawer').count()) === 0)
    expect(await opener.evaluate((button: Matcher) => button.matches(':focus'))).toBe(true)
  })

  test('takes what an agent needs help with, writes to the agent, and is done with it', async () => {
    const call = ui.startCall('call-1', 'bob')
    const alert = (outcomeId: string, title: string): void =>
      call.tell({ outcomeId, kind: 'alert', title, words: 'your manager', startMs: 100 })
    alert('a-1', 'Manager')
    alert('a-2', 'Regulator')
    await ui.open('/supervisor', 'supervisor')
    const item = ui.page.locator('earshot-alert-feed .alert', { hasText: 'Regulator' })
    await item.getByText('Nobody has looked yet · 2 alerts').waitFor()
    expect(await ui.page.locator('earshot-alert-feed .case').count()).toBe(1)
    await item.getByRole('button', { name: 'Take' }).click()
    await item.getByText('Yours · 2 alerts').waitFor()

    await item.locator('.opener').click()
    const lines: string[] = []
    ui.app.bus.subscribe('match', ({ action, rule }) => lines.push(`${rule.id}: ${action.text}`))
    await ui.page.getByLabel('Line for the agent').fill('Offer a call back.')
    await ui.page.keyboard.press('Enter')
    await ui.page.getByText('On screen', { exact: true }).waitFor()
    expect(lines).toEqual(['whisper: Offer a call back.'])
    await ui.page.getByRole('button', { name: 'Close this call' }).click()

    await item.getByRole('button', { name: 'Done' }).click()
    await ui.page.getByText('Nothing needs you right now.').waitFor()
    await ui.page.getByLabel('Done and snoozed').check()
    await item.getByText('Done · 2 alerts').waitFor()
    await ui.page.getByLabel('Done and snoozed').uncheck()
    // Out of the feed, which stands still under the pointer.
    await ui.page.mouse.move(200, 20)
    alert('a-3', 'Legal threat')
    const again = ui.page.locator('earshot-alert-feed .alert', { hasText: 'Legal threat' })
    await again.getByText('Nobody has looked yet').waitFor()
    await ui.page.getByLabel('Snooze', { exact: true }).selectOption('until something new')
    await ui.page.getByText('Nothing needs you right now.').waitFor()
    const [kept] = await ui.app.store.cases.listCases({ limit: 10 })
    const done = ['opened', 'grouped', 'own', 'resolve', 'reopened', 'snooze']
    expect(kept?.history.map(({ action }) => action)).toEqual(done)
  })

  test('of a team is told so, sees the calls of the team and no others, and none that has left it', async () => {
    const call = new ConsoleCall(ui.app, { callId: 'call-1', agentId: 'agent-1' })
    call.start({ attributes: { team: 'billing' } })
    call.tell({ outcomeId: 'a-1', kind: 'alert', title: 'Ours', words: 'cancel', startMs: 0 })
    const other = new ConsoleCall(ui.app, { callId: 'call-2', agentId: 'agent-2' })
    other.start({ attributes: { team: 'sales' } })
    other.tell({ outcomeId: 'a-2', kind: 'alert', title: 'Theirs', words: 'cancel', startMs: 0 })
    await ui.openScoped('/supervisor', { teams: ['billing'], sites: [] })
    await ui.page.getByRole('banner').getByText('maria · Team billing').waitFor()
    const rows = ui.page.locator('earshot-call-table .body .row')
    await rows.filter({ hasText: 'agent-1' }).waitFor()
    const live = ui.page.locator('dt:text-is("Live calls") + dd')
    expect([await rows.count(), await live.innerText()]).toEqual([1, '1'])
    expect(await texts(ui.page.locator('earshot-alert-feed .alert'))).toEqual([
      expect.stringContaining('Ours'),
    ])
    await rows.first().click()
    await ui.page.locator('earshot-call-drawer').waitFor()
    call.pass('agent-2', { team: 'sales' })
    call.say({ text: 'never to be read here', startMs: 9000 })
    await until('the call is over for this team', async () => (await live.innerText()) === '0')
    expect(await ui.page.getByText('never to be read here').count()).toBe(0)
  })

  test('reads the feed in peace: while the pointer is in it, new alerts wait above', async () => {
    const call = ui.startCall()
    call.tell({ outcomeId: 'a-1', kind: 'alert', title: 'First', words: 'one', startMs: 0 })
    await ui.open('/supervisor', 'supervisor')
    const titles = ui.page.locator('earshot-alert-feed h3')
    await ui.page
      .locator('earshot-alert-feed .alert')
      .first()
      .hover({ position: { x: 40, y: 20 } })
    call.tell({ outcomeId: 'a-2', kind: 'alert', title: 'Second', words: 'two', startMs: 0 })
    const waiting = ui.page.getByRole('button', { name: '1 new' })
    await waiting.waitFor()
    expect(await texts(titles)).toEqual(['First'])
    await waiting.click()
    await titles.filter({ hasText: 'Second' }).waitFor()
    // Not the text as rendered: an item has none in the frame before it is first drawn.
    expect((await titles.allTextContents()).map((title) => title.trim())).toEqual(['Second', 'First'])
  })
})
