import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '../../server/contracts/access.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { buildIssue, buildNotice } from '../helpers/issue-builders.ts'
import { MemoryIssueDesk } from '../helpers/memory-issue-desk.ts'
import { STARTED_AT, buildCall, buildStart, buildUtterance } from '../helpers/message-builders.ts'
import { sseReader } from '../helpers/sse-reader.ts'
import { until } from '../helpers/until.ts'

describe('issues on /v1/events', () => {
  let app: HttpApp
  let readers: EventReader[]
  beforeEach(async () => {
    const desk = new MemoryIssueDesk({
      issues: [
        buildIssue({ issueId: 'open', revision: 3, updatedAt: wallMs(STARTED_AT + 5000) }),
        buildIssue({ issueId: 'older', revision: 2, openedAt: wallMs(STARTED_AT + 1000) }),
        buildIssue({ issueId: 'done', state: 'closed' }),
      ],
      notices: [buildNotice({ noticeId: 'kept', at: wallMs(Date.now()) })],
      publish: (issue) => app.bus.publish('issue', issue),
    })
    app = await startHttpApp({ issues: desk })
    readers = []
  })
  afterEach(async () => {
    for (const reader of readers) reader.socket.terminate()
    await app.close()
    expect(app.logged()).not.toContain('"level":"error"')
  })

  async function open(role: Role, query = ''): Promise<EventReader> {
    const reader = await EventReader.open({ url: app.url, token: await app.token(role), query })
    readers.push(reader)
    return reader
  }

  const act = async (issueId: string, action: object, role: Role = 'digital') =>
    app.send({
      method: 'POST',
      path: `/v1/issues/${issueId}/actions`,
      body: { action },
      token: await app.token(role),
    })

  it('begin with those that the desk has open, for everybody who may see them', async () => {
    for (const role of ['digital', 'supervisor', 'analyst', 'admin'] as const) {
      const snapshot = (await open(role)).of('snapshot')[0]
      expect(snapshot?.issues?.map(({ issueId }) => issueId)).toEqual(['older', 'open'])
    }
    expect((await open('agent')).of('snapshot')[0]).not.toHaveProperty('issues')
  })

  it('follow what people do, for those who may see them and nobody else', async () => {
    const digital = await open('digital')
    const board = await open('supervisor')
    const agent = await open('agent')
    expect((await act('open', { type: 'own', owner: 'Kim' })).status).toBe(200)
    await Promise.all([digital.next('issue'), board.next('issue'), agent.settle()])
    for (const reader of [digital, board]) {
      expect(reader.of('issue')).toMatchObject([{ issueId: 'open', revision: 4, owner: 'Kim' }])
    }
    expect(agent.of('issue')).toEqual([])
  })

  it('are all that a digital team is sent: no call and no words', async () => {
    const digital = await open('digital')
    app.bus.publish('transcript', buildStart(buildCall()))
    app.bus.publish('transcript', buildUtterance({ text: 'the page freezes' }))
    digital.say({ type: 'watch', callId: 'call-1' })
    await act('open', { type: 'note', text: 'looking into it' })
    await digital.next('issue')
    await digital.settle()
    expect(digital.types).toEqual(['hello', 'snapshot', 'error', 'issue', 'pong'])
    expect(digital.of('error')).toMatchObject([{ code: 'NOT_FOUND' }])
  })

  it('have notices of contacts and feeds beside them: those that the desk has, and each new one', async () => {
    const digital = await open('digital')
    const agent = await open('agent')
    expect(digital.of('snapshot')[0]?.notices).toMatchObject([{ noticeId: 'kept', perHour: 52 }])
    expect(agent.of('snapshot')[0]).not.toHaveProperty('notices')
    const feed = buildNotice({
      ...{ noticeId: 'new', kind: 'source-stopped', sourceId: 'survey' },
      at: wallMs(Date.now()),
    })
    app.bus.publish('notice', feed)
    expect(await digital.next('notice')).toMatchObject(feed)
    await agent.settle()
    expect(agent.of('notice')).toEqual([])
    expect((await open('supervisor')).of('snapshot')[0]?.notices).toHaveLength(2)
  })

  it('can be read over server-sent events, and resumed with the newest copy alone', async () => {
    const token = await app.token('digital')
    const first = await sseReader(app.url, { token })
    await act('older', { type: 'acknowledge' })
    await until('the event', () => first.types().includes('issue'))
    const lastEventId = first.lastEventId()
    first.close()
    await first.ended.catch(() => undefined)
    for (const owner of ['Kim', 'Ash', 'Lou']) await act('older', { type: 'own', owner })
    const second = await sseReader(app.url, { token, lastEventId })
    await until('what was missed', () => second.types().includes('issue'))
    expect(second.types()).toEqual(['hello', 'issue'])
    expect(second.messages[1]).toMatchObject({ issueId: 'older', revision: 6, owner: 'Lou' })
    second.close()
    await second.ended.catch(() => undefined)
  })

  it('tell of a closed one once, and then no longer', async () => {
    const digital = await open('digital')
    await act('open', { type: 'close', note: 'it was a test' })
    expect(await digital.next('issue')).toMatchObject({ issueId: 'open', state: 'closed' })
    const late = await open('digital')
    expect(late.of('snapshot')[0]?.issues?.map(({ issueId }) => issueId)).toEqual(['older'])
    await act('open', { type: 'reopen', note: 'it is back' })
    expect(await late.next('issue')).toMatchObject({ issueId: 'open', state: 'new' })
  })
})
