import { describe, expect, it } from 'vitest'
import { TRANSITIONS, endsStream, type SessionState } from '../../../server/ingest/session-state.ts'

const STATES = Object.keys(TRANSITIONS) as SessionState[]

describe('session states', () => {
  it('take nothing but a start, a resume or a ping first', () => {
    const taken = Object.entries(TRANSITIONS.waiting).filter(
      ([, transition]) => transition !== 'ignore' && 'to' in transition,
    )
    expect(taken.map(([type]) => type).sort()).toEqual(['ping', 'resume', 'start'])
  })

  it('never leave closed', () => {
    expect(new Set(Object.values(TRANSITIONS.closed))).toEqual(new Set(['ignore']))
  })

  it('answer a ping without moving, as long as anybody is there', () => {
    for (const state of STATES.filter((candidate) => candidate !== 'closed')) {
      expect(TRANSITIONS[state].ping).toEqual({ to: state })
    }
  })

  it('end a running stream for faults of its audio and its framing only', () => {
    const types = ['start', 'resume', 'audio', 'stop', 'update', 'gap', 'ping', 'unreadable'] as const
    expect(types.filter((type) => endsStream('streaming', type))).toEqual([
      'start',
      'resume',
      'audio',
      'stop',
    ])
    expect(types.filter((type) => endsStream('waiting', type))).toEqual(types)
    expect(types.filter((type) => endsStream('stopping', type))).toEqual([])
  })
})
