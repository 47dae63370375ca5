import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../server/contracts/access.ts'
import { startFeedbackApp, type Posted } from '../helpers/feedback-app.ts'
import { until } from '../helpers/until.ts'

const REVIEW = {
  id: 'r-1',
  source: 'app-store',
  channel: 'app',
  rating: 1,
  text: 'It freezes. Card 4539 1488 0343 6467',
}
const NDJSON = 'application/x-ndjson'

describe('who may send feedback', () => {
  it('is ingest, digital and admin, by a token', async () => {
    await using room = await startFeedbackApp()
    const statuses = await Promise.all(
      (['ingest', 'digital', 'admin', 'agent', 'supervisor', 'analyst'] satisfies Role[]).map(
        async (role) => (await room.post({ body: JSON.stringify({ ...REVIEW, id: role }), role })).status,
      ),
    )
    expect(statuses).toEqual([200, 200, 200, 403, 403, 403])
    const send = async (headers: Record<string, string>): Promise<number> => {
      const response = await fetch(`${room.app.url}/v1/feedback`, {
        method: 'POST',
        body: JSON.stringify(REVIEW),
        headers: { 'content-type': 'application/json', ...headers },
      })
      return response.status
    }
    expect(await send({})).toBe(401)
    expect(await send({ authorization: 'Bearer wrong' })).toBe(401)
    const cookie = `earshot_session=${await room.app.token('digital')}`
    expect(await send({ cookie })).toBe(403)
    expect(await send({ cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await send({ cookie, origin: room.app.url })).toBe(200)
    expect(room.published).toHaveLength(4)
  })

  it('and who may see what came is whoever works with issues', async () => {
    await using room = await startFeedbackApp()
    await room.post({ body: JSON.stringify(REVIEW) })
    const statuses = await Promise.all(
      (['digital', 'supervisor', 'analyst', 'admin', 'agent', 'ingest'] satisfies Role[]).map(
        async (role) => (await room.app.get('/v1/feedback/sources', await room.app.token(role))).status,
      ),
    )
    expect(statuses).toEqual([200, 200, 200, 200, 403, 403])
    const answer = await room.app.get('/v1/feedback/sources', await room.app.token('digital'))
    expect(await answer.json()).toMatchObject({ sources: [{ sourceId: 'app-store', accepted: 1 }] })
  })
})

describe('what is sent', () => {
  it('is kept and published once, redacted, however often it is sent', async () => {
    await using room = await startFeedbackApp()
    const sent = { body: JSON.stringify({ ...REVIEW, author: 'ann@example.com' }) }
    expect((await room.post(sent)).body).toMatchObject({ type: 'feedback-report', accepted: 1, known: 0 })
    expect((await room.post(sent)).body).toMatchObject({ accepted: 0, known: 1, refused: 0, faults: [] })
    expect(room.published).toMatchObject([{ feedbackId: 'r-1', text: 'It freezes. Card • • • •' }])
    expect(room.published[0]?.authorKey).toMatch(/^[\w-]{22}$/)
    expect(JSON.stringify(room.published)).not.toMatch(/ann@|4539/)
    expect(await room.app.store.issues.listFeedbackToHandOn(10)).toEqual(room.published)
  })

  it('counts once when it comes twice at the same time', async () => {
    await using room = await startFeedbackApp()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => room.post({ body: JSON.stringify(REVIEW) })),
    )
    expect(answers.map(({ body }) => body['accepted']).sort()).toEqual([...Array<number>(19).fill(0), 1])
    expect(room.published).toHaveLength(1)
  })

  it('has one author for one customer, in whatever source', async () => {
    await using room = await startFeedbackApp()
    const items = ['a', 'b'].map((source) => ({ text: source, channel: 'web', source, author: 'K-7' }))
    await room.post({ body: JSON.stringify([...items, { text: 'c', channel: 'web', author: 'K-8' }]) })
    const keys = room.published.map(({ authorKey }) => authorKey)
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[0])
  })

  it('says line by line what is wrong, and takes the rest', async () => {
    await using room = await startFeedbackApp()
    const lines = [
      '{"text":"one"}',
      '{"text":"two","rating":9}',
      'not json',
      '',
      '{"text":"five"}',
      '[]',
      '{"text":"seven","at":"yesterday","step":"x"}',
      '{"text":"eight"}',
    ]
    const { status, body } = await room.post({ body: lines.join('\n'), type: NDJSON, query: '?channel=web' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 3, refused: 4, stoppedAt: null })
    const faults = body['faults'] as { line: number; field: string }[]
    expect(faults.map(({ line, field }) => [line, field])).toEqual([
      [2, 'rating'],
      [3, ''],
      [6, ''],
      [7, 'step'],
      [7, 'at'],
    ])
    expect(room.published.map(({ text }) => text)).toEqual(['one', 'five', 'eight'])
  })

  it('is refused as a whole when none of it is good', async () => {
    await using room = await startFeedbackApp()
    const { status, body } = await room.post({ body: '{"text":""}\n{}', type: NDJSON, query: '?channel=web' })
    expect(status).toBe(422)
    expect(body).toMatchObject({ type: 'error', code: 'FEEDBACK_INVALID', accepted: 0, refused: 2 })
    expect(body['message']).toContain('line 1, text: expected words of the customer, or a rating.')
    expect(await room.post({ body: '[]' })).toMatchObject({ status: 422 })
    expect(await room.post({ body: '', type: 'text/csv' })).toMatchObject({ status: 422 })
  })

  const BAD: readonly (readonly [string, Posted, number, string])[] = [
    ['no JSON', { body: '{' }, 400, 'REQUEST_INVALID'],
    ['no UTF-8', { body: Buffer.from('{"text":"für"}', 'latin1') }, 400, 'REQUEST_INVALID'],
    ['another type', { body: 'a', type: 'text/plain' }, 400, 'REQUEST_INVALID'],
    ['a parameter that is wrong', { body: '{}', query: '?channel=fax' }, 400, 'REQUEST_INVALID'],
    ['a parameter that is unknown', { body: '{}', query: '?chanel=web' }, 400, 'REQUEST_INVALID'],
    [
      'columns that are no pairs',
      { body: 'a', type: 'text/csv', query: '?columns=a' },
      400,
      'REQUEST_INVALID',
    ],
    ['a file without names', { body: 'a,b\n1,2', type: 'text/csv' }, 422, 'FEEDBACK_INVALID'],
    ['UTF-16', { body: Buffer.from('\ufefftext\na', 'utf16le'), type: 'text/csv' }, 422, 'FEEDBACK_INVALID'],
    ['no mail', { body: 'a', type: 'message/rfc822' }, 422, 'FEEDBACK_INVALID'],
  ]
  it.each(BAD)('is refused as a whole: %s', async (_, sent, status, code) => {
    await using room = await startFeedbackApp()
    const answer = await room.post(sent)
    expect(answer).toMatchObject({ status, body: { type: 'error', code } })
    // The connection is as good as before.
    expect(await room.post({ body: JSON.stringify(REVIEW) })).toMatchObject({ status: 200 })
    expect(room.app.logged()).not.toContain('"level":"error"')
  })
})

