import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessScope } from '../../server/contracts/access.ts'
import type { AlertCase } from '../../server/contracts/alert-case.ts'
import type { CallContext } from '../../server/contracts/assist.ts'
import type { Silence } from '../../server/contracts/attention.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { StoredCall } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { buildCase } from '../helpers/case-builders.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { startHttpApp, type HttpApp, type SentRequest } from '../helpers/http-app.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
} from '../helpers/message-builders.ts'
import { sseReader } from '../helpers/sse-reader.ts'
import { until } from '../helpers/until.ts'

const WHO = {
  billing: { teams: ['billing'], sites: [] },
  sales: { teams: ['sales'], sites: [] },
  berlin: { teams: [], sites: ['berlin'] },
  all: undefined,
} as const satisfies Record<string, AccessScope | undefined>

type Who = keyof typeof WHO

let app: HttpApp
let tokens: Record<Who, string>

beforeEach(async () => {
  app = await startHttpApp()
  const issued = Object.entries(WHO).map(async ([name, scope]) => {
    const request = { role: 'supervisor', subject: name, ttlMs: 3_600_000, scope } as const
    return [name, await app.access.issueToken(request)] as const
  })
  tokens = Object.fromEntries(await Promise.all(issued)) as Record<Who, string>
  start('b-1', { site: 'berlin', team: 'billing' }, 'agent-1')
  start('s-1', { site: 'leeds', team: 'sales' }, 'agent-2')
  start('nowhere', {}, 'agent-3')
})

afterEach(() => app.close())

/** A live call with an alert, which the alerts room makes a case of. */
function start(callId: string, attributes: Record<string, string>, agentId: string): void {
  const startedAt = wallMs(STARTED_AT + callId.length)
  app.bus.publish('transcript', buildStart(buildCall({ callId, agentId, startedAt, attributes })))
  tell(callId, agentId)
}

function tell(callId: string, agentId: string): void {
  const outcomeId = `alert-${callId}`
  app.bus.publish(
    'outcome',
    buildOutcome({ outcomeId, callId, agentId, kind: 'alert', createdAt: startOf(callId) }),
  )
}

function startOf(callId: string) {
  return wallMs(STARTED_AT + callId.length)
}

