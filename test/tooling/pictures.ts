/** `npm run demo:pictures`: takes the README's pictures from the real console while sample calls run. */
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { startEarshot } from '../helpers/earshot-server.ts'
import { earshotStream } from '../helpers/earshot-stream.ts'
import { sampleCall } from '../helpers/sample-calls.ts'

const FOLDER = resolve(import.meta.dirname, '../../agent-console/pictures')
const SCREEN = { width: 1366, height: 768 } as const

/** Who takes which call; the first is the one in the pictures. */
const CALLS = [
  { id: 'angry-repeat-caller', agentId: 'maria', queue: 'internet' },
  { id: 'billing-page-freezes', agentId: 'jonas', queue: 'billing' },
  { id: 'cancellation', agentId: 'amara', queue: 'retention' },
  { id: 'calm-request', agentId: 'felix', queue: 'service' },
] as const

/** A rule that fires in one of these calls. */
const RULE = 'cancellation-risk'

const server = await startEarshot()
const browser = await launchBrowser()
try {
  const agent = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await agent.page.goto(`${server.url}/signin?token=${await server.token('agent', CALLS[0].agentId)}`)
  const supervisor = await openScreen(browser, { ...SCREEN, theme: 'dark' })
  await supervisor.page.goto(server.links['supervisor'] ?? '')
  const token = await server.token('admin')
  const streams = CALLS.map(async ({ id, agentId, queue }) =>
    earshotStream({
      files: [(await sampleCall(id)).wav],
      url: server.url,
      grpc: server.grpc,
      token,
      args: ['--agent', agentId, '--attribute', `queue=${queue}`],
    }),
  )
  await supervisor.page.getByText(CALLS[0].agentId).first().waitFor()
  await supervisor.page.waitForTimeout(44_000)
  await takePicture(supervisor.page, 'supervisor-board.png')
  await supervisor.page.getByText(CALLS[0].agentId).first().click()
  await supervisor.page.waitForTimeout(1500)
  await Promise.all([takePicture(agent.page, 'agent.png'), takePicture(supervisor.page, 'supervisor.png')])
  await Promise.all(streams)
  const analyst = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await analyst.page.goto(server.links['analyst'] ?? '')
  await analyst.page.goto(`${server.url}/rules#${RULE}`)
  await analyst.page.getByRole('button', { name: 'Back-test' }).first().click()
  await analyst.page.locator('earshot-backtest-results .summary').waitFor()
  await analyst.page.locator('.busy').waitFor({ state: 'detached' })
  await analyst.page.mouse.move(0, 0)
  await takePicture(analyst.page, 'rules.png')
} finally {
  await browser.close()
  await server.stop()
}

async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: resolve(FOLDER, name) })
  console.log(`agent-console/pictures/${name}`)
}
