import { expect, test } from 'vitest'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { findViolations, type Screen } from '../helpers/browser.ts'
import { consoleInBrowser } from '../helpers/console-in-browser.ts'
import { buildCall } from '../helpers/message-builders.ts'
import { scoreCard, scoreItem } from '../helpers/quality-builders.ts'

const DAY = 86_400_000
const SCREENS: readonly Screen[] = [
  { width: 1366, height: 768, theme: 'light' },
  { width: 1366, height: 768, theme: 'dark' },
  { width: 1920, height: 1080, theme: 'light' },
  { width: 1920, height: 1080, theme: 'dark' },
]

const ui = consoleInBrowser()

/** Two teams of two agents with a call a day for nine days; the first agent forgets the greeting more and more. */
async function keepCards(): Promise<void> {
  const now = Date.now()
  for (const [place, agentId] of ['maria', 'bob', 'carla', 'dan'].entries()) {
    for (let ago = 1; ago <= 9; ago += 1) {
      const callId = `${agentId}-${ago}`
      const startedAt = wallMs(now - ago * DAY)
      const forgets = agentId === 'maria' && ago <= 4
      await ui.app.store.saveCall(buildCall({ callId, agentId, startedAt }))
      const greeting = scoreItem({
        result: forgets ? 'missed' : 'met',
        moments: [
          { callId, atMs: callMs(3_000), words: 'how can i help', utteranceId: 'u1', outcomeId: null },
        ],
      })
      const card = scoreCard({
        ...{ callId, agentId, startedAt, team: place < 2 ? 'billing' : 'sales' },
        score: forgets ? 40 + ago : 80 + place,
        items: [greeting, scoreItem({ itemId: 'recording', title: 'Says that the call is recorded' })],
      })
      await ui.app.store.quality.saveCard(card, { day: Math.floor(startedAt / DAY), legs: [] })
    }
  }
}

test('a figure leads over team and agent to the call and the words behind it', async () => {
  await keepCards()
  await ui.open('/quality', 'supervisor')
  const rows = ui.page.locator('earshot-quality-rows tbody tr')
  await rows.nth(1).waitFor()
  expect(await rows.locator('th').allInnerTexts()).toEqual(['billing', 'sales'])
  await rows.filter({ hasText: 'billing' }).locator('th a').click()
  await rows.filter({ hasText: 'maria' }).locator('th a').click()
  const cards = ui.page.locator('earshot-score-card-list li')
  await cards.nth(8).waitFor()
  expect(await cards.first().innerText()).toContain('Greets the customer')
  await cards.first().locator('a').click()
  const moment = ui.page.locator('earshot-score-card-view .missed .moments')
  await moment.waitFor()
  expect(await moment.innerText()).toContain('how can i help')
  expect(await moment.locator('a').getAttribute('href')).toBe('/supervisor?call=maria-1&at=3000')
  await ui.page.getByRole('link', { name: 'Agent maria' }).click()
  await ui.page.getByRole('link', { name: 'Close' }).click()
  await ui.page.getByRole('link', { name: '4 missed' }).click()
  await ui.page.getByRole('heading', { name: 'Missed: Greets the customer' }).waitFor()
  await cards.nth(3).waitFor()
  expect(await cards.count()).toBe(4)
  const path = await ui.page.locator('.beside').getByRole('link', { name: 'CSV' }).getAttribute('href')
  const csv = await ui.app.get(path ?? '', await ui.app.token('supervisor', 'maria'))
  expect((await csv.text()).trim().split('\n')).toHaveLength(5)
})

test('by keyboard alone, and back by the way one came', async () => {
  await keepCards()
  await ui.open('/quality', 'supervisor')
  await ui.page.locator('earshot-quality-rows tbody tr').first().waitFor()
  await ui.page.getByRole('link', { name: 'Agents', exact: true }).focus()
  await ui.page.keyboard.press('Enter')
  await ui.page.locator('earshot-quality-rows th', { hasText: 'dan' }).waitFor()
  const chart = ui.page.getByRole('slider', { name: /^Score/ })
  await chart.focus()
  await ui.page.keyboard.press('End')
  await ui.page.keyboard.press('Enter')
  await ui.page.locator('earshot-score-card-list li').nth(3).waitFor()
  expect(await ui.page.locator('earshot-score-card-list li').count()).toBe(4)
  await ui.page.goBack()
  await ui.page.getByRole('heading', { name: 'Items of the score card' }).waitFor()
})

test.each(SCREENS)('can be used by everybody, on $width×$height, $theme', async (screen) => {
  await ui.open('/quality', 'supervisor', screen)
  await ui.page.getByText('No call of this time has a score card yet.').waitFor()
  await keepCards()
  await ui.page.reload()
  await ui.page.locator('earshot-quality-rows tbody tr').first().waitFor()
  await ui.page.locator('earshot-quality-rows td a').first().click()
  await ui.page.locator('earshot-score-card-list li').first().waitFor()
  expect(await findViolations(ui.page)).toEqual([])
  await ui.page.locator('earshot-score-card-list a').first().click()
  await ui.page.locator('earshot-score-card-view .item').first().waitFor()
  expect(await findViolations(ui.page)).toEqual([])
})
