import { afterEach, beforeEach, expect, test } from 'vitest'
import { EventReader } from '../helpers/event-reader.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { buildCall, buildStart, buildUtterance } from '../helpers/message-builders.ts'
import { until } from '../helpers/until.ts'

let app: HttpApp

beforeEach(async () => {
  app = await startHttpApp()
  app.bus.publish('transcript', buildStart(buildCall({ callId: 'call-1', agentId: 'agent-7' })))
  app.bus.publish('transcript', buildUtterance({ callId: 'call-1', text: 'a secret word' }))
  await app.store.flush()
})

afterEach(() => app.close())

async function entries(count: number): Promise<readonly string[]> {
  const token = await app.token('admin')
  let lines: readonly string[] = []
  await until(`${String(count)} entries`, async () => {
    const answer = (await (await app.get('/v1/audit', token)).json()) as readonly {
      readonly by: string
      readonly role: string
      readonly action: string
      readonly about: string
    }[]
    lines = answer.map(({ by, role, action, about }) => `${by} ${role}: ${action} ${about}`)
    return lines.length >= count
  })
  return lines
}

test('whoever looks into a call is written down, and nobody who was refused', async () => {
  const supervisor = await app.token('supervisor')
  const agent = await app.token('agent', 'agent-7')
  await app.get('/v1/calls', supervisor)
  await app.get('/v1/calls/call-1', supervisor)
  await app.get('/v1/calls/no-call', supervisor)
  await app.get('/v1/calls/call-1', await app.token('digital'))
  await app.get('/v1/calls/call-1', agent)
  const lines = await entries(2)
  expect(lines).toEqual([
    expect.stringMatching(/agent: GET \/v1\/calls\/:callId call-1$/),
    expect.stringMatching(/supervisor: GET \/v1\/calls\/:callId call-1$/),
  ])
  expect(lines.join()).not.toContain('secret')
})

test('whoever changes something is written down, with what it was about', async () => {
  const token = await app.token('supervisor')
  const body = { ruleId: 'a', until: Date.now() + 60_000, reason: 'a reason' }
  const { silenceId } = (await (
    await app.send({ method: 'POST', path: '/v1/silences', body, token })
  ).json()) as {
    silenceId: string
  }
  await app.send({ method: 'DELETE', path: `/v1/silences/${silenceId}`, token })
  await app.send({ method: 'POST', path: '/v1/silences', body: {}, token })
  expect(await entries(2)).toEqual([
    expect.stringContaining(`DELETE /v1/silences/:id ${silenceId}`),
    expect.stringMatching(/POST \/v1\/silences $/),
  ])
})

test('whoever follows a call’s words live is written down, each time', async () => {
  const reader = await EventReader.open({ url: app.url, token: await app.token('supervisor') })
  reader.say({ type: 'watch', callId: 'call-1' })
  await until('its words', () => reader.of('snapshot').length === 2)
  expect(await entries(1)).toEqual([expect.stringMatching(/supervisor: watch call-1$/)])
  await reader.close()
})
