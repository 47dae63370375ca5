import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../server/contracts/access.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { KeptCalls, type UnfinishedCall } from '../../../server/ingest/kept-calls.ts'

const SAVED_AT = 1_000_000

function unfinished(change: Partial<UnfinishedCall> = {}): UnfinishedCall {
  return {
    callId: 'c-1',
    atMs: callMs(30_000),
    savedAt: wallMs(SAVED_AT),
    call: { agentId: 'a7', source: 'native' },
    ...change,
  }
}

function principal(role: Principal['role'], agentId: string | null = null): Principal {
  return { subject: agentId ?? role, role, agentId, expiresAt: wallMs(SAVED_AT * 2) }
}

const asked = {
  callId: 'c-1',
  principal: principal('ingest'),
  source: 'native',
  atMs: undefined,
  now: SAVED_AT + 5000,
} as const

describe('a call that a restart has cut off', () => {
  it('goes on where it was and the time that has passed', () => {
    expect(new KeptCalls([unfinished()]).find(asked)).toEqual({ callId: 'c-1', atMs: 35_000 })
  })

  it('goes on for the telephony system and for its own agent', () => {
    const kept = new KeptCalls([unfinished()])
    for (const who of [principal('ingest'), principal('admin'), principal('agent', 'a7')]) {
      expect(kept.find({ ...asked, principal: who })?.callId).toBe('c-1')
    }
    expect(kept.find({ ...asked, principal: principal('agent', 'a8') })).toBeUndefined()
    const nobodys = new KeptCalls([unfinished({ call: { agentId: null, source: 'native' } })])
    expect(nobodys.find({ ...asked, principal: principal('agent', 'a7') })).toBeUndefined()
  })

  it('goes on through the same door only, under the same id, and not too late', () => {
    const kept = new KeptCalls([unfinished()])
    expect(kept.find({ ...asked, source: 'grpc' })).toBeUndefined()
    expect(kept.find({ ...asked, callId: 'c-2' })).toBeUndefined()
    expect(kept.find({ ...asked, now: SAVED_AT + 600_000 })?.callId).toBe('c-1')
    expect(kept.find({ ...asked, now: SAVED_AT + 600_001 })).toBeUndefined()
  })

  it('is the latest of those under the id', () => {
    const kept = new KeptCalls([
      unfinished(),
      unfinished({ callId: 'c-1~2', savedAt: wallMs(SAVED_AT + 1000) }),
      unfinished({ callId: 'c-1~x', savedAt: wallMs(SAVED_AT + 2000) }),
    ])
    expect(kept.find(asked)).toEqual({ callId: 'c-1~2', atMs: 34_000 })
  })

  it('is known by a long id that had to be cut', () => {
    const long = 'x'.repeat(128)
    const kept = new KeptCalls([unfinished({ callId: `${'x'.repeat(126)}~2` })])
    expect(kept.find({ ...asked, callId: long })?.callId).toBe(`${'x'.repeat(126)}~2`)
  })

  it('goes on once', () => {
    const kept = new KeptCalls([unfinished()])
    kept.forget('c-1')
    expect(kept.find(asked)).toBeUndefined()
  })

  it('has the position that the source gives, when the source counts on', () => {
    const kept = new KeptCalls([unfinished()])
    expect(kept.find({ ...asked, atMs: 36_000 })?.atMs).toBe(0)
    // A source that begins to count anew, a second in.
    expect(kept.find({ ...asked, atMs: 1000 })?.atMs).toBe(34_000)
  })
})
