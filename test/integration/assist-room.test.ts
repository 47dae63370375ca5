import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../server/contracts/access.ts'
import type { AssistState, CallContext, CallLabel, WrapUp } from '../../server/contracts/assist.ts'
import type { Snapshot } from '../../server/contracts/events.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { ConsoleCall } from '../helpers/console-call.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { MemoryIssueDesk } from '../helpers/memory-issue-desk.ts'
import { buildIssue } from '../helpers/issue-builders.ts'
import { until } from '../helpers/until.ts'

const RULES = resolve(import.meta.dirname, '../../rules')

let app: HttpApp
let call: ConsoleCall
let labels: CallLabel[]

beforeEach(async () => {
  const quotes = [
    { contactId: 'calls:call-1', channel: 'call', text: 'x', at: wallMs(1), callId: 'call-1', atMs: 1 },
  ] as const
  const issues = new MemoryIssueDesk({
    issues: [buildIssue({ issueId: 'touches', quotes }), buildIssue({ issueId: 'another', quotes: [] })],
  })
  app = await startHttpApp({ rulesDir: RULES, issues })
  labels = []
  app.bus.subscribe('label', (label) => labels.push(label))
})

afterEach(() => app.close())

async function json<T>(path: string, agent = 'maria'): Promise<T> {
  const answer = await app.get(path, await app.token('agent', agent))
  expect(answer.status, path).toBe(200)
  return (await answer.json()) as T
}

async function send(method: 'POST' | 'PUT', path: string, body: unknown, agent = 'maria'): Promise<Response> {
  return app.send({ method, path, body, token: await app.token('agent', agent) })
}

async function read(role: Role, agentId?: string): Promise<EventReader> {
  return EventReader.open({ url: app.url, token: await app.token(role, agentId) })
}

/** Each call starts after the one before. */
let startedAt = 1_000_000

function startCall(attributes = {}, callId = 'call-1'): ConsoleCall {
  startedAt += 1000
  const started = new ConsoleCall(app, { callId, agentId: 'maria' })
  started.start({ attributes, startedAt: wallMs(startedAt) })
  return started
}

describe('what an agent can lean on travels', () => {
  const states = (reader: EventReader): readonly AssistState[] => reader.of('assist')

  it('to the agent of the call and to whoever watches it, in the snapshot and live, and to nobody else', async () => {
    call = startCall()
    call.say({ text: 'i want to cancel my account', startMs: 1000 })
    const own = await read('agent', 'maria')
    const other = await read('agent', 'bob')
    const board = await read('supervisor')
    const watching = await read('supervisor')
    watching.say({ type: 'watch', callId: 'call-1' })
    const whole = (reader: EventReader): Snapshot['calls'][number] | undefined =>
      reader.of('snapshot').at(-1)?.calls[0]
    await until('the watched call comes whole', () => whole(watching)?.assist !== undefined)
    expect(whole(own)?.assist?.checklists.map(({ checklistId }) => checklistId)).toEqual(['cancellation'])
    expect(whole(board)).toBeDefined()
    expect(whole(board)?.assist).toBeUndefined()
    expect(whole(other)).toBeUndefined()
    call.say({ text: 'what is the reason', startMs: 5000, party: 'agent' })
    await until('both hear of it', () => states(own).length > 0 && states(watching).length > 0)
    const [told] = states(own)
    expect(told?.checklists[0]?.items[0]).toMatchObject({ itemId: 'reason', progress: 'done' })
    expect([states(board), states(other)]).toEqual([[], []])
    await Promise.all([own, other, board, watching].map((reader) => reader.close()))
  })

  it('to whoever takes the call over, whole', async () => {
    call = startCall()
    call.say({ text: 'i want to cancel my account', startMs: 1000 })
    const next = await read('agent', 'bob')
    call.pass('bob')
    await until('bob has it', () => next.of('snapshot').some(({ calls }) => calls[0]?.assist !== undefined))
    await next.close()
  })
})

it('after a restart the call goes on under another id with what was said before it', async () => {
  call = startCall()
  call.say({ text: 'i want to cancel my account', startMs: 1000 })
  call.say({ text: 'what is the reason', startMs: 5000, party: 'agent' })
  call.end(9000)
  await until('it is kept', async () => (await app.store.getCall('call-1'))?.utterances.length === 2)
  const next = new ConsoleCall(app, { callId: 'call-2', agentId: 'maria' })
  next.start({ attributes: {}, continues: { callId: 'call-1', atMs: callMs(20_000) } })
  const reader = await read('agent', 'maria')
  const told = (): AssistState | undefined =>
    [
      ...reader.of('snapshot').flatMap(({ calls }) => calls.flatMap(({ assist }) => assist ?? [])),
      ...reader.of('assist'),
    ].findLast(({ callId }) => callId === 'call-2')
  await until('it is told', () => told() !== undefined)
  expect(told()?.checklists[0]?.items[0]).toMatchObject({ itemId: 'reason', progress: 'done' })
  expect(told()?.checklists[0]?.sinceMs).toBeLessThan(0)
  await reader.close()
})

describe('a label', () => {
  it('is kept, published for the issues, and redacted; the same again replaces it', async () => {
    call = startCall()
    await until('the call is kept', async () => (await app.store.getCall('call-1')) !== null)
    const body = { channel: 'web', step: 'payment', note: 'card 4539 1234 5678 9012 refused' }
    const answer = await send('POST', '/v1/calls/call-1/labels', body)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ by: 'maria', note: 'card • • • • refused' })
    await send('POST', '/v1/calls/call-1/labels', { ...body, note: '' })
    expect(labels.map(({ labelId, note }) => [labelId, note])).toEqual([
      ['call-1:web:payment', 'card • • • • refused'],
      ['call-1:web:payment', ''],
    ])
    expect(await app.store.assist.listLabels('call-1')).toHaveLength(1)
  })

  it.each([
    ['of another agent', { channel: 'web' }, 'bob', 404],
    ['of the phone itself', { channel: 'call' }, 'maria', 400],
    ['with a field that nobody knows', { channel: 'web', colour: 'red' }, 'maria', 400],
  ])('%s is refused', async (_what, body, agent, status) => {
    call = startCall()
    await until('the call is kept', async () => (await app.store.getCall('call-1')) !== null)
    expect((await send('POST', '/v1/calls/call-1/labels', body, agent)).status).toBe(status)
    expect(labels).toEqual([])
  })
})

