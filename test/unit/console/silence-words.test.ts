import { expect, test } from 'vitest'
import {
  SILENCE_LENGTHS,
  silenceAbout,
  silenceEnd,
  silenceUntil,
} from '../../../agent-console/src/data/silence-words.ts'
import { wallMs } from '../../../server/contracts/time.ts'

const TITLES = new Map([['hold', 'Long hold']])

test.each([
  [{ ruleId: 'hold', queue: 'billing', agentId: 'agent-7' }, '“Long hold” · queue billing · agent-7'],
  [{ ruleId: 'gone', queue: null, agentId: null }, '“gone”'],
  [{ ruleId: null, queue: null, agentId: 'agent-7' }, 'agent-7'],
])('%j is about %s', (silence, about) => {
  expect(silenceAbout(silence, TITLES)).toBe(about)
})

test('an end of today is a time of day, any other has its day', () => {
  const noon = new Date(2026, 10, 27, 12, 0).getTime()
  const today = silenceUntil({ until: wallMs(noon + 3_600_000) }, noon)
  const later = silenceUntil({ until: wallMs(noon + 86_400_000) }, noon)
  expect(today).not.toContain('2026')
  expect(later).toContain('2026')
})

test('an end is so long from now, or at a time that is still to come', () => {
  const now = new Date(2026, 10, 27, 12, 0).getTime()
  expect(silenceEnd({ lengthMs: SILENCE_LENGTHS[0]?.ms ?? 0, at: '' }, now)).toBe(now + 1_800_000)
  expect(silenceEnd({ lengthMs: null, at: '2026-11-27T12:30' }, now)).toBe(now + 1_800_000)
  expect(silenceEnd({ lengthMs: null, at: '2026-11-27T11:30' }, now)).toBeNull()
  expect(silenceEnd({ lengthMs: null, at: '' }, now)).toBeNull()
})