async function read<T>(who: Who, path: string): Promise<T> {
  const answer = await app.get(path, tokens[who])
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

async function status(who: Who, request: Omit<SentRequest, 'token'>): Promise<number> {
  return (await app.send({ ...request, token: tokens[who] })).status
}

const callsOf = async (who: Who): Promise<readonly string[]> =>
  (await read<StoredCall[]>(who, '/v1/calls')).map(({ call }) => call.callId).toSorted()
const toldOf = async (who: Who): Promise<readonly string[]> =>
  (await read<Outcome[]>(who, '/v1/outcomes?kind=alert')).map(({ callId }) => callId).toSorted()
const casesOf = async (who: Who): Promise<readonly (string | null)[]> =>
  (await read<AlertCase[]>(who, '/v1/cases')).map(({ callId }) => callId).toSorted()

describe('a supervisor of teams or sites', () => {
  it('is told of which', async () => {
    expect(await read('berlin', '/v1/me')).toMatchObject({ scope: { teams: [], sites: ['berlin'] } })
    expect(await read('all', '/v1/me')).toMatchObject({ scope: null })
  })

  it('finds calls, what was told of them and their cases where they are now', async () => {
    const found = async (who: Who) => [await callsOf(who), await toldOf(who), await casesOf(who)]
    const three = (...ids: readonly string[]) => [ids, ids, ids]
    expect(await found('billing')).toEqual(three('b-1'))
    expect(await found('sales')).toEqual(three('s-1'))
    expect(await found('berlin')).toEqual(three('b-1'))
    expect(await found('all')).toEqual(three('b-1', 'nowhere', 's-1'))
    app.bus.publish('transcript', buildUpdate({ agentId: 'agent-9', attributes: { team: 'sales' } }, 'b-1'))
    app.bus.publish('transcript', buildEnd('b-1'))
    expect(await found('billing')).toEqual(three())
    expect(await found('sales')).toEqual(three('b-1', 's-1'))
    expect(await found('berlin')).toEqual(three('b-1'))
  })

  it('acts on cases that are theirs alone, and learns of no others', async () => {
    const act = (who: Who, caseId: string) =>
      status(who, {
        ...{ method: 'POST', path: `/v1/cases/${caseId}/actions` },
        body: { action: { type: 'own' } },
      })
    expect(await act('sales', 'alert-b-1')).toBe(404)
    expect(await act('billing', 'alert-nowhere')).toBe(404)
    expect(await act('billing', 'alert-b-1')).toBe(200)
    expect(await read('all', '/v1/cases?callId=b-1')).toMatchObject([{ state: 'owned', owner: 'billing' }])
  })

  it('sees of a group of calls its own, and leaves it to those who see all of them', async () => {
    const call = (callId: string, team: string) => ({
      ...{ callId, agentId: null, queue: null, outcomeId: callId, at: wallMs(STARTED_AT) },
      place: { site: null, team },
    })
    const calls = [call('b-1', 'billing'), call('s-1', 'sales'), call('s-2', 'sales')]
    const terms = { calls: 2, withinMs: 60_000 }
    const group = { ruleId: 'outage', since: wallMs(STARTED_AT), terms, calls, callsInAll: 3 }
    const places = [
      { site: null, team: 'billing' },
      { site: null, team: 'sales' },
    ]
    await app.store.cases.saveCase(buildCase({ caseId: 'many', callId: null, group, places }))
    const seen = async (who: Who) =>
      (await read<AlertCase[]>(who, '/v1/cases')).find(({ caseId }) => caseId === 'many')
    expect(await seen('billing')).toMatchObject({ group: { calls: [{ callId: 'b-1' }], callsInAll: 1 } })
    expect((await seen('all'))?.group?.calls).toHaveLength(3)
    expect(await seen('berlin')).toBeUndefined()
    const act = (who: Who, action: object) =>
      app.send({ method: 'POST', path: '/v1/cases/many/actions', body: { action }, token: tokens[who] })
    expect((await act('billing', { type: 'resolve' })).status).toBe(403)
    expect((await act('berlin', { type: 'note', note: 'x' })).status).toBe(404)
    const noted = (await (await act('billing', { type: 'note', note: 'Line 4' })).json()) as AlertCase
    expect(noted).toMatchObject({ group: { calls: [{ callId: 'b-1' }] }, places: [{ team: 'billing' }] })
    expect((await act('all', { type: 'resolve' })).status).toBe(200)
  })

  it('writes to agents of own calls alone', async () => {
    const whisper = (who: Who, callId: string) =>
      status(who, { method: 'POST', path: `/v1/calls/${callId}/whispers`, body: { text: 'Offer a refund' } })
    expect(await whisper('sales', 'b-1')).toBe(404)
    expect(await whisper('billing', 'b-1')).toBe(204)
    expect(await whisper('berlin', 'nowhere')).toBe(404)
    expect(await whisper('all', 'nowhere')).toBe(204)
  })

  it('is shown of a customer’s earlier calls those that are theirs', async () => {
    const earlier = (callId: string, team: string, atMs: number) =>
      app.store.saveCall(
        buildCall({ callId, startedAt: wallMs(STARTED_AT - atMs), attributes: { customer: 'c-7' } }),
        { site: null, team },
      )
    await Promise.all([earlier('old-b', 'billing', 2000), earlier('old-s', 'sales', 1000)])
    start('b-2', { team: 'billing', customer: 'c-7' }, 'agent-1')
    const ids = async (token: string) => {
      const answer = await app.get('/v1/calls/b-2/context', token)
      return ((await answer.json()) as CallContext).earlierCalls.map(({ callId }) => callId)
    }
    expect(await ids(tokens.billing)).toEqual(['old-b'])
    expect(await ids(tokens.all)).toEqual(['old-s', 'old-b'])
    // The agent who talks to the customer is to know what was.
    expect(await ids(await app.token('agent', 'agent-1'))).toEqual(['old-s', 'old-b'])
  })
})

describe('silences', () => {
  const draft = (parts: object) => ({ until: Date.now() + 60_000, reason: 'Training', ...parts })
  const silence = async (who: Who, parts: object) =>
    app.send({ method: 'POST', path: '/v1/silences', body: draft(parts), token: tokens[who] })
  const seenBy = async (who: Who) =>
    (await read<Silence[]>(who, '/v1/silences')).map(({ agentId, ruleId }) => agentId ?? ruleId).toSorted()

  it('are set by a team’s supervisor for its own agents alone', async () => {
    // Nobody has written the floor down: an agent belongs where the last call was.
    expect((await silence('billing', { agentId: 'agent-1', ruleId: 'cancel-risk' })).status).toBe(200)
    expect((await silence('berlin', { agentId: 'agent-1', queue: 'billing' })).status).toBe(200)
    for (const parts of [
      { ruleId: 'a' },
      { queue: 'billing' },
      { agentId: 'agent-2' },
      { agentId: 'no-one' },
    ]) {
      const refused = await silence('billing', parts)
      expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'FORBIDDEN' }])
    }
    expect((await silence('all', { ruleId: 'a' })).status).toBe(200)
  })

  it('are seen by those whose agents they concern, and ended by those who may set them', async () => {
    const setAs = async (who: Who, parts: object) =>
      ((await (await silence(who, parts)).json()) as Silence).silenceId
    const everybodys = await setAs('all', { ruleId: 'a' })
    const ofBilling = await setAs('all', { agentId: 'agent-1' })
    const ofSales = await setAs('sales', { agentId: 'agent-2' })
    expect(await seenBy('billing')).toEqual(['a', 'agent-1'])
    expect(await seenBy('sales')).toEqual(['a', 'agent-2'])
    expect(await seenBy('all')).toEqual(['a', 'agent-1', 'agent-2'])
    const end = (who: Who, id: string) => status(who, { method: 'DELETE', path: `/v1/silences/${id}` })
    expect(await end('billing', everybodys)).toBe(403)
    expect(await end('billing', ofSales)).toBe(404)
    expect(await end('billing', ofBilling)).toBe(204)
    expect(await seenBy('all')).toEqual(['a', 'agent-2'])
  })
})

