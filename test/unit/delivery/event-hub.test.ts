import { describe, expect, it } from 'vitest'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import type { CallMessage } from '../../../server/contracts/transcript.ts'
import { AGENT_7, AGENT_8, SUPERVISOR, principalOf, setUpHub } from '../../helpers/event-hub-bench.ts'
import {
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'

const tick = (atMs: number): CallMessage => ({
  type: 'tick',
  callId: 'call-1',
  seq: 9,
  atMs: callMs(atMs),
  lagMs: 0,
})

const partial = (text: string, callId = 'call-1') =>
  buildUtterance({ text, state: 'partial', utteranceId: 'u1', callId })

describe('a reader that joins', () => {
  it('is greeted, told where things stand, and then gets what happens', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeMessage(buildUtterance({ text: 'good morning' }))
    hub.takeOutcome(buildOutcome())
    const { transport } = join(AGENT_7)
    expect(transport.types).toEqual(['hello', 'snapshot'])
    expect(transport.of('hello')[0]).toMatchObject({ epoch: hub.epoch, resumed: false })
    expect(transport.of('snapshot')[0]).toMatchObject({
      complete: true,
      eventSeq: 4,
      calls: [
        {
          summary: { callId: 'call-1', prompts: 1 },
          utterances: [{ text: 'good morning' }],
          outcomes: [{ outcomeId: 'outcome-1' }],
        },
      ],
    })
    hub.takeMessage(partial('how'))
    expect(transport.of('utterance')[0]).toMatchObject({ text: 'how', eventSeq: 5 })
  })

  it('sees in the snapshot only what it would have seen live', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeMessage(buildStart(buildCall({ callId: 'call-2', agentId: 'agent-8' })))
    hub.takeMessage(buildUtterance({ text: 'good morning' }))
    hub.takeOutcome(buildOutcome({ kind: 'alert', outcomeId: 'o1' }))
    hub.takeOutcome(buildOutcome({ state: 'held', outcomeId: 'o2' }))
    const callsOf = (...args: Parameters<typeof join>) =>
      join(...args).transport.of('snapshot')[0]?.calls ?? []

    const supervisor = callsOf(SUPERVISOR)
    expect(supervisor.map((call) => call.summary.callId)).toEqual(['call-1', 'call-2'])
    expect(supervisor[0]).toMatchObject({
      utterances: [],
      outcomes: [{ outcomeId: 'o1' }, { outcomeId: 'o2' }],
    })
    expect(callsOf(AGENT_7)).toMatchObject([
      { summary: { callId: 'call-1' }, utterances: [{ text: 'good morning' }], outcomes: [] },
    ])
    expect(callsOf(principalOf('digital'))).toEqual([])
    expect(callsOf(SUPERVISOR, { onlyCallId: 'call-1' })).toMatchObject([
      { utterances: [{ text: 'good morning' }] },
    ])
  })

  it('by the id of one call gets nothing of others', () => {
    const { hub, join } = setUpHub()
    const { transport } = join(SUPERVISOR, { onlyCallId: 'call-1' })
    hub.takeMessage(buildStart())
    hub.takeMessage(buildStart(buildCall({ callId: 'call-2' })))
    hub.takeMessage(partial('hi'))
    hub.takeMessage(partial('hi', 'call-2'))
    expect(transport.types).toEqual(['hello', 'snapshot', 'start', 'utterance'])
  })

  it('is refused as `ingest`, above the limit, and while closing', async () => {
    const { hub, join } = setUpHub({ readers: 1 })
    expect(() => join(principalOf('ingest'))).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
    const first = join(SUPERVISOR)
    expect(() => join(SUPERVISOR)).toThrow(expect.objectContaining({ code: 'TOO_MANY_READERS' }))
    first.detach()
    first.detach()
    const last = join(SUPERVISOR)
    const closed = hub.close()
    expect(last.transport.closedWith?.code).toBe('SHUTTING_DOWN')
    expect(() => join(SUPERVISOR)).toThrow(expect.objectContaining({ code: 'SHUTTING_DOWN' }))
    last.detach()
    await closed
  })
})

