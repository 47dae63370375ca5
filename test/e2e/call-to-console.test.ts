import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { sleep } from '../../server/platform/clock.ts'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { earshotStream, heardFrom, outcomesOf, type StreamRun } from '../helpers/earshot-stream.ts'
import { sampleCall, saidBy } from '../helpers/sample-calls.ts'
import { sumWordErrors, wordErrors } from '../helpers/word-error-rate.ts'

/** One call for each door, at the same time: parties must not be mixed up between calls either. */
const DOORS = [
  { protocol: 'native', id: 'billing-page-freezes', rule: 'payment-page-trouble' },
  { protocol: 'grpc', id: 'cancellation', rule: 'cancellation-risk' },
  { protocol: 'twilio', id: 'app-logs-out', rule: 'login-trouble' },
] as const

let server: EarshotServer
let browser: Browser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startEarshot(), launchBrowser()])
}, 90_000)

afterAll(async () => {
  await browser.close()
  await server.stop()
})

test.concurrent.each(DOORS)(
  'a call over the $protocol door at real time becomes a transcript and a painted card',
  { timeout: 240_000 },
  async ({ protocol, id, rule }) => {
    const agentId = `agent-${protocol}`
    const call = await sampleCall(id)
    const { page, context } = await openScreen(browser, { width: 1366, height: 768, theme: 'light' })
    await page.goto(`${server.url}/signin?token=${await server.token('agent', agentId)}`)
    expect(new URL(page.url()).pathname).toBe('/agent')

    const run = await earshotStream({
      files: [call.wav],
      url: server.url,
      grpc: server.grpc,
      token: await server.token('admin'),
      args: ['--protocol', protocol, '--agent', agentId],
    })
    expect(run.exitCode, run.stderr).toBe(0)

    expectUnderstood(run, call.reference)
    const outcome = outcomesOf(run).find(
      (each) => each.rule.startsWith(`${rule}@`) && each.state === 'confirmed',
    )
    expect(outcome, `${rule} fired and was confirmed`).toBeDefined()
    await expectCard(page, outcome?.text ?? '')
    await expectPainted(outcome?.outcomeId ?? '', outcome?.callId ?? '')
    await context.close()
  },
)

/** Below 25 % word error rate, and each party's words under its own name. */
function expectUnderstood(run: StreamRun, reference: Parameters<typeof saidBy>[0]): void {
  const parts = (['agent', 'customer'] as const).map((party) =>
    wordErrors(saidBy(reference, party), heardFrom(run, party)),
  )
  expect(sumWordErrors(parts).rate).toBeLessThan(0.25)
  for (const part of parts) expect(part.rate).toBeLessThan(0.35)
}

/** The card is on the agent's screen, inside the window, with its text readable. */
async function expectCard(page: Page, text: string): Promise<void> {
  const card = page.locator('earshot-prompt-card').filter({ hasText: text }).first()
  await card.waitFor({ state: 'visible', timeout: 5000 })
  expect(await page.locator('earshot-transcript .text').count()).toBeGreaterThan(10)
}

/** The browser said when it had painted the card, and that stands in the stored outcome a moment later. */
async function expectPainted(outcomeId: string, callId: string): Promise<void> {
  const headers = { authorization: `Bearer ${await server.token('supervisor')}` }
  let paintMs: number | undefined
  for (let attempt = 0; attempt < 20 && paintMs === undefined; attempt += 1) {
    const response = await fetch(`${server.url}/v1/outcomes?callId=${callId}&limit=100`, { headers })
    const outcomes = (await response.json()) as readonly Outcome[]
    paintMs = outcomes.find((each) => each.outcomeId === outcomeId)?.latencyMs.paint
    await sleep(250)
  }
  expect(paintMs).toBeTypeOf('number')
}