describe('texts', () => {
  it('of more than a megabyte are refused before they are read, and hold up nobody', async () => {
    await using room = await startFeedbackApp()
    const huge = JSON.stringify({ ...REVIEW, text: 'x'.repeat(3_000_000) })
    const whole = await room.post({ body: huge })
    expect(whole).toMatchObject({ status: 413, body: { code: 'FRAME_TOO_LARGE' } })
    expect(whole.body['message']).toContain('at most 1 MB')
    const between = [JSON.stringify({ ...REVIEW, id: 'a' }), huge, JSON.stringify({ ...REVIEW, id: 'b' })]
    expect((await room.post({ body: between.join('\n'), type: NDJSON })).body).toMatchObject({
      accepted: 2,
      faults: [{ line: 2, field: '', expected: 'expected at most 1 MB' }],
    })
    expect(room.published.map(({ feedbackId }) => feedbackId)).toEqual(['a', 'b'])
  })

  it('of a megabyte, of 20,001 characters, and full of what is no text, are kept as far as they go', async () => {
    await using room = await startFeedbackApp()
    const texts = [
      'x'.repeat(1_000_000),
      'y '.repeat(10_001),
      'a\ud83d\u0000\u202eb',
      '日本語で書きました',
      'щось',
    ]
    const items = texts.map((text, at) =>
      JSON.stringify({ text, id: `t-${at}`, channel: 'social', language: 'xx-?' }),
    )
    expect((await room.post({ body: items.join('\n'), type: NDJSON })).body).toMatchObject({
      accepted: 5,
      cut: 2,
    })
    expect(room.published.map(({ text }) => text.length)).toEqual([20_000, 20_000, 3, 9, 4])
    expect(room.published[0]?.text.endsWith('…')).toBe(true)
    expect(room.published[2]?.text).toBe('a�b')
    expect(new Set(room.published.map(({ language }) => language))).toEqual(new Set(['und']))
    expect(await room.app.metric('earshot_feedback_texts_cut_total')).toBe(2)
  })
})

describe('a file', () => {
  it('of thousands of lines is taken while it comes, and can be sent again', async () => {
    await using room = await startFeedbackApp()
    const lines = Array.from(
      { length: 5000 },
      (_, at) => `c-${at},"line ${at % 7}, it\nfreezes",${1 + (at % 5)}`,
    )
    lines.splice(2500, 0, 'bad,"never closed,1')
    const body = ['id,text,rating', ...lines].join('\n')
    const query = '?source=import&channel=survey'
    const first = await room.post({ body, type: 'text/csv', query })
    expect(first).toMatchObject({ status: 200, body: { accepted: 5000, known: 0 } })
    const faults = first.body['faults'] as { line: number }[]
    expect(faults[0]?.line).toBe(2 + 2 * 2500)
    expect(room.published).toHaveLength(5000)
    expect((await room.post({ body, type: 'text/csv', query })).body).toMatchObject({
      accepted: 0,
      known: 5000,
    })
    expect(room.published).toHaveLength(5000)
  })
})

