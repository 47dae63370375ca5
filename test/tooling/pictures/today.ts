/** The pictures of calls as they run, of the rules, and of the issue that customers call and write about. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Issue } from '../../../server/contracts/issue.ts'
import { openScreen } from '../../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../../helpers/earshot-server.ts'
import { earshotStream } from '../../helpers/earshot-stream.ts'
import { sampleCall } from '../../helpers/sample-calls.ts'
import { keepSitePast, type UsualSubject } from '../../helpers/site-past.ts'
import { until } from '../../helpers/until.ts'
import { SCREEN, takePicture } from './take-picture.ts'

/** Who takes which call; the first is the one in the pictures. */
const CALLS = [
  { id: 'angry-repeat-caller', agentId: 'maria', queue: 'internet', team: 'north' },
  { id: 'billing-page-freezes', agentId: 'jonas', queue: 'billing', team: 'north' },
  { id: 'cancellation', agentId: 'amara', queue: 'retention', team: 'south' },
  { id: 'calm-request', agentId: 'felix', queue: 'service', team: 'south' },
] as const

const TASKS = [
  {
    title: 'Roll checkout back to 4.11',
    owner: 'jonas',
    acceptance: 'a test card pays in under three seconds',
  },
  { title: 'Put a notice on the payment page', owner: 'amara', acceptance: 'it is there in all languages' },
] as const

const MINUTE = 60_000

/** A rule that fires in one of these calls. */
const RULE = 'cancellation-risk'

/** A rule that almost fires in the first of them: the customer is upset, but the agent is kind. */
const NEAR_MISS = 'no-empathy'

/** What customers write while the payment page is down, and of the log-in. */
const COMPLAINTS = [
  'The payment page freezes when I click on pay. I tried three browsers.',
  'Checkout freezes after I enter my card.',
  'I want to pay my order but the payment page freezes again and again.',
]
const LOG_IN = ['I cannot log in on your web site.', 'Logging in fails with an error, every time.']
const ISSUE = 'web.payment.page-freezes'

/** What customers of this site complain of on any day. */
const USUAL: readonly UsualSubject[] = [
  { code: ISSUE, text: 'the payment page freezes', channel: 'web', step: 'payment', perHour: 0.4 },
  { code: 'log-in.fails.on-web', text: 'i cannot log in', channel: 'web', step: 'log-in', perHour: 0.5 },
  {
    code: 'log-in.password-refused',
    text: 'my password is wrong',
    channel: 'web',
    step: 'log-in',
    perHour: 7,
  },
  {
    code: 'log-in.password-refused',
    text: 'my password is wrong',
    channel: 'app',
    step: 'log-in',
    perHour: 4,
  },
  { code: 'app.broken.crashes', text: 'the app crashes', channel: 'app', step: null, perHour: 6 },
  { code: 'app.broken.slow', text: 'the app is slow', channel: 'app', step: null, perHour: 3.5 },
  { code: 'app.liked', text: 'i like the new app', channel: 'survey', step: null, perHour: 3 },
  { code: 'chat.bot-loop', text: 'the bot goes in circles', channel: 'chat', step: null, perHour: 5 },
  { code: 'chat.wait', text: 'nobody answers in the chat', channel: 'chat', step: null, perHour: 3 },
  { code: 'email.unanswered', text: 'nobody answers my e-mail', channel: 'email', step: null, perHour: 4 },
]

const LISTEN = 'https://pbx.example/listen?call={callId}'

/** What the pictures are taken with. */
interface Studio {
  readonly browser: Browser
  readonly server: EarshotServer
}

export async function takeToday(browser: Browser): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-pictures-'))
  await keepSitePast(dataDir, { perHour: 5, usual: USUAL })
  const server = await startEarshot({ dataDir, env: { EARSHOT_LISTEN_URL: LISTEN } })
  const studio = { browser, server }
  try {
    await until('the past to be learned', () => server.log().includes('has been learned from what is kept'))
    const issuePath = await raiseIssues(server)
    await takeCalls(studio)
    await takeRules(studio)
    await takeDigital(studio, issuePath)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true })
  }
}

async function takeCalls({ browser, server }: Studio): Promise<void> {
  const agent = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await agent.page.goto(`${server.url}/signin?token=${await server.token('agent', CALLS[0].agentId)}`)
  const supervisor = await openScreen(browser, { ...SCREEN, theme: 'dark' })
  await supervisor.page.goto(server.links['supervisor'] ?? '')
  const token = await server.token('admin')
  const streams = CALLS.map(async ({ id, agentId, queue, team }) =>
    earshotStream({
      files: [(await sampleCall(id)).wav],
      url: server.url,
      grpc: server.grpc,
      token,
      args: ['--agent', agentId, '--attribute', `queue=${queue}`, '--attribute', `team=${team}`],
    }),
  )
  await supervisor.page.getByText(CALLS[0].agentId).first().waitFor()
  await supervisor.page.waitForTimeout(44_000)
  await takePicture(supervisor.page, 'supervisor-board.png')
  await supervisor.page.getByRole('button', { name: 'Map' }).click()
  await supervisor.page.waitForTimeout(500)
  await takePicture(supervisor.page, 'supervisor-map.png')
  await supervisor.page.getByRole('button', { name: 'List' }).click()
  await supervisor.page.getByText(CALLS[0].agentId).first().click()
  await supervisor.page.locator('earshot-call-drawer .found').getByText('asks for a manager').click()
  await supervisor.page.waitForTimeout(1500)
  await Promise.all([takePicture(agent.page, 'agent.png'), takePicture(supervisor.page, 'supervisor.png')])
  await askWhyNot(supervisor.page)
  await Promise.all(streams)
  await Promise.all([agent.context.close(), supervisor.context.close()])
}

