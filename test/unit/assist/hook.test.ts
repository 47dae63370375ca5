import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { EMPTY_LIBRARY } from '../../../server/assist/assist-library.ts'
import { draftWrapUp } from '../../../server/assist/wrap-up/draft.ts'
import { WrapUpHook } from '../../../server/assist/wrap-up/hook.ts'
import { NOWHERE } from '../../../server/contracts/floor.ts'
import type { CallRecord } from '../../../server/contracts/store.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { createLog } from '../../../server/platform/log.ts'
import { Registry } from '../../../server/platform/metrics.ts'
import { buildCall, buildUtterance } from '../../helpers/message-builders.ts'
import { metricValue } from '../../helpers/metric-value.ts'

const RECORD: CallRecord = {
  ...{
    call: buildCall(),
    place: NOWHERE,
    endedAt: wallMs(1),
    durationMs: 1000,
    endReason: 'completed',
    events: [],
    outcomes: [],
  },
  utterances: [buildUtterance({ text: 'hello there', startMs: 100 })],
}
const DRAFT = draftWrapUp({ record: RECORD, codes: [], labels: [], library: EMPTY_LIBRARY })

let server: Server | null = null
let registry: Registry

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function hookTo(answer: RequestListener, timeoutMs = 1000): Promise<WrapUpHook> {
  const program = createServer(answer)
  server = program
  await new Promise<void>((done) => program.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(program.address() as AddressInfo).port}/`
  registry = new Registry()
  return new WrapUpHook({ url, timeoutMs, log: createLog({ level: 'silent' }), registry })
}

const counted = (result: string): Promise<number> =>
  metricValue(registry, 'earshot_assist_wrap_up_hook_total', { result })

it('is given the draft and the redacted words, and its summary takes the place of the draft’s, once', async () => {
  const bodies: string[] = []
  const hook = await hookTo((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      bodies.push(body)
      response.end(JSON.stringify({ summary: 'They said hello.' }))
    })
  })
  expect(await hook.improve(DRAFT, RECORD)).toEqual({ ...DRAFT, source: 'hook', summary: 'They said hello.' })
  expect(await hook.improve(DRAFT, RECORD)).toMatchObject({ source: 'hook' })
  expect(bodies.map((body) => JSON.parse(body) as unknown)).toMatchObject([
    {
      callId: 'call-1',
      language: 'en-US',
      utterances: [{ party: 'customer', startMs: 100, text: 'hello there' }],
    },
  ])
})

it.each<readonly [string, RequestListener]>([
  ['an error', (_request, response) => void response.writeHead(500).end()],
  ['no JSON', (_request, response) => void response.end('hello')],
  ['another form', (_request, response) => void response.end('{"summary":7}')],
  [
    'a way elsewhere',
    (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  ['nothing in time', () => undefined],
])('the draft stands when it answers with %s', async (_what, answer) => {
  const hook = await hookTo(answer, 100)
  expect(await hook.improve(DRAFT, RECORD)).toEqual(DRAFT)
  expect(await counted('failed')).toBe(1)
})

it('is not asked about a call that is not over', async () => {
  const hook = await hookTo((_request, response) => void response.end('{"summary":"x"}'))
  expect(await hook.improve(DRAFT, { ...RECORD, endedAt: null })).toBe(DRAFT)
})

it('is asked about four calls at a time; others get the draft', async () => {
  const hook = await hookTo(() => undefined, 200)
  const drafts = [1, 2, 3, 4, 5].map((at) => ({ ...DRAFT, callId: `call-${at}` }))
  await Promise.all(drafts.map((each) => hook.improve(each, RECORD)))
  expect([await counted('busy'), await counted('failed')]).toEqual([1, 4])
})
