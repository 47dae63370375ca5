import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallContext, WrapUp } from '../../server/contracts/assist.ts'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream } from '../helpers/earshot-stream.ts'
import { sampleCall } from '../helpers/sample-calls.ts'
import { until } from '../helpers/until.ts'

let server: EarshotServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEarshot(), launchBrowser()])
}, 90_000)

afterAll(async () => {
  await browser.close()
  await server.stop()
})

test(
  'a spoken call ticks its checklist, finds its articles, and leaves notes that the next agent sees',
  { timeout: 240_000 },
  async () => {
    const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
    const token = await server.token('agent', 'maria')
    const get = async <T>(path: string): Promise<T> =>
      (await (await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } })).json()) as T
    await page.goto(`${server.url}/signin?token=${token}`)
    const { wav } = await sampleCall('cancellation')
    const admin = await server.token('admin')
    const play = (args: readonly string[]) =>
      earshotStream({
        files: [wav],
        ...{ url: server.url, grpc: server.grpc, token: admin },
        args: ['--agent', 'maria', '--attribute', 'customer=c-1', ...args],
      })
    const playing = play(['--call-id', 'first', '--speed', '3'])
    const item = (id: string) =>
      page.locator(`earshot-checklist section[aria-label="Cancellation"] [data-item="${id}"]`)
    await page.locator('[data-item="history"].done').waitFor({ timeout: 60_000 })
    expect(await item('history').innerText()).toContain('how long have you been')
    await page.locator('[data-item="offer"].done').waitFor({ timeout: 60_000 })
    await page.locator('.mood').waitFor()
    await page.keyboard.press('2')
    await page.locator('earshot-knowledge .title', { hasText: 'Customer wants to cancel' }).waitFor()
    const folder = process.env['EARSHOT_TEST_PICTURES']
    if (folder !== undefined) await page.screenshot({ path: `${folder}/assist-call-live.png` })
    expect((await playing).exitCode).toBe(0)
    const form = page.locator('earshot-wrap-up form')
    await until('the draft is whole', async () => (await form.getByLabel('Reason').inputValue()) !== '')
    if (folder !== undefined) await page.screenshot({ path: `${folder}/assist-call-ended.png` })
    const draft = await get<WrapUp>('/v1/calls/first/wrap-up')
    expect(draft.reason).toBe('Customer wants to cancel')
    expect(draft.summary).toContain('“cancel my account”')
    expect(draft.suggested.map(({ dispositionId }) => dispositionId)).toContain('kept')
    await form.getByLabel('Reason').fill('Price went up')
    await form.getByRole('button', { name: 'Save notes' }).click()
    await form.getByText(/^Saved /).waitFor()

    const again = play(['--call-id', 'second', '--speed', '8'])
    await page.getByText('Live', { exact: true }).waitFor()
    await page.keyboard.press('3')
    await page.locator('earshot-call-context').getByText('Price went up').waitFor()
    const known = await get<CallContext>('/v1/calls/second/context')
    expect(known.earlierCalls).toMatchObject([{ callId: 'first', reason: 'Price went up' }])
    expect((await again).exitCode).toBe(0)
    await context.close()
  },
)