describe('a reader that comes back', () => {
  it('gets what it missed, with only the newest of what was replaced', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    const after = { epoch: hub.epoch, seq: hub.lastSeq }
    hub.takeMessage(partial('a'))
    hub.takeMessage(partial('a b'))
    hub.takeOutcome(buildOutcome({ kind: 'alert', outcomeId: 'o1' }))
    hub.takeOutcome(buildOutcome())
    const { transport } = join(AGENT_7, { after })
    expect(transport.types).toEqual(['hello', 'utterance', 'call', 'outcome'])
    expect(transport.of('hello')[0]?.resumed).toBe(true)
    expect(transport.of('utterance')[0]?.text).toBe('a b')
    expect(transport.of('outcome')[0]?.outcomeId).toBe('outcome-1')
  })

  it('starts from a snapshot when its position is of another process or too old', () => {
    const { hub, join } = setUpHub({ logEvents: 2 })
    for (let n = 0; n < 5; n += 1) hub.takeOutcome(buildOutcome({ outcomeId: `o${String(n)}` }))
    expect(join(SUPERVISOR, { after: { epoch: 'other', seq: 5 } }).transport.types).toEqual([
      'hello',
      'snapshot',
    ])
    expect(join(SUPERVISOR, { after: { epoch: hub.epoch, seq: 1 } }).transport.types).toEqual([
      'hello',
      'snapshot',
    ])
  })

  it('starts from a snapshot when a call was passed to it meanwhile', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeMessage(buildUtterance({ text: 'good morning' }))
    const after = { epoch: hub.epoch, seq: hub.lastSeq }
    hub.takeMessage(buildUpdate({ agentId: 'agent-8' }))
    const { transport } = join(AGENT_8, { after })
    expect(transport.types).toEqual(['hello', 'snapshot'])
    expect(transport.of('snapshot')[0]?.calls).toMatchObject([{ utterances: [{ text: 'good morning' }] }])
  })
})

describe('a call that changes hands', () => {
  it('ends for the one agent and is given whole to the other', () => {
    const { hub, join } = setUpHub()
    const from = join(AGENT_7).transport
    const to = join(AGENT_8).transport
    const board = join(SUPERVISOR).transport
    hub.takeMessage(buildStart())
    hub.takeMessage(buildUtterance({ text: 'good morning' }))
    hub.takeMessage(buildUpdate({ agentId: 'agent-8' }))
    hub.takeMessage(partial('go on'))

    expect(from.types).toEqual(['hello', 'snapshot', 'start', 'utterance', 'end'])
    expect(to.types).toEqual(['hello', 'snapshot', 'snapshot', 'utterance'])
    expect(to.of('snapshot')[1]).toMatchObject({
      complete: false,
      calls: [{ summary: { call: { agentId: 'agent-8' } }, utterances: [{ text: 'good morning' }] }],
    })
    expect(board.types).toEqual(['hello', 'snapshot', 'start', 'update'])
  })

  it('reaches an agent named later, with what was said before', () => {
    const { hub, join } = setUpHub()
    const { transport } = join(AGENT_7)
    hub.takeMessage(buildStart(buildCall({ agentId: null })))
    hub.takeMessage(buildUtterance({ text: 'good morning' }))
    expect(transport.types).toEqual(['hello', 'snapshot'])
    hub.takeMessage(buildUpdate({ agentId: 'agent-7' }))
    expect(transport.of('snapshot')[1]?.calls).toMatchObject([{ utterances: [{ text: 'good morning' }] }])
  })

  it('takes back a prompt from the agent who was shown it', () => {
    const { hub, join } = setUpHub()
    const from = join(AGENT_7).transport
    hub.takeMessage(buildStart())
    hub.takeOutcome(buildOutcome())
    hub.takeMessage(buildUpdate({ agentId: 'agent-8' }))
    hub.takeOutcome(buildOutcome({ state: 'retracted', reason: 'not-in-final' }))
    expect(from.of('outcome').map(({ state }) => state)).toEqual(['shown', 'retracted'])
  })

  it('is not a transfer when the same agent is named again', () => {
    const { hub, join } = setUpHub()
    const { transport } = join(AGENT_7)
    hub.takeMessage(buildStart())
    hub.takeMessage(buildUpdate({ agentId: 'agent-7', onHold: true }))
    expect(transport.types).toEqual(['hello', 'snapshot', 'start', 'update'])
  })
})