/** Of a rule that had half of what it asks for. */
async function askWhyNot(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Why, why not' }).click()
  await page.getByRole('combobox', { name: 'Rule to ask about' }).fill(NEAR_MISS)
  await page.locator('earshot-rule-chooser').getByRole('option').click()
  await page.locator('earshot-why-pane').getByText('What was missing').waitFor()
  await page.waitForTimeout(500)
  await takePicture(page, 'supervisor-why.png')
}

async function takeRules({ browser, server }: Studio): Promise<void> {
  const { page, context } = await openScreen(browser, { ...SCREEN, theme: 'light' })
  await page.goto(server.links['analyst'] ?? '')
  await page.goto(`${server.url}/rules#${RULE}`)
  await page.getByRole('button', { name: 'Back-test' }).first().click()
  await page.locator('earshot-backtest-results .summary').waitFor()
  await page.locator('.busy').waitFor({ state: 'detached' })
  await page.mouse.move(0, 0)
  await takePicture(page, 'rules.png')
  await context.close()
}

/** A change, then an hour in which customers write, and call, of what it broke; the path of the issue that it is. */
async function raiseIssues(server: EarshotServer): Promise<string> {
  const token = await server.token('admin')
  const now = Date.now()
  await send(server, '/v1/changes', {
    kind: 'deployment',
    title: 'Checkout 4.12',
    channel: 'web',
    at: now - 64 * MINUTE,
  })
  await send(server, '/v1/changes', { kind: 'campaign', title: 'Winter sale', at: now - 170 * MINUTE })
  await complain(server, COMPLAINTS, { count: 14, since: now - 55 * MINUTE, step: 'payment' })
  await complain(server, LOG_IN, { count: 5, since: now - 31 * MINUTE, step: 'log-in' })
  const call = await sampleCall('billing-page-freezes')
  const callers = ['lena', 'omar', 'ines'].map((agentId) =>
    earshotStream({
      ...{ files: [call.wav], url: server.url, grpc: server.grpc, token },
      args: ['--agent', agentId, '--attribute', 'queue=billing', '--speed', '4'],
    }),
  )
  await Promise.all(callers)
  const settings = { codeFalseAlarmsPerWeek: 2, phraseFalseAlarmsPerWeek: 2, handlingSeconds: 420 }
  const costPerHour = { amount: 42, currency: 'EUR' }
  await send(server, '/v1/issues/settings', { ...settings, costPerHour }, 'PUT')
  const list = (await (await ask(server, '/v1/issues')).json()) as readonly Issue[]
  const id = list.find(({ code }) => code === ISSUE)?.issueId ?? ''
  const path = `/v1/issues/${encodeURIComponent(id)}`
  const fixExpectedAt = Math.ceil((now + 60 * MINUTE) / (30 * MINUTE)) * 30 * MINUTE
  const time = new Date(fixExpectedAt).toTimeString().slice(0, 5)
  const text = `The payment page is down. Take the payment by phone. Fix expected at ${time}.`
  for (const action of [
    { type: 'own', owner: 'web-team' },
    { type: 'advise', text, fixExpectedAt },
    ...TASKS.map((task) => ({ type: 'add-task', dueAt: now + 60 * MINUTE, ...task })),
  ])
    await send(server, `${path}/actions`, { action })
  return path
}

async function complain(
  server: EarshotServer,
  texts: readonly string[],
  { count, since, step }: { readonly count: number; readonly since: number; readonly step: string },
): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const at = Math.round(since + ((Date.now() - since) * n) / count)
    const channel = n % 4 === 3 ? 'chat' : 'web'
    const author = `${step} ${n}`
    await send(server, '/v1/feedback', {
      id: author,
      source: 'web-snippet',
      author,
      channel,
      step,
      at,
      text: texts[n % texts.length],
    })
  }
}

async function takeDigital({ browser, server }: Studio, issuePath: string): Promise<void> {
  const hash = `#issues/${issuePath.split('/').at(-1) ?? ''}`
  const light = (await openScreen(browser, { ...SCREEN, theme: 'light' })).page
  await light.goto(server.links['digital'] ?? '')
  await light.goto(`${server.url}/digital${hash}`)
  await light.locator('earshot-issue-chart canvas').waitFor()
  await light.waitForTimeout(500)
  await takePicture(light, 'digital.png')
  await light.getByRole('button', { name: 'Change the line' }).click()
  await light.waitForTimeout(300)
  await takePicture(light, 'digital-line.png')
  const dark = (await openScreen(browser, { ...SCREEN, theme: 'dark' })).page
  await dark.goto(server.links['digital'] ?? '')
  for (const view of ['map', 'day']) {
    await dark.goto(`${server.url}/digital#${view}`)
    await dark.waitForTimeout(1500)
    await takePicture(dark, `digital-${view}.png`)
  }
}

async function ask(server: EarshotServer, path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(server.url + path, {
    ...init,
    headers: {
      authorization: `Bearer ${server.tokens['admin'] ?? ''}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return answer
}

async function send(
  server: EarshotServer,
  path: string,
  body: object,
  method: 'POST' | 'PUT' = 'POST',
): Promise<void> {
  await ask(server, path, { method, body: JSON.stringify(body) })
}
