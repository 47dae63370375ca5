import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CallRecord } from '../../server/contracts/store.ts'
import type { Issue } from '../../server/contracts/issue.ts'
import { launchBrowser, openScreen } from '../helpers/browser.ts'
import { startEarshot, type EarshotServer } from '../helpers/earshot-server.ts'
import { keepCalls, type PastCall } from '../helpers/keep-calls.ts'
import { NativeClient, littleEndian, startMessage } from '../helpers/native-client.ts'
import { between, callSamples } from '../helpers/sample-call-audio.ts'
import { until } from '../helpers/until.ts'
import { startWebhookReceiver, type ReceivedWebhook } from '../helpers/webhook-receiver.ts'

const HOUR_MS = 3_600_000
/** Calls an hour on the quiet days before, as busy as the hour that is played. */
const USUAL_PER_HOUR = 240
const AT_ONCE = 4
const LINE = 'The payment page is down: take payments by phone, repair at half past two.'
const SCREEN = { width: 1366, height: 768, theme: 'light' } as const

/** Customers' turns of sample calls in which nothing is wrong with anything digital. */
const CALM_TURNS: readonly (readonly [id: string, turn: number])[] = [
  ['calm-request', 0],
  ['calm-request', 1],
  ['calm-request', 4],
  ['calm-request', 5],
  ['calm-request', 6],
  ['calm-request', 8],
  ['card-payment', 0],
  ['card-payment', 7],
  ['cancellation', 7],
  ['cancellation', 8],
]
/** Turns in which the payment page freezes. */
const FROZEN_TURNS = [
  ['billing-page-freezes', 0],
  ['billing-page-freezes', 3],
] as const

interface Clip {
  readonly text: string
  readonly samples: Int16Array
}

test('twelve callers among fifty raise one issue; the team’s answer reaches the thirteenth caller’s agent', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-digital-'))
  const receiver = await startWebhookReceiver()
  const browser = await launchBrowser()
  const calm = await Promise.all(CALM_TURNS.map(clipOf))
  const frozen = await Promise.all(FROZEN_TURNS.map(clipOf))
  await keepCalls(dataDir, quietPast([...(await heardOf(calm)), ...calm.map(({ text }) => text)]))
  const server = await startEarshot({ dataDir, env: { EARSHOT_NOTIFY_PRIVATE: '127.0.0.1' } })
  try {
    await until('what is usual is learned', () => server.log().includes('has been learned'), 60_000)
    const digital = await server.token('digital')
    const saved = await ask(server, digital, 'POST', '/v1/subscriptions', {
      name: 'payments team',
      target: { type: 'webhook', url: receiver.url, shape: 'cloudevents' },
      filter: { codes: ['web.payment'] },
      pace: { groupWaitMs: 0, groupIntervalMs: 0 },
    })

    await streamAll(server, [
      ...calm.flatMap((clip) => Array.from({ length: 5 }, () => clip)),
      ...Array.from({ length: 12 }, (_, n) => frozen[n % frozen.length] ?? never()),
    ])
    const listed = await ask(server, digital, 'GET', '/v1/issues?limit=10')
    const [issue = never(), ...others] = listed as unknown as readonly Issue[]
    expect(others).toEqual([])
    expect(issue).toMatchObject({
      code: 'web.payment.page-freezes',
      channel: 'web',
      step: 'payment',
      state: 'new',
    })
    expect(issue.counts.contacts).toBeGreaterThanOrEqual(10)

    await until('the webhook', () => receiver.received.length > 0, 20_000)
    const hook = receiver.received[0] ?? never()
    expect(hook.json).toMatchObject({ type: 'earshot.issue.opened', data: { issueId: issue.issueId } })
    expect(hook.headers['webhook-signature']).toBe(signatureOf(hook, String(saved['secret'])))

    // The agent is at their screen, the digital team answers on its page.
    const agent = await openScreen(browser, SCREEN)
    await agent.page.goto(`${server.url}/signin?token=${await server.token('agent', 'agent-13')}`)
    const team = await openScreen(browser, SCREEN)
    await team.page.goto(`${server.url}/signin?token=${digital}`)
    await team.page.goto(`${server.url}/digital`)
    const desk = team.page.locator('earshot-issue-desk')
    await team.page.locator('earshot-issue-list .row', { hasText: issue.title }).getByRole('button').click()
    await desk.getByRole('button', { name: 'Tell the floor' }).first().click()
    const dialog = team.page.getByRole('dialog')
    await dialog.getByLabel('What agents say').fill(LINE)
    await dialog.getByRole('button', { name: 'Tell the floor' }).click()
    await desk.locator('blockquote', { hasText: LINE }).waitFor()

    await streamCall(server, 'thirteenth', frozen[0] ?? never(), 'agent-13')
    const card = agent.page.locator('earshot-prompt-card', { hasText: LINE })
    await card.waitFor({ timeout: 20_000 })
    const told = await ask(server, digital, 'GET', `/v1/issues/${encodeURIComponent(issue.issueId)}`)
    expect(told['issue']).toMatchObject({ state: 'acknowledged', advice: { text: LINE } })
  } finally {
    await browser.close()
    await server.stop()
    await receiver.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}, 300_000)