describe('a supervisor who watches', () => {
  it('gets that call with its words, then its words as they come, until it stops watching', () => {
    const { hub, join } = setUpHub()
    const { reader, transport } = join(SUPERVISOR)
    hub.takeMessage(buildStart())
    hub.takeMessage(buildStart(buildCall({ callId: 'call-2' })))
    hub.takeMessage(buildUtterance({ text: 'good morning' }))
    expect(transport.of('utterance')).toEqual([])

    reader.take({ type: 'watch', callId: 'call-1' })
    expect(transport.of('snapshot')[1]).toMatchObject({
      complete: false,
      calls: [{ summary: { callId: 'call-1' }, utterances: [{ text: 'good morning' }] }],
    })
    hub.takeMessage(partial('hi'))
    hub.takeMessage(partial('hi', 'call-2'))
    expect(transport.of('utterance').map(({ callId }) => callId)).toEqual(['call-1'])

    reader.take({ type: 'unwatch', callId: 'call-1' })
    hub.takeMessage(partial('hi there'))
    expect(transport.of('utterance')).toHaveLength(1)
  })

  it('may watch a call before it starts, and only so many at once', () => {
    const { join } = setUpHub({ watchedCalls: 2 })
    const { reader } = join(SUPERVISOR)
    for (const callId of ['a', 'b', 'a']) reader.take({ type: 'watch', callId })
    expect(() => reader.take({ type: 'watch', callId: 'c' })).toThrow('at most 2 calls')
  })

  it('is what agents are not: they watch own calls anyway, and learn nothing of others', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeMessage(buildStart(buildCall({ callId: 'call-2', agentId: 'agent-8' })))
    const { reader, transport } = join(AGENT_7)
    reader.take({ type: 'watch', callId: 'call-1' })
    for (const callId of ['call-2', 'nowhere']) {
      expect(() => reader.take({ type: 'watch', callId })).toThrow(
        expect.objectContaining({ code: 'NOT_FOUND' }),
      )
    }
    hub.takeMessage(partial('secret', 'call-2'))
    expect(transport.types).toEqual(['hello', 'snapshot'])
  })
})

describe('summaries', () => {
  it('follow the ticks of audio, at most one a second, and the end of the call', () => {
    const { hub, join, clock } = setUpHub()
    const { transport } = join(SUPERVISOR)
    hub.takeMessage(buildStart())
    for (let n = 1; n <= 30; n += 1) {
      clock.advance(100)
      hub.takeMessage(tick(n * 1000))
    }
    expect(transport.of('call').length).toBeLessThanOrEqual(4)
    hub.takeMessage(buildEnd())
    expect(transport.types.slice(-2)).toEqual(['end', 'call'])
    expect(transport.of('call').at(-1)?.state).toBe('ended')
  })
})

describe('counts of alerts and prompts', () => {
  it('tell the agent nothing of alerts, live or in a snapshot', () => {
    const { hub, join, clock } = setUpHub()
    const agent = join(AGENT_7).transport
    const board = join(SUPERVISOR).transport
    hub.takeMessage(buildStart())
    hub.takeOutcome(buildOutcome({ kind: 'alert' }))
    clock.advance(1000)
    hub.takeMessage(tick(1000))
    expect(board.of('call').map(({ alerts }) => alerts)).toEqual([1, 1])
    expect(agent.of('call').map(({ alerts }) => alerts)).toEqual([0, 0])
    const summaries = (principal: typeof AGENT_7) => join(principal).transport.of('snapshot')[0]?.calls
    expect(summaries(AGENT_7)?.[0]?.summary.alerts).toBe(0)
    expect(summaries(SUPERVISOR)?.[0]?.summary.alerts).toBe(1)
  })

  it('reach boards with the alert, not with the next tick', () => {
    const { hub, join } = setUpHub()
    const { transport } = join(SUPERVISOR)
    hub.takeMessage(buildStart())
    hub.takeOutcome(buildOutcome({ kind: 'alert' }))
    expect(transport.types.slice(-2)).toEqual(['outcome', 'call'])
    expect(transport.of('call')[0]?.alerts).toBe(1)
    hub.takeOutcome(buildOutcome({ kind: 'alert', state: 'confirmed' }))
    expect(transport.types.at(-1)).toBe('outcome')
  })
})

