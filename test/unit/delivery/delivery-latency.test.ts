import { describe, expect, it } from 'vitest'
import type { Painted } from '../../../server/contracts/events.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { totalDelayMs } from '../../../server/contracts/outcome.ts'
import { AGENT_7, AGENT_8, SUPERVISOR, setUpHub } from '../../helpers/event-hub-bench.ts'
import { until } from '../../helpers/until.ts'
import { STARTED_AT, buildOutcome, buildStart } from '../../helpers/message-builders.ts'

const CREATED_AT = STARTED_AT + 5352
const BEFORE = { network: 10, settle: 300, recognise: 40, rules: 1, actions: 2 }

/** An outcome made at 5,352 ms is handed out 8 ms later. */
function sendOutcome() {
  const bench = setUpHub()
  const agent = bench.join(AGENT_7)
  const board = bench.join(SUPERVISOR)
  bench.hub.takeMessage(buildStart())
  bench.clock.advance(5360)
  bench.hub.takeOutcome(buildOutcome({ latencyMs: BEFORE }))
  const paint = (afterMs: number, change: Partial<Painted> = {}): void =>
    agent.reader.take({
      type: 'painted',
      outcomeId: 'outcome-1',
      state: 'shown',
      paintedAt: wallMs(STARTED_AT + 5360 + afterMs),
      ...change,
    })
  const results = async (result: string) => bench.counted('earshot_delivery_painted_total', { result })
  return { ...bench, agent, board, paint, results }
}

describe('the stage `deliver`', () => {
  it('is from made to handed to sockets, in what is sent, on the metric and in the store', async () => {
    const { agent, board, stage, clock, stored } = sendOutcome()
    expect(agent.transport.of('outcome')[0]?.latencyMs).toEqual({ ...BEFORE, deliver: 8 })
    expect(board.transport.of('outcome')[0]?.latencyMs.deliver).toBe(8)
    expect(await stage('deliver')).toEqual({ count: 1, sum: 8 })
    clock.advance(1000)
    await until('a write', () => stored.length > 0)
    expect(stored).toEqual([{ outcomeId: 'outcome-1', stages: { deliver: 8 } }])
  })

  it('stays as it was in later states of the outcome', async () => {
    const { hub, agent, clock, stage } = sendOutcome()
    clock.advance(4000)
    hub.takeOutcome(buildOutcome({ state: 'confirmed', reason: 'confirmed-by-final', latencyMs: BEFORE }))
    expect(agent.transport.of('outcome')[1]?.latencyMs).toEqual({ ...BEFORE, deliver: 8 })
    expect((await stage('deliver')).count).toBe(1)
  })

  it('is not measured when nobody is there to be sent it, or nothing is shown', async () => {
    const { hub, join, stage } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeOutcome(buildOutcome({ outcomeId: 'alone' }))
    join(AGENT_8)
    hub.takeOutcome(buildOutcome({ outcomeId: 'of another agent' }))
    const { transport } = join(SUPERVISOR)
    hub.takeOutcome(buildOutcome({ outcomeId: 'held', state: 'held' }))
    expect(transport.of('outcome')[0]?.latencyMs).not.toHaveProperty('deliver')
    expect((await stage('deliver')).count).toBe(0)
  })

  it('is never below zero', () => {
    const { hub, join } = setUpHub()
    const { transport } = join(SUPERVISOR)
    hub.takeOutcome(buildOutcome({ createdAt: wallMs(STARTED_AT + 50) }))
    expect(transport.of('outcome')[0]?.latencyMs.deliver).toBe(0)
  })
})