describe('live events', () => {
  it('over a WebSocket follow a call into the team, with its case, and out of it', async () => {
    const [from, to] = await Promise.all(
      [tokens.billing, tokens.sales].map((token) => EventReader.open({ url: app.url, token })),
    )
    if (from === undefined || to === undefined) throw new Error('expected two readers')
    expect(from.of('snapshot')[0]).toMatchObject({
      calls: [{ summary: { callId: 'b-1', team: 'billing' } }],
      cases: [{ callId: 'b-1' }],
    })
    app.bus.publish('transcript', buildUpdate({ attributes: { team: 'sales' } }, 'b-1'))
    expect(await from.next('snapshot', 2)).toMatchObject({ complete: true, calls: [], cases: [] })
    expect(await to.next('snapshot', 2)).toMatchObject({
      complete: false,
      calls: [{ summary: { callId: 'b-1', team: 'sales' } }],
    })
    expect(await to.next('case')).toMatchObject({
      callId: 'b-1',
      places: [{ site: 'berlin', team: 'sales' }],
    })
    from.say({ type: 'watch', callId: 'b-1' })
    expect(await from.next('error')).toMatchObject({ code: 'NOT_FOUND' })
    expect(from.of('case')).toEqual([])
    await Promise.all([from.close(), to.close()])
  })

  it('as server-sent events are of the same calls', async () => {
    const reader = await sseReader(app.url, { token: tokens.sales })
    tell('b-1', 'agent-1')
    app.bus.publish('transcript', buildEnd('b-1'))
    app.bus.publish('transcript', buildEnd('s-1'))
    await until('the end', () => reader.types().includes('end'))
    expect(reader.messages.filter(({ type }) => type === 'end')).toMatchObject([{ callId: 's-1' }])
    expect(JSON.stringify(reader.messages)).not.toContain('b-1')
    reader.close()
  })
})
