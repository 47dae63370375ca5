import { describe, expect, it } from 'vitest'
import { latencyOf } from '../../../server/actions/latency.ts'
import { outcomeIdOf } from '../../../server/actions/outcome-id.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import { STARTED_AT, buildEvidence, buildMatch } from '../../helpers/message-builders.ts'

const CREATED_AT = wallMs(STARTED_AT + 5353.26)

describe('latencyOf', () => {
  it('measures each stage between its stamps', () => {
    // The evidence ends at 4940 ms and was settled by the audio up to 5300 ms.
    expect(latencyOf(buildMatch(), CREATED_AT)).toEqual({
      network: 12,
      settle: 360,
      recognise: 38,
      rules: 1,
      actions: 2.3,
    })
  })

  it('is never below zero, whatever the clocks say', () => {
    const stamps = {
      capturedAt: wallMs(STARTED_AT + 9),
      heardAt: wallMs(STARTED_AT + 8),
      decodedAt: wallMs(STARTED_AT + 7),
      matchedAt: wallMs(STARTED_AT + 6),
    }
    expect(latencyOf(buildMatch({ stamps, atMs: 100 }), wallMs(STARTED_AT))).toEqual({
      network: 0,
      settle: 0,
      recognise: 0,
      rules: 0,
      actions: 0,
    })
  })

  it('measures nothing when a tick decided', () => {
    expect(latencyOf(buildMatch({ stamps: null }), CREATED_AT)).toEqual({})
  })

  it('measures from the end of the evidence when it has no words', () => {
    const evidence = buildEvidence({ words: [], endMs: callMs(5000) })
    expect(latencyOf(buildMatch({ evidence }), CREATED_AT).settle).toBe(300)
  })
})

describe('outcomeIdOf', () => {
  it('is the same for the same match and another for any other', () => {
    const id = outcomeIdOf('call-1', 'match-1')
    expect(id).toBe(outcomeIdOf('call-1', 'match-1'))
    const others = [
      outcomeIdOf('call-2', 'match-1'),
      outcomeIdOf('call-1', 'match-2'),
      outcomeIdOf('call-1m', 'atch-1'),
    ]
    expect(new Set([id, ...others]).size).toBe(4)
  })

  it('can stand in an address as it is', () => {
    expect(outcomeIdOf('a call/with ?&#', '../x')).toMatch(/^[\w-]{22}$/)
  })
})
