/** The pictures of pages that look back: four weeks made of the sample calls, scored and counted by the server. */
import { cp, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import type { FiguresReport } from '../../../server/contracts/figures.ts'
import type { QualityReport } from '../../../server/contracts/quality.ts'
import { sleep } from '../../../server/platform/clock.ts'
import { openScreen } from '../../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../../helpers/earshot-server.ts'
import { earshotStream } from '../../helpers/earshot-stream.ts'
import { sampleCall } from '../../helpers/sample-calls.ts'
import { until } from '../../helpers/until.ts'
import { keepWeeksOfCalls, type TeamOfWeeks } from '../../helpers/weeks-of-calls.ts'
import { SCREEN, takePicture } from './take-picture.ts'

const RULES = resolve(import.meta.dirname, '../../../rules')

/** Three at a time: so many are recognised as fast as they are spoken on two cores, with the browser beside. */
const BATCHES = [
  [
    { id: 'angry-repeat-caller', agentId: 'maria', queue: 'internet', team: 'internet' },
    { id: 'billing-page-freezes', agentId: 'jonas', queue: 'billing', team: 'billing' },
    { id: 'cancellation', agentId: 'amara', queue: 'retention', team: 'retention' },
  ],
  [
    { id: 'calm-request', agentId: 'felix', queue: 'service', team: 'service' },
    { id: 'card-payment', agentId: 'lena', queue: 'billing', team: 'billing' },
    { id: 'app-logs-out', agentId: 'omar', queue: 'internet', team: 'internet' },
  ],
] as const

const FLOOR: readonly TeamOfWeeks[] = [
  {
    ...{ site: 'berlin', team: 'internet', agents: ['maria', 'omar', 'ines'] },
    calls: ['angry-repeat-caller', 'app-logs-out', 'app-logs-out', 'calm-request'],
  },
  {
    ...{ site: 'berlin', team: 'billing', agents: ['jonas', 'lena', 'pavel'] },
    calls: ['billing-page-freezes', 'card-payment', 'card-payment', 'calm-request'],
  },
  {
    ...{ site: 'leipzig', team: 'retention', agents: ['amara', 'nils', 'greta'] },
    calls: ['cancellation', 'cancellation', 'angry-repeat-caller', 'calm-request'],
  },
  {
    ...{ site: 'leipzig', team: 'service', agents: ['felix', 'sofia', 'tom'] },
    calls: ['calm-request', 'calm-request', 'app-logs-out', 'card-payment'],
  },
]

/** An item of the score card that one of the calls misses, and whose words say why. */
const MISSED_ITEM = 'recording-paused'

const SCORING_MS = 600_000
const DAY_MS = 86_400_000

/** A server that has four weeks to score and count: its pictures can be taken some minutes later. */
export interface Weeks {
  take(): Promise<void>
  end(): Promise<void>
}

/** In an empty folder, which is to be there until the end. */
export async function beginWeeks(browser: Browser, folder: string): Promise<Weeks> {
  const rulesDir = join(folder, 'rules')
  await cp(RULES, rulesDir, { recursive: true })
  await writeFile(join(rulesDir, 'floor.yaml'), floorFile())
  const settings = { dataDir: folder, env: { EARSHOT_RULES_DIR: rulesDir } }
  const first = await startEarshot(settings)
  try {
    await hearCalls(browser, first)
  } finally {
    await first.stop()
  }
  const calls = BATCHES.flat().length + (await keepWeeksOfCalls(folder, FLOOR))
  const server = await startEarshot(settings)
  return {
    take: async () => {
      await until('all calls to be scored and all days counted', () => isCounted(server, calls), SCORING_MS)
      await takeQuality(browser, server)
      await takeFigures(browser, server)
    },
    end: async () => {
      await server.stop()
    },
  }
}

function floorFile(): string {
  const teamsOf = (site: string) =>
    FLOOR.filter((one) => one.site === site).map(({ team, agents }) => [team, { agents }] as const)
  const sites = new Set(FLOOR.map(({ site }) => site))
  // JSON is YAML, too.
  return JSON.stringify({
    sites: Object.fromEntries([...sites].map((site) => [site, { teams: Object.fromEntries(teamsOf(site)) }])),
  })
}

/** The calls as they come to agents who look at their panels, with a supervisor: so the way to the screen is measured. */
async function hearCalls(browser: Browser, server: EarshotServer): Promise<void> {
  const token = await server.token('admin')
  const supervisor = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await supervisor.page.goto(server.links['supervisor'] ?? '')
  for (const batch of BATCHES) {
    const screens = await Promise.all(
      batch.map(async ({ agentId }) => {
        const screen = await openScreen(browser, { ...SCREEN, theme: 'light' })
        await screen.page.goto(`${server.url}/signin?token=${await server.token('agent', agentId)}`)
        return screen
      }),
    )
    await Promise.all(
      batch.map(async ({ id, agentId, queue, team }) => {
        const attributes = ['--attribute', `queue=${queue}`, '--attribute', `team=${team}`]
        await earshotStream({
          ...{ files: [(await sampleCall(id)).wav], url: server.url, grpc: server.grpc, token },
          args: ['--agent', agentId, '--call-id', id, ...attributes],
        })
      }),
    )
    await Promise.all(screens.map(({ context }) => context.close()))
  }
  await supervisor.context.close()
}

async function isCounted({ url, tokens }: EarshotServer, calls: number): Promise<boolean> {
  const ask = (path: string): Promise<Response> =>
    fetch(url + path, { headers: { authorization: `Bearer ${tokens['admin'] ?? ''}` } })
  const now = Date.now()
  const period = `from=${now - 28 * DAY_MS}&to=${now}`
  const quality = (await (await ask(`/v1/quality/report?${period}&group=all`)).json()) as QualityReport
  const figures = (await (await ask(`/v1/figures?${period}`)).json()) as FiguresReport
  if (quality.all.calls === calls && figures.daysToCount === 0) return true
  await sleep(1000)
  return false
}

async function takeQuality(browser: Browser, server: EarshotServer): Promise<void> {
  const light = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await light.page.goto(server.links['supervisor'] ?? '')
  await light.page.goto(`${server.url}/quality`)
  await light.page.locator('earshot-time-chart canvas').waitFor()
  await light.page.locator('earshot-quality-items li').first().waitFor()
  await light.page.waitForTimeout(500)
  await takePicture(light.page, 'quality.png')
  await light.context.close()
  const dark = await openScreen(browser, { ...SCREEN, theme: 'dark' })
  await dark.page.goto(server.links['supervisor'] ?? '')
  await dark.page.goto(`${server.url}/quality#calls=newest&item=${MISSED_ITEM}&result=missed`)
  await dark.page.locator('earshot-score-card-list li a').first().click()
  await dark.page.locator('earshot-score-card-view .item').first().waitFor()
  await dark.page.waitForTimeout(500)
  await takePicture(dark.page, 'quality-card.png')
  await dark.context.close()
}

async function takeFigures(browser: Browser, server: EarshotServer): Promise<void> {
  const { page, context } = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await page.goto(server.links['supervisor'] ?? '')
  await page.goto(`${server.url}/figures?period=4-weeks`)
  await page.locator('earshot-time-chart canvas').nth(2).waitFor()
  await page.locator('earshot-rule-figures tbody tr').first().waitFor()
  await page.waitForTimeout(500)
  await takePicture(page, 'figures.png')
  await context.close()
}
