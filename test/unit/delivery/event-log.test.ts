import { describe, expect, it } from 'vitest'
import type { SequencedEvent } from '../../../server/contracts/events.ts'
import { EventLog } from '../../../server/delivery/events/event-log.ts'
import { summarise, startLiveCall } from '../../../server/delivery/live/live-call.ts'
import { buildAssist } from '../../helpers/assist-builders.ts'
import { buildOutcome, buildStart, buildUtterance } from '../../helpers/message-builders.ts'

const NOBODY = { agentId: null, places: null }

function logOf(limits: { logEvents?: number; logBytes?: number } = {}) {
  const log = new EventLog({ logEvents: 1000, logBytes: 1_000_000, ...limits })
  const add = (event: SequencedEvent) => log.append(event, NOBODY)
  return { log, add }
}

const partial = (text: string, utteranceId = 'u1') => buildUtterance({ text, state: 'partial', utteranceId })
const final = (text: string, utteranceId = 'u1') => buildUtterance({ text, state: 'final', utteranceId })
const seqs = (log: EventLog, after: number) => log.since(after)?.map((entry) => entry.seq)

describe('the event log', () => {
  it('numbers events and writes the number into them', () => {
    const { add } = logOf()
    expect(add(buildStart()).seq).toBe(1)
    expect(JSON.parse(String(add(buildOutcome()).payload))).toMatchObject({ type: 'outcome', eventSeq: 2 })
  })

  it('gives what came after a position', () => {
    const { log, add } = logOf()
    for (const id of ['o1', 'o2', 'o3']) add(buildOutcome({ outcomeId: id }))
    expect(seqs(log, 0)).toEqual([1, 2, 3])
    expect(seqs(log, 2)).toEqual([3])
    expect(seqs(log, 3)).toEqual([])
  })

  it('does not know positions that it never gave', () => {
    const { log, add } = logOf()
    add(buildStart())
    expect(log.since(2)).toBeNull()
  })

  it('keeps only the newest partial, and none once the final is there', () => {
    const { log, add } = logOf()
    const first = add(partial('a'))
    add(partial('a b'))
    add(partial('other', 'u2'))
    expect(seqs(log, 0)).toEqual([2, 3])
    expect(first.payload).toBeNull()
    add(final('a b c'))
    expect(seqs(log, 0)).toEqual([3, 4])
  })

  it('keeps the same utterance id of two calls apart', () => {
    const { log, add } = logOf()
    add(partial('a'))
    add({ ...partial('b'), callId: 'call-2' })
    expect(seqs(log, 0)).toEqual([1, 2])
  })

  it('keeps only the newest summary of a call', () => {
    const { log, add } = logOf()
    const summary = summarise(startLiveCall(buildStart()), { queue: 'queue' })
    add(summary)
    add({ ...summary, lagMs: 40 })
    expect(seqs(log, 0)).toEqual([2])
  })

  it('keeps only the newest help for the agent of each call', () => {
    const { log, add } = logOf()
    add(buildAssist())
    add(buildAssist({ callId: 'call-2' }))
    add(buildAssist({ revision: 2 }))
    expect(seqs(log, 0)).toEqual([2, 3])
  })

  it('never replaces an outcome: each of its states is told', () => {
    const { log, add } = logOf()
    add(buildOutcome())
    add(buildOutcome({ state: 'retracted' }))
    expect(seqs(log, 0)).toEqual([1, 2])
  })

  it('is bounded in events, and says that it does not reach back', () => {
    const { log, add } = logOf({ logEvents: 3 })
    for (let n = 0; n < 5; n += 1) add(buildOutcome({ outcomeId: `o${String(n)}` }))
    expect(log.since(1)).toBeNull()
    expect(seqs(log, 2)).toEqual([3, 4, 5])
  })

  it('is bounded in bytes', () => {
    const { log, add } = logOf({ logBytes: 5000 })
    for (let n = 0; n < 50; n += 1) add(buildOutcome({ outcomeId: `o${String(n)}` }))
    expect(log.bytes).toBeLessThanOrEqual(5000)
    expect(log.size).toBeGreaterThan(1)
    expect(log.since(0)).toBeNull()
  })

  it('stays within its bounds through thousands of partials, and reaches back over them', () => {
    const { log, add } = logOf({ logEvents: 50 })
    add(buildStart())
    for (let n = 0; n < 20_000; n += 1) add(partial(`word ${String(n)}`, `u${String(n % 10)}`))
    expect(log.size).toBe(11)
    expect(log.bytes).toBe(log.since(0)?.reduce((total, entry) => total + (entry.payload?.length ?? 0), 0))
    expect(seqs(log, 0)?.[0]).toBe(1)
  })

  it('has an epoch of its own in each process', () => {
    expect(logOf().log.epoch).not.toBe(logOf().log.epoch)
  })
})
