import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { EventReader } from '../helpers/event-reader.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import {
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../helpers/message-builders.ts'
import { sseReader } from '../helpers/sse-reader.ts'
import { until } from '../helpers/until.ts'

describe('/v1/events', () => {
  let app: HttpApp
  let readers: EventReader[]
  beforeEach(async () => {
    app = await startHttpApp({ allowedOrigins: ['https://crm.example'] })
    readers = []
  })
  afterEach(async () => {
    for (const reader of readers) reader.socket.terminate()
    await app.close()
    expect(app.logged()).not.toContain('"level":"error"')
  })

  async function open(token: string, query = ''): Promise<EventReader> {
    const reader = await EventReader.open({ url: app.url, token, query })
    readers.push(reader)
    return reader
  }

  function connect(options: {
    token?: string
    query?: string
    headers?: Record<string, string>
  }): EventReader {
    const reader = EventReader.connect({ url: app.url, ...options })
    readers.push(reader)
    return reader
  }

  describe('over WebSocket', () => {
    it('gives agent and supervisor each what they may see, from the same call', async () => {
      const agent = await open(await app.token('agent'))
      const other = await open(await app.token('agent', 'agent-8'))
      const board = await open(await app.token('supervisor'))
      app.bus.publish('transcript', buildStart())
      app.bus.publish('transcript', buildUtterance({ text: 'i want to cancel' }))
      app.bus.publish('outcome', buildOutcome({ outcomeId: 'o1' }))
      app.bus.publish('outcome', buildOutcome({ outcomeId: 'o2', kind: 'alert' }))
      app.bus.publish('transcript', buildEnd())
      await Promise.all([agent.settle(), other.settle(), board.settle()])
      expect(agent.types).toEqual([
        'hello',
        'snapshot',
        'start',
        'utterance',
        'assist',
        'outcome',
        'call',
        'end',
        'call',
        'pong',
      ])
      expect(other.types).toEqual(['hello', 'snapshot', 'pong'])
      expect(board.types).toEqual([
        'hello',
        'snapshot',
        'start',
        'outcome',
        'call',
        'outcome',
        'case',
        'end',
        'call',
        'case',
        'pong',
      ])
    })

    it('serves two consoles of the same agent alike', async () => {
      const token = await app.token('agent')
      const [first, second] = [await open(token), await open(token)]
      app.bus.publish('transcript', buildStart())
      app.bus.publish('outcome', buildOutcome())
      await Promise.all([first.settle(), second.settle()])
      expect(first.of('outcome')).toEqual(second.of('outcome'))
      await first.close()
      app.bus.publish('transcript', buildEnd())
      expect((await second.next('end')).callId).toBe('call-1')
    })

    it('resumes after a dropped connection without losing or repeating anything', async () => {
      const token = await app.token('agent')
      const before = await open(token)
      app.bus.publish('transcript', buildStart())
      app.bus.publish('transcript', buildUtterance({ text: 'one', utteranceId: 'u1' }))
      await before.settle()
      const seq = before.of('utterance').at(-1)?.eventSeq ?? 0
      before.socket.terminate()
      app.bus.publish('transcript', buildUtterance({ text: 'two', utteranceId: 'u2', startMs: 2000 }))

      const after = await open(token, `after=${before.of('hello')[0]?.epoch ?? ''}:${String(seq)}`)
      app.bus.publish('transcript', buildUtterance({ text: 'three', utteranceId: 'u3', startMs: 4000 }))
      await after.settle()
      expect(after.of('hello')[0]?.resumed).toBe(true)
      expect(after.of('utterance').map(({ text }) => text)).toEqual(['two', 'three'])
    })

    it('watches on request', async () => {
      const board = await open(await app.token('analyst'))
      app.bus.publish('transcript', buildStart())
      board.say({ type: 'watch', callId: 'call-1' })
      await board.next('snapshot', 2)
      app.bus.publish('transcript', buildUtterance({ text: 'hello' }))
      expect((await board.next('utterance')).text).toBe('hello')
    })

    it('answers bad messages and goes on', async () => {
      const agent = await open(await app.token('agent'))
      agent.socket.send('nonsense')
      agent.socket.send(Buffer.from([1, 2, 3]))
      agent.socket.send('{"type":"watch"}')
      agent.say({ type: 'watch', callId: 'not-mine' })
      await agent.settle()
      expect(agent.of('error').map(({ code }) => code)).toEqual([
        'MESSAGE_NOT_JSON',
        'FRAME_UNEXPECTED',
        'MESSAGE_INVALID',
        'NOT_FOUND',
      ])
    })

    it('closes a reader that sends a frame of 2 MB, and no other', async () => {
      const bad = await open(await app.token('agent'))
      const good = await open(await app.token('agent'))
      bad.socket.send('x'.repeat(2 * 1024 * 1024))
      expect((await bad.closed).code).toBe(1009)
      await good.settle()
    })

    it('lets a reader that vanished go', async () => {
      const board = await open(await app.token('supervisor'))
      expect(await app.metric('earshot_delivery_readers', { transport: 'ws', role: 'supervisor' })).toBe(1)
      board.socket.terminate()
      await until(
        'the reader to be gone',
        async () => (await app.metric('earshot_delivery_readers', { role: 'supervisor' })) === 0,
      )
    })

    it('tells a reader that stopped reading what it missed, while others go on', async () => {
      const slow = await open(await app.token('supervisor'))
      const quick = await open(await app.token('supervisor'))
      app.bus.publish('transcript', buildStart())
      slow.socket.pause()
      const text = 'x'.repeat(20_000)
      const count = 2000
      for (let n = 0; n < count; n += 1) {
        app.bus.publish('outcome', buildOutcome({ outcomeId: `o${String(n)}`, text }))
        if (n % 50 === 0) await quick.settle()
      }
      await until('the quick reader to have it all', () => quick.of('outcome').length === count, 20_000)
      slow.socket.resume()
      const { missed } = await slow.next('missed')
      await slow.next('snapshot', 2)
      // Summaries are counted as missed too, unless a newer one replaced them.
      const seen = quick.of('outcome').length + quick.of('call').length
      expect(slow.of('outcome').length + missed).toBeGreaterThanOrEqual(count)
      expect(slow.of('outcome').length + missed).toBeLessThanOrEqual(seen)
      expect(slow.of('snapshot')[1]?.calls[0]?.outcomes.at(-1)?.outcomeId).toBe(`o${String(count - 1)}`)
    })
  })

  describe('at the door', () => {
    it.each([
      ['without a token', async () => ({}), 4401, 'TOKEN_MISSING'],
      ['with a wrong token', async () => ({ token: 'wrong' }), 4401, 'TOKEN_INVALID'],
      [
        'with a token of ingest',
        async (on: HttpApp) => ({ token: await on.token('ingest') }),
        4403,
        'FORBIDDEN',
      ],
      [
        'with a position that is none',
        async (on: HttpApp) => ({ token: await on.token('admin'), query: 'after=yesterday' }),
        4400,
        'REQUEST_INVALID',
      ],
    ] as const)('says why it closes %s', async (_name, options, closeCode, code) => {
      const reader = connect(await options(app))
      expect(await reader.closed).toEqual({ code: closeCode, reason: code })
      expect(reader.received).toMatchObject([{ type: 'error', code }])
      expect(await app.metric('earshot_delivery_readers_refused_total', { code })).toBe(1)
    })

    it('takes the token from the address, and never logs it', async () => {
      const token = await app.token('agent')
      const reader = connect({ query: `token=${token}` })
      await reader.next('snapshot')
      expect(app.logged()).not.toContain(token.slice(-20))
    })

    it.each([
      ['the same origin', (on: HttpApp) => on.url, true],
      ['an allowed origin', () => 'https://crm.example', true],
      ['another origin', () => 'https://evil.example', false],
      ['the same host on another port', () => 'http://127.0.0.1:1', false],
      ['no origin', () => undefined, false],
    ])('lets a page of %s use the cookie or not', async (_name, originOf, welcome) => {
      const origin = originOf(app)
      const cookie = `earshot_session=${await app.token('agent')}`
      const reader = connect({ headers: { cookie, ...(origin === undefined ? {} : { origin }) } })
      if (welcome) await reader.next('snapshot')
      else expect(await reader.closed).toEqual({ code: 4403, reason: 'ORIGIN_REFUSED' })
    })

    it('lets a page of any origin in that has a token in hand', async () => {
      const reader = connect({
        query: `token=${await app.token('agent')}`,
        headers: { origin: 'https://other.example' },
      })
      await reader.next('snapshot')
    })

    it('closes when the token expires', async () => {
      const token = await app.access.issueToken({ role: 'agent', agentId: 'agent-7', ttlMs: 1000 })
      const reader = connect({ token })
      expect(await reader.closed).toEqual({ code: 4401, reason: 'TOKEN_EXPIRED' })
      expect(reader.types).toEqual(['hello', 'snapshot', 'error'])
    })
  })

  describe('as server-sent events', () => {
    it('carries the same events, with positions to resume from', async () => {
      const token = await app.token('agent')
      const first = await sseReader(app.url, { token })
      app.bus.publish('transcript', buildStart())
      app.bus.publish('transcript', buildUtterance({ text: 'one', utteranceId: 'u1' }))
      await until('an utterance', () => first.types().includes('utterance'))
      expect(first.types()).toEqual(['hello', 'snapshot', 'start', 'utterance'])
      const lastEventId = first.lastEventId()
      first.close()
      app.bus.publish('transcript', buildUtterance({ text: 'two', utteranceId: 'u2', startMs: 2000 }))

      const second = await sseReader(app.url, { token, lastEventId, query: 'after=old:1' })
      await until('an utterance', () => second.types().includes('utterance'))
      expect(second.types()).toEqual(['hello', 'utterance'])
      second.close()
      await until(
        'the readers to be gone',
        async () => (await app.metric('earshot_delivery_readers', { transport: 'sse' })) === 0,
      )
    })

    it('shows one call with its words to a supervisor', async () => {
      app.bus.publish('transcript', buildStart())
      app.bus.publish('transcript', buildStart(buildCall({ callId: 'call-2' })))
      app.bus.publish('transcript', buildUtterance({ text: 'hello' }))
      const reader = await sseReader(app.url, {
        token: await app.token('supervisor'),
        query: 'callId=call-1',
      })
      await until('a snapshot', () => reader.types().includes('snapshot'))
      expect(reader.messages.at(-1)).toMatchObject({ calls: [{ utterances: [{ text: 'hello' }] }] })
      reader.close()
    })

    it.each([
      ['without a token', undefined, '', 401, 'TOKEN_MISSING'],
      ['with a token of ingest', 'ingest', '', 403, 'FORBIDDEN'],
      ['with a position that is none', 'admin', 'after=1', 400, 'REQUEST_INVALID'],
    ] as const)('answers with the error %s', async (_name, role, query, status, code) => {
      const token = role === undefined ? undefined : await app.token(role)
      const answer = await app.get(`/v1/events?${query}`, token)
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ type: 'error', code })
    })

    it('does not keep a HEAD request waiting', async () => {
      const token = await app.token('admin')
      const answer = await fetch(`${app.url}/v1/events?token=${token}`, { method: 'HEAD' })
      expect(answer.status).toBe(404)
    })
  })

  describe('when the server stops', () => {
    it('tells every reader, and takes no more', async () => {
      const board = await open(await app.token('supervisor'))
      const listener = await sseReader(app.url, { token: await app.token('admin') })
      await until('hello', () => listener.types().includes('snapshot'))
      await app.delivery.stop(2000)
      expect(await board.closed).toEqual({ code: 1012, reason: 'SHUTTING_DOWN' })
      await listener.ended
      expect(listener.messages.at(-1)).toMatchObject({
        type: 'error',
        code: 'SHUTTING_DOWN',
        retryable: true,
      })
      expect(await connect({ token: await app.token('agent') }).closed).toMatchObject({ code: 1012 })
    })

    it('cuts a reader that does not answer the close, at the deadline', async () => {
      const board = await open(await app.token('supervisor'))
      board.socket.pause()
      await app.delivery.stop(100)
      expect(await app.metric('earshot_delivery_readers', { role: 'supervisor' })).toBe(0)
    })

    it('has handed measured delays to the store', async () => {
      const agent = await open(await app.token('agent'))
      app.bus.publish('transcript', buildStart())
      const createdAt = wallMs(systemClock.now())
      app.bus.publish('outcome', buildOutcome({ createdAt }))
      const { latencyMs } = await agent.next('outcome')
      await app.delivery.stop(1000)
      const [stored] = await app.store.listOutcomes({ limit: 1 })
      expect(stored?.latencyMs.deliver).toBe(latencyMs.deliver)
    })
  })

  it('refuses an upgrade anywhere else', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/v1/nowhere`)
    const refused = await new Promise<Error>((resolve) => socket.on('error', resolve))
    expect(refused.message).toContain('404')
  })

  it('tells the agent who takes a call over everything about it', async () => {
    const next = await open(await app.token('agent', 'agent-8'))
    app.bus.publish('transcript', buildStart())
    app.bus.publish('transcript', buildUtterance({ text: 'good morning' }))
    app.bus.publish('transcript', buildUpdate({ agentId: 'agent-8' }))
    const snapshot = await next.next('snapshot', 2)
    expect(snapshot).toMatchObject({ complete: false, calls: [{ utterances: [{ text: 'good morning' }] }] })
  })
})