describe('the stage `paint`', () => {
  it('is from handed to sockets to painted, and completes the total', async () => {
    const { paint, stage, clock, stored, results } = sendOutcome()
    paint(14)
    expect(await stage('paint')).toEqual({ count: 1, sum: 14 })
    expect(await stage('total')).toEqual({ count: 1, sum: 10 + 300 + 40 + 1 + 2 + 8 + 14 })
    expect(await results('counted')).toBe(1)
    clock.advance(1000)
    await until('a write', () => stored.length > 0)
    expect(stored).toEqual([{ outcomeId: 'outcome-1', stages: { deliver: 8, paint: 14 } }])
  })

  it('counts once for each outcome', async () => {
    const { paint, stage, results } = sendOutcome()
    paint(14)
    paint(15)
    expect(await stage('paint')).toEqual({ count: 1, sum: 14 })
    expect(await results('repeated')).toBe(1)
  })

  it('is the agent’s alone of a prompt, and anybody’s who is sent it of an alert', async () => {
    const { hub, board, stage, results } = sendOutcome()
    const painted = (outcomeId: string): void =>
      board.reader.take({
        type: 'painted',
        outcomeId,
        state: 'shown',
        paintedAt: wallMs(STARTED_AT + 5380),
      })
    painted('outcome-1')
    expect(await results('unknown')).toBe(1)
    hub.takeOutcome(buildOutcome({ outcomeId: 'alert-1', kind: 'alert', latencyMs: BEFORE }))
    painted('alert-1')
    expect(await stage('paint')).toEqual({ count: 1, sum: 20 })
  })

  it('counts for what is confirmed from the first, and not for a late confirmation', async () => {
    const { hub, join, stage, paint } = sendOutcome()
    const confirmed = { state: 'confirmed', reason: 'confirmed-by-final' } as const
    hub.takeOutcome(
      buildOutcome({ ...confirmed, outcomeId: 'whisper', createdAt: wallMs(STARTED_AT + 5357) }),
    )
    expect(await stage('deliver')).toEqual({ count: 2, sum: 8 + 3 })
    paint(10, { outcomeId: 'whisper' })
    expect(await stage('paint')).toEqual({ count: 1, sum: 10 })
    // Shown by an earlier process, or here when nobody was there.
    hub.takeOutcome(
      buildOutcome({ ...confirmed, outcomeId: 'earlier', createdAt: wallMs(STARTED_AT - 9000) }),
    )
    hub.takeOutcome(buildOutcome({ outcomeId: 'alone', agentId: 'agent-8', kind: 'issue' }))
    join(AGENT_8)
    hub.takeOutcome(buildOutcome({ ...confirmed, outcomeId: 'alone', agentId: 'agent-8', kind: 'issue' }))
    expect((await stage('deliver')).count).toBe(3)
  })

  it.each([-1, 60_001])('is ignored and counted when it is not plausible: %d ms', async (afterMs) => {
    const { paint, stage, results } = sendOutcome()
    paint(afterMs)
    expect((await stage('paint')).count).toBe(0)
    expect(await results('implausible')).toBe(1)
    paint(20)
    expect(await stage('paint')).toEqual({ count: 1, sum: 20 })
  })

  it('takes no word of an outcome that it does not know, or from whoever cannot have seen it', async () => {
    const { paint, join, stage, results } = sendOutcome()
    paint(5, { outcomeId: 'invented' })
    const stranger = join(AGENT_8).reader
    stranger.take({
      type: 'painted',
      outcomeId: 'outcome-1',
      state: 'shown',
      paintedAt: wallMs(CREATED_AT + 20),
    })
    expect(await results('unknown')).toBe(2)
    expect((await stage('paint')).count).toBe(0)
  })

  it('does not count a reader that came later and got the outcome in its snapshot', async () => {
    const { clock, join, stage, results } = sendOutcome()
    clock.advance(1)
    join(AGENT_7).reader.take({
      type: 'painted',
      outcomeId: 'outcome-1',
      state: 'shown',
      paintedAt: wallMs(CREATED_AT + 5000),
    })
    expect(await results('replayed')).toBe(1)
    expect((await stage('paint')).count).toBe(0)
  })
})

describe('the total', () => {
  it('is not known while a stage is missing', () => {
    expect(totalDelayMs({ ...BEFORE, deliver: 8, paint: 14 })).toBe(375)
    expect(totalDelayMs({ actions: 2, deliver: 8, paint: 14 })).toBeNull()
  })
})
