import { expect, test } from 'vitest'
import { wallMs } from '../../server/contracts/time.ts'
import { findViolations } from '../helpers/browser.ts'
import { consoleInBrowser } from '../helpers/console-in-browser.ts'
import { until } from '../helpers/until.ts'

const ui = consoleInBrowser()

interface Matcher {
  matches(selector: string): boolean
}

test('figures are read by keyboard: what browsers painted, a rule’s order, and the call behind a verdict', async () => {
  const call = ui.startCall()
  const alert = { kind: 'alert', words: 'your manager', startMs: 100 } as const
  const lastWeek = wallMs(Date.now() - 7 * 86_400_000)
  call.tell({ ...alert, outcomeId: 'a-0', title: 'Manager', rule: 'manager@1', createdAt: lastWeek })
  await ui.open('/supervisor', 'supervisor')
  await ui.page.locator('earshot-connection', { hasText: 'Connected' }).waitFor()
  call.tell({ ...alert, outcomeId: 'a-1', title: 'Manager', rule: 'manager@1' })
  call.tell({ ...alert, outcomeId: 'a-2', title: 'Regulator', rule: 'regulator@1' })
  const item = ui.page.locator('earshot-alert-feed .alert', { hasText: 'Regulator' })
  await item.getByRole('button', { name: 'Wrong' }).click()
  await until('both paints are kept', async () => {
    const outcomes = (await ui.app.store.getCall('call-1'))?.outcomes ?? []
    return outcomes.filter(({ latencyMs }) => latencyMs.paint !== undefined).length === 2
  })
  await ui.app.figures.count()

  await ui.page.goto(`${ui.app.url}/figures?period=today`)
  const rules = ui.page.locator('earshot-rule-figures tbody tr')
  await rules.nth(1).waitFor()
  expect(await ui.page.locator('earshot-delay-stages tbody tr', { hasText: 'painting' }).count()).toBe(1)
  expect(await findViolations(ui.page)).toEqual([])

  const order = ui.page.getByRole('button', { name: 'Wrong', exact: true })
  await order.focus()
  await ui.page.keyboard.press('Enter')
  await until('the one that is wrong comes first', async () =>
    (await rules.first().innerText()).includes('regulator'),
  )
  const figure = ui.page.getByRole('button', { name: '1 wrong, regulator: see them' })
  await figure.focus()
  await ui.page.keyboard.press('Enter')
  const link = ui.page.getByRole('link', { name: 'Call call-1' })
  await link.waitFor()
  expect(await findViolations(ui.page)).toEqual([])
  expect(await link.getAttribute('href')).toMatch(/^\/supervisor\?call=call-1&at=\d+$/)
  await ui.page.keyboard.press('Escape')
  await until('it is closed', () => figure.evaluate((button: Matcher) => button.matches(':focus')))

  await ui.page.getByRole('button', { name: '4 weeks' }).focus()
  await ui.page.keyboard.press('Enter')
  await ui.page.locator('earshot-time-chart canvas').nth(2).waitFor()
  expect(ui.page.url()).toContain('period=4-weeks')
  expect(await findViolations(ui.page)).toEqual([])
  const saved = ui.page.waitForEvent('download')
  await ui.page.getByRole('link', { name: 'Save the rules as CSV' }).click()
  expect((await saved).suggestedFilename()).toBe('figures-rules.csv')
})

test('what people write is seen, too: it is confirmed from the first, and painted once', async () => {
  const call = ui.startCall()
  await ui.open('/agent', 'agent')
  await ui.page.locator('earshot-connection', { hasText: 'Connected' }).waitFor()
  const written = { words: 'hello', startMs: 0, title: 'A line', rule: 'whisper@0' }
  call.tell({ ...written, outcomeId: 'w-1', state: 'confirmed', reason: 'confirmed-by-final' })
  await ui.page.locator('earshot-prompt-card').waitFor()
  await until('the paint is kept', async () => {
    const [outcome] = (await ui.app.store.getCall('call-1'))?.outcomes ?? []
    return outcome?.latencyMs.paint !== undefined
  })
  expect(await ui.app.metric('earshot_delivery_painted_total', { result: 'counted' })).toBe(1)
})