it('the context has allowed attributes, earlier calls with their prompts and notes, and issues it touches', async () => {
  const before = startCall({ customer: 'c-1' }, 'call-0')
  const told = { startMs: 0, words: 'refund', state: 'confirmed' } as const
  before.tell({ ...told, outcomeId: 'p', title: 'Refund wanted' })
  before.tell({ ...told, outcomeId: 'a', kind: 'alert', title: 'For supervisors' })
  before.end(60_000)
  const notes = { reason: 'Refund', summary: '', promises: [], dispositions: ['refund'] }
  await until('it is kept', async () => (await app.store.getOutcome('a')) !== null)
  expect((await send('PUT', '/v1/calls/call-0/wrap-up', notes)).status).toBe(200)
  call = startCall({ customer: 'c-1', queue: 'billing', secret: 'x' })
  await until('it is kept', async () => (await app.store.getCall('call-1')) !== null)
  const context = await json<CallContext>('/v1/calls/call-1/context')
  expect(context.attributes).toEqual({ queue: 'billing' })
  expect(context.issues.map(({ issueId }) => issueId)).toEqual(['touches'])
  expect(context.earlierCalls).toMatchObject([
    {
      callId: 'call-0',
      reason: 'Refund',
      dispositions: ['Refund promised'],
      outcomes: [{ title: 'Refund wanted', kind: 'prompt' }],
    },
  ])
})

describe('the notes of a call', () => {
  beforeEach(async () => {
    call = startCall()
    call.say({ text: 'i want to cancel my account', startMs: 1000 })
    call.say({ text: 'i will send you an email', startMs: 5000, party: 'agent' })
    call.end(10_000)
    await until('it is kept', async () => (await app.store.getCall('call-1'))?.utterances.length === 2)
  })

  it('are a draft until somebody saves them, redacted, and then are what was saved', async () => {
    const draft = await json<WrapUp>('/v1/calls/call-1/wrap-up')
    expect(draft).toMatchObject({ saved: null, source: 'evidence', promises: ['I will send you an email'] })
    const body = {
      reason: ' Price ',
      summary: 'Account 12345678.',
      promises: [' ', 'x'],
      dispositions: ['kept'],
    }
    expect((await send('PUT', '/v1/calls/call-1/wrap-up', body)).status).toBe(200)
    expect(await json<WrapUp>('/v1/calls/call-1/wrap-up')).toMatchObject({
      saved: { by: 'maria' },
      reason: 'Price',
      summary: 'Account •.',
      promises: ['x'],
      dispositions: ['kept'],
      suggested: draft.suggested,
    })
  })

  it('are refused with a disposition that does not exist, which is named by its place alone', async () => {
    const body = { reason: '', summary: '', promises: [], dispositions: ['kept', 'nonsense'] }
    const answer = await send('PUT', '/v1/calls/call-1/wrap-up', body)
    expect(answer.status).toBe(400)
    const { message } = (await answer.json()) as { message: string }
    expect(message).toContain('body.dispositions.1: expected of cancelled, kept')
    expect(message).not.toContain('nonsense')
  })
})

it('articles are found and read by agents', async () => {
  const found = await json<readonly { articleId: string }[]>('/v1/knowledge?q=technician')
  expect(found[0]?.articleId).toBe('missed-visit')
  expect(await json('/v1/knowledge/missed-visit')).toMatchObject({ title: 'Technician did not come' })
})

it('a faulty file is told and leaves what was in force; a right one takes its place in the next call', async () => {
  const rulesDir = join(app.folder, 'own-rules')
  const file = join(rulesDir, 'checklists/hello.yaml')
  const text = (phrase: string): string =>
    `id: hello\nversion: 1\ntitle: Hello\nowner: team\napplies: { always: true }\nitems:\n  - { id: hi, text: Say hello, phrases: [${phrase}] }\n`
  await mkdir(join(rulesDir, 'checklists'), { recursive: true })
  await writeFile(file, text('hello there'))
  const own = await startHttpApp({ rulesDir })
  try {
    const last: AssistState[] = []
    own.bus.subscribe('assist', (state) => last.push(state))
    const said = async (callId: string, words: string): Promise<string | undefined> => {
      const each = new ConsoleCall(own, { callId, agentId: 'maria' })
      each.start()
      each.say({ text: words, startMs: 100, party: 'agent' })
      each.end(1000)
      await until('it is told', () => last.at(-1)?.callId === callId)
      return last.at(-1)?.checklists[0]?.items[0]?.progress
    }
    expect(await said('one', 'hello there')).toBe('done')
    await writeFile(file, text('Hello There.'))
    await until('the fault is told', async () => (await own.metric('earshot_assist_file_faults')) === 1)
    expect(own.logged()).toContain('checklists/hello.yaml:7')
    expect(await said('two', 'hello there')).toBe('done')
    await writeFile(file, text('good morning'))
    await until('it is repaired', async () => (await own.metric('earshot_assist_file_faults')) === 0)
    expect(await said('three', 'good morning')).toBe('done')
  } finally {
    await own.close()
    await rm(rulesDir, { recursive: true })
  }
})
