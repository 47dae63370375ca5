import { describe, expect, it } from 'vitest'
import { callMs } from '../../../server/contracts/time.ts'
import { LiveCall } from '../../../server/ingest/live-call.ts'
import { buildCall } from '../../helpers/message-builders.ts'

function named(count: number, prefix: string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, '']))
}

function callWith(count: number): LiveCall {
  const info = buildCall({ attributes: named(count, 'a') })
  return new LiveCall({ info, askedId: info.callId, startMs: callMs(0), speech: {} })
}

describe('the attributes of a live call', () => {
  it('leave a place for the one that the server finds out', () => {
    const call = callWith(60)
    call.noteAttributes(named(3, 'b'))
    expect(() => call.noteAttributes({ one: '' })).toThrow('at most 64 names in one call')
    call.noteAttributes({ a0: 'again', b2: 'again' })
  })

  it('may all be the source’s own from the start, and change then', () => {
    const call = callWith(64)
    call.noteAttributes({ a7: 'again' })
    expect(() => call.noteAttributes({ one: '' })).toThrow('at most 64 names in one call')
  })
})
