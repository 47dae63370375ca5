import { beforeEach, describe, expect, test } from 'vitest'
import { type ConnectionStatus, EventConnection } from '../../../agent-console/src/data/connection.ts'
import type { SocketHandlers } from '../../../agent-console/src/platform/socket.ts'
import type { ServerEvent } from '../../../server/contracts/events.ts'
import { ManualClock } from '../../helpers/manual-clock.ts'
import { buildStart, buildUtterance } from '../../helpers/message-builders.ts'

/** The far end of one connection, played by the test. */
class FarEnd {
  readonly url: string
  readonly heard: Record<string, unknown>[] = []
  readonly handlers: SocketHandlers
  closed = false

  constructor(url: string, handlers: SocketHandlers) {
    this.url = url
    this.handlers = handlers
  }

  say(message: object): void {
    this.handlers.onMessage(JSON.stringify(message))
  }

  hello(resumed: boolean, epoch = 'e1'): void {
    this.handlers.onOpen()
    this.say({ type: 'hello', epoch, serverNow: 5000, resumed })
  }

  utterance(eventSeq: number): void {
    this.say({ ...buildUtterance({ text: 'word' }), eventSeq })
  }
}

let clock: ManualClock
let ends: FarEnd[]
let events: ServerEvent[]
let statuses: ConnectionStatus['phase'][]
let signedOut: boolean
let connection: EventConnection

function last(): FarEnd {
  const end = ends.at(-1)
  if (end === undefined) throw new Error('no connection was opened')
  return end
}

beforeEach(() => {
  clock = new ManualClock(10_000)
  ends = []
  events = []
  statuses = []
  signedOut = false
  connection = new EventConnection({
    address: (after) => `ws://server/v1/events?after=${after}`,
    openSocket: (url, handlers) => {
      const end = new FarEnd(url, handlers)
      ends.push(end)
      return {
        send: (data) => void end.heard.push(JSON.parse(String(data)) as Record<string, unknown>),
        close: () => (end.closed = true),
      }
    },
    clock,
    random: () => 1,
    onEvent: (event) => void events.push(event),
    onStatus: ({ phase }) => void statuses.push(phase),
    isSignedOut: async () => signedOut,
  })
  connection.start()
})

const seqs = (): readonly number[] => events.flatMap((event) => ('eventSeq' in event ? [event.eventSeq] : []))

describe('resuming', () => {
  test('asks for what came after the last event and hands nothing on twice', () => {
    last().hello(false)
    last().say({ type: 'snapshot', complete: true, calls: [], eventSeq: 40 })
    last().utterance(41)
    last().utterance(43)
    last().handlers.onClose(1006)
    clock.advance(400)
    expect(last().url).toContain('after=e1:43')
    last().hello(true)
    last().utterance(43)
    last().utterance(44)
    expect(seqs()).toEqual([40, 41, 43, 44])
  })

  test('starts afresh when the server is another process', () => {
    last().hello(false)
    last().say({ type: 'snapshot', complete: true, calls: [], eventSeq: 900 })
    last().handlers.onClose(1006)
    clock.advance(400)
    last().hello(false, 'e2')
    last().say({ type: 'snapshot', complete: true, calls: [], eventSeq: 2 })
    last().utterance(3)
    expect(seqs()).toEqual([900, 2, 3])
  })

  test('goes on from the position that a missed notice brings', () => {
    last().hello(false)
    last().say({ type: 'snapshot', complete: true, calls: [], eventSeq: 5 })
    last().say({ type: 'missed', missed: 10, eventSeq: 20 })
    last().handlers.onClose(1006)
    clock.advance(400)
    expect(last().url).toContain('after=e1:20')
  })

  test('watches again what was watched', () => {
    connection.watch('call-1')
    connection.watch('call-2')
    last().hello(false)
    connection.unwatch('call-2')
    last().handlers.onClose(1006)
    clock.advance(400)
    last().hello(true)
    expect(last().heard).toContainEqual({ type: 'watch', callId: 'call-1' })
    expect(last().heard).not.toContainEqual({ type: 'watch', callId: 'call-2' })
  })
})

describe('coming back', () => {
  test('waits longer each time, and from the start again after a success', () => {
    const waits: number[] = []
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const before = ends.length
      last().handlers.onClose(1006)
      let waited = 0
      for (; ends.length === before; waited += 100) clock.advance(100)
      waits.push(waited)
    }
    expect(waits).toEqual([400, 800, 1600, 3200, 6400, 12_800, 15_000, 15_000])
    last().hello(false)
    last().handlers.onClose(1006)
    clock.advance(400)
    expect(ends).toHaveLength(10)
  })

  test('gives a silent socket up although nobody closed it', () => {
    last().hello(false)
    const dead = last()
    clock.advance(60_000)
    expect(dead.closed).toBe(true)
    expect(ends.length).toBeGreaterThan(1)
  })

  test('does not give up a socket that answers pings', () => {
    last().hello(false)
    for (let second = 0; second < 120; second += 1) {
      clock.advance(1000)
      const ping = last().heard.findLast((message) => message['type'] === 'ping')
      last().say({ type: 'pong', clientNow: ping?.['clientNow'], serverNow: 5000 })
    }
    expect(ends).toHaveLength(1)
  })

  test('leaves nothing running once closed', () => {
    last().hello(false)
    connection.close()
    expect(clock.waiting).toBe(0)
    clock.advance(60_000)
    expect(ends).toHaveLength(1)
  })
})

describe('refusals', () => {
  test('says so, and goes on trying without flickering', () => {
    last().handlers.onOpen()
    last().handlers.onClose(4401)
    clock.advance(400)
    last().handlers.onClose(4401)
    expect(statuses).toEqual(['connecting', 'refused', 'refused'])
    clock.advance(800)
    last().hello(false)
    expect(statuses.at(-1)).toBe('live')
  })

  test('asks over HTTP when the socket never opened, as a browser hides why', async () => {
    signedOut = true
    last().handlers.onClose(1006)
    await Promise.resolve()
    await Promise.resolve()
    expect(statuses).toEqual(['connecting', 'waiting', 'refused'])
  })
})

test('frames that are no known event harm nothing', () => {
  last().hello(false)
  for (const frame of ['', 'no json', '[]', '{"type":"novelty"}', '{"type":"utterance","eventSeq":1}', 7]) {
    last().handlers.onMessage(frame)
  }
  last().say({ ...buildStart(), eventSeq: 2 })
  expect(events.map((event) => event.type)).toEqual(['hello', 'start'])
})

test("estimates the server's clock by its quickest ping", () => {
  last().hello(false)
  const ping = (wayMs: number): void => {
    clock.advance(10_000)
    const { clientNow } = last().heard.findLast((message) => message['type'] === 'ping') as {
      clientNow: number
    }
    const serverNow = clock.now() + wayMs + 100_000
    clock.advance(2 * wayMs)
    last().say({ type: 'pong', clientNow, serverNow })
  }
  ping(3)
  ping(900)
  expect(Math.abs(connection.serverNow() - clock.now() - 100_000)).toBeLessThanOrEqual(1)
})