/** What the recogniser hears in the clips: the same slips will come from every caller who is played. */
async function heardOf(clips: readonly Clip[]): Promise<readonly string[]> {
  const server = await startEarshot()
  try {
    await Promise.all(clips.map((clip, n) => streamCall(server, `heard-${String(n)}`, clip, 'agent')))
    const admin = await server.token('admin')
    const texts = clips.map(async (_, n) => {
      const call = await ask(server, admin, 'GET', `/v1/calls/heard-${String(n)}`)
      return (call as unknown as CallRecord).utterances.map(({ text }) => text).join(' ')
    })
    return await Promise.all(texts)
  } finally {
    await server.stop()
  }
}

/** A day and some hours in which everybody said what the calm callers of the test say, and nobody anything else. */
function quietPast(texts: readonly string[]): readonly PastCall[] {
  const hours = 27
  const total = hours * USUAL_PER_HOUR
  const startedAt = Date.now() - hours * HOUR_MS
  return Array.from({ length: total }, (_, n) => ({
    callId: `past-${String(n)}`,
    customer: `past customer ${String(n)}`,
    startedAt: startedAt + (n * HOUR_MS) / USUAL_PER_HOUR,
    text: texts[(n * 7) % texts.length] ?? never(),
  }))
}

async function clipOf([id, turn]: readonly [string, number]): Promise<Clip> {
  const call = await callSamples(id)
  const said = call.reference.turns.filter(({ party }) => party === 'customer')[turn] ?? never()
  const range = { fromMs: said.startMs - 150, toMs: said.endMs + 400 }
  return { text: said.text, samples: between(call.samples.customer, range) }
}

/** Streams a call for each clip, some at a time, the frozen ones spread among the calm ones. */
async function streamAll(server: EarshotServer, clips: readonly Clip[]): Promise<void> {
  const calls = clips.map((clip, n) => ({
    clip,
    callId: `call-${String(n)}`,
    place: (n * 29) % clips.length,
  }))
  const waiting = calls.toSorted((a, b) => a.place - b.place)
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await streamCall(server, next.callId, next.clip, `agent of ${next.callId}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

async function streamCall(server: EarshotServer, callId: string, clip: Clip, agentId: string): Promise<void> {
  const client = await NativeClient.open({
    host: new URL(server.url).host,
    token: server.tokens['admin'] ?? '',
  })
  client.send(
    startMessage({
      callId,
      agentId,
      attributes: { customer: `customer of ${callId}`, queue: 'billing' },
      audio: { encoding: 'pcm_s16le', sampleRate: 8000, channels: ['customer'] },
    }),
  )
  await client.answer('started')
  const bytes = littleEndian(clip.samples)
  for (let at = 0; at < bytes.length; at += 16_000) await client.audio(bytes.subarray(at, at + 16_000))
  client.send({ type: 'stop' })
  // All words are out then; on a busy machine that takes its time.
  await until('the call ends', () => client.answers.some(({ type }) => type === 'stopped'), 60_000)
  client.socket.close()
}

async function ask(
  server: EarshotServer,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${JSON.stringify(answer)}`)
  return answer
}

/** By hand, from the specification of Standard Webhooks. */
function signatureOf({ headers, text }: ReceivedWebhook, secret: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
}

function never(): never {
  throw new Error('it is missing')
}