describe('a sender that goes away', () => {
  it('leaves what it sent before, and nothing else', async () => {
    await using room = await startFeedbackApp()
    const line = (at: number): string => `${JSON.stringify({ ...REVIEW, id: `gone-${at}` })}\n`
    const socket = connect(Number(new URL(room.app.url).port), '127.0.0.1')
    const head = [
      'POST /v1/feedback HTTP/1.1',
      'Host: any',
      `Authorization: Bearer ${await room.app.token('ingest')}`,
      `Content-Type: ${NDJSON}`,
      'Content-Length: 100000',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${line(1)}${line(2)}{"id":"gone-3"`)
    socket.on('error', () => undefined)
    await sleep(100)
    socket.destroy()
    await until('what came is kept', () => room.published.length === 2)
    expect(await room.post({ body: JSON.stringify(REVIEW) })).toMatchObject({ status: 200 })
    expect(room.app.logged()).not.toContain('"level":"error"')
  })
})

describe('the examples of the documentation', () => {
  const page = readFileSync(join(import.meta.dirname, '../../proto/feedback/v1/README.md'), 'utf8')
  const examples = [...page.matchAll(/```http\n(.*?)```/gs)].map(([, text = '']) => text)

  it.each(examples.map((text) => [text.split('\n', 1)[0] ?? '', text]))(
    'are taken as they stand: %s',
    async (_, text) => {
      await using room = await startFeedbackApp()
      const [head = '', ...rest] = text.split('\n\n')
      const found = /^POST \/v1\/feedback(\S*)\nContent-Type: (\S+)$/.exec(head)
      const { status, body } = await room.post({
        body: rest.join('\n\n').trimEnd(),
        query: found?.[1] ?? '',
        type: found?.[2] ?? '',
      })
      expect({ status, refused: body['refused'], faults: body['faults'] }).toEqual({
        status: 200,
        refused: 0,
        faults: [],
      })
      expect(room.published).toHaveLength(Number(body['accepted']))
      expect(JSON.stringify(room.published)).not.toMatch(/example\.com|Please try again/)
    },
  )

  it('of which there are all shapes', () => {
    const types = new Set(examples.map((text) => /Content-Type: (\S+)/.exec(text)?.[1]))
    expect(types).toEqual(new Set(['application/json', NDJSON, 'text/csv', 'message/rfc822']))
    for (const shape of ['turns', 'question', 'scale', 'items']) {
      expect(
        examples.some((text) => text.includes(`"${shape}"`)),
        shape,
      ).toBe(true)
    }
  })
})

describe('the description of the API', () => {
  it('names the fields of an item, the answer, and who may ask', async () => {
    await using room = await startFeedbackApp()
    const { paths } = (await (await room.app.get('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { security: unknown; requestBody?: unknown; responses: object }>>
    }
    const post = paths['/v1/feedback']?.['post']
    expect(JSON.stringify(post?.requestBody)).toMatch(/"turns".*"rating".*"queue"/)
    expect(Object.keys(post?.responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '413',
      '422',
      '429',
      '503',
    ])
    expect(post?.security).toEqual([{ bearer: [] }, { session: [] }])
    expect(paths['/v1/feedback/sources']).toHaveProperty('get')
    expect(Object.keys(paths).filter((path) => /site|snippet/.test(path))).toEqual([])
  })
})

describe('what an earlier run left', () => {
  it('is handed on at the start, and noted when it was', async () => {
    await using room = await startFeedbackApp()
    await room.post({ body: JSON.stringify(REVIEW) })
    const { issues } = room.app.store
    expect(await issues.listFeedbackToHandOn(10)).toHaveLength(1)
    // As after a crash: it is on disk, and nobody knows whether anybody got it.
    await room.feedback.start()
    expect(room.published.map(({ feedbackId }) => feedbackId)).toEqual(['r-1', 'r-1'])
    expect(await issues.listFeedbackToHandOn(10)).toEqual([])
    await room.feedback.start()
    expect(room.published).toHaveLength(2)
    expect(await room.app.metric('earshot_feedback_handed_on_again_total')).toBe(1)
  })

  it('is noted by a stop', async () => {
    await using room = await startFeedbackApp()
    await room.post({ body: JSON.stringify(REVIEW) })
    await room.feedback.stop(1000)
    expect(await room.app.store.issues.listFeedbackToHandOn(10)).toEqual([])
    expect(await room.post({ body: JSON.stringify(REVIEW) })).toMatchObject({
      status: 503,
      body: { code: 'SHUTTING_DOWN', stoppedAt: 1 },
    })
  })
})