describe('a slow reader', () => {
  it('costs nobody else anything, is told what it missed, and starts again from a snapshot', async () => {
    const { hub, join, counted } = setUpHub({ socketBytes: 500, outboxEvents: 20 })
    const slow = join(SUPERVISOR, { flowing: false }).transport
    const quick = join(SUPERVISOR).transport
    for (let n = 0; n < 100; n += 1) hub.takeOutcome(buildOutcome({ outcomeId: `o${String(n)}` }))
    expect(quick.of('outcome')).toHaveLength(100)
    expect(slow.of('outcome').length).toBeLessThan(3)

    slow.drain()
    const missed = 100 - slow.of('outcome').length
    expect(slow.types.slice(-2)).toEqual(['missed', 'snapshot'])
    expect(slow.of('missed')[0]).toMatchObject({ missed, eventSeq: 100 })
    expect(slow.of('snapshot').at(-1)).toMatchObject({ complete: true, eventSeq: 100 })
    expect(await counted('earshot_delivery_events_dropped_total', { reason: 'missed' })).toBe(missed)

    hub.takeOutcome(buildOutcome({ outcomeId: 'after' }))
    slow.drain()
    expect(slow.of('outcome').at(-1)?.outcomeId).toBe('after')
  })

  it('is spared replaced partials first', async () => {
    const { hub, join, counted } = setUpHub({ socketBytes: 500, outboxEvents: 20 })
    hub.takeMessage(buildStart())
    const slow = join(AGENT_7, { flowing: false }).transport
    for (let n = 0; n < 200; n += 1) hub.takeMessage(partial(`word ${String(n)}`))
    slow.drain()
    expect(slow.of('missed')).toEqual([])
    expect(slow.of('utterance').at(-1)?.text).toBe('word 199')
    expect(await counted('earshot_delivery_events_dropped_total', { reason: 'replaced' })).toBeGreaterThan(
      150,
    )
  })
})

describe('a connection', () => {
  it('ends when its token does', () => {
    const { join, clock } = setUpHub()
    const { transport } = join(SUPERVISOR)
    clock.advance(3_599_999)
    expect(transport.closedWith).toBeNull()
    clock.advance(1)
    expect(transport.closedWith?.entry.closeCode).toBe(4401)
  })

  it('may last longer than the longest timer', () => {
    const { join, clock } = setUpHub()
    const month = 30 * 86_400_000
    const expiresAt = wallMs(clock.now() + 2 * month)
    const { transport } = join({ ...SUPERVISOR, expiresAt })
    clock.advance(2 * month - 1)
    expect(transport.closedWith).toBeNull()
    clock.advance(1)
    expect(transport.closedWith?.code).toBe('TOKEN_EXPIRED')
  })

  it('is cut when it gives no sign of life', async () => {
    const { join, clock, counted } = setUpHub()
    const { transport } = join(SUPERVISOR)
    transport.alive = false
    clock.advance(20_000)
    expect(transport.terminated).toBe(true)
    expect(await counted('earshot_delivery_readers', { role: 'supervisor' })).toBe(0)
  })
})

describe('after the end of a call', () => {
  it('counts what rules decide then, at once and each time', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeMessage(buildEnd())
    const { transport } = join(SUPERVISOR)
    for (const outcomeId of ['o1', 'o2', 'o3']) hub.takeOutcome(buildOutcome({ kind: 'alert', outcomeId }))
    expect(transport.of('call').map(({ state, alerts }) => [state, alerts])).toEqual([
      ['ended', 1],
      ['ended', 2],
      ['ended', 3],
    ])
  })
})
