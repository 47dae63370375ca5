import { describe, expect, it } from 'vitest'
import type { Issue } from '../../../../server/contracts/issue.ts'
import type { Match } from '../../../../server/contracts/match.ts'
import { callMs, wallMs } from '../../../../server/contracts/time.ts'
import type { Utterance } from '../../../../server/contracts/transcript.ts'
import type { CodeHeard } from '../../../../server/issues/contacts/call-contact.ts'
import { FloorLines } from '../../../../server/issues/loop/floor-lines.ts'
import { buildIssue } from '../../../helpers/issue-builders.ts'
import {
  buildCall,
  buildEnd,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../../helpers/message-builders.ts'

const NOW = wallMs(Date.UTC(2026, 10, 22, 15))

function advised(text: string | null, change: Partial<Issue> = {}, at = NOW): Issue {
  const advice = text === null ? null : { text, by: 'dana', at, fixExpectedAt: null }
  const entry = { at, by: 'dana', action: 'advise', from: null, to: null, note: text }
  return buildIssue({ issueId: 'i', code: 'web.payment', advice, history: [entry], ...change })
}

function heard(
  state: CodeHeard['state'],
  utterance: Utterance,
  code = 'web.payment.page-freezes',
): CodeHeard {
  return { state, code, words: utterance.words.slice(0, 2), utterance }
}

function floor(...callIds: readonly string[]): FloorLines {
  const lines = new FloorLines()
  for (const callId of callIds) lines.take(buildStart(buildCall({ callId })), [], NOW)
  return lines
}

/** The customer of a call says it, and a code is found in it. */
function say(lines: FloorLines, callId: string, state: CodeHeard['state'], startMs = 1000): readonly Match[] {
  const utteranceState = state === 'fired' ? 'partial' : 'final'
  const utterance = buildUtterance({ callId, text: 'page freezes again', startMs, state: utteranceState })
  return lines.take(utterance, [heard(state, utterance)], NOW)
}

const brief = (matches: readonly Match[]): unknown =>
  matches.map(({ callId, state, action }) => [callId, state, action.text])

describe('a line', () => {
  it('is told at the first words, confirmed by the final, and once', () => {
    const lines = floor('a')
    lines.follow(advised('Use the phone.'))
    const [match] = say(lines, 'a', 'fired')
    expect(match).toMatchObject({
      state: 'fired',
      rule: { id: 'issue.i', version: 1, status: 'live', priority: 100 },
      action: { kind: 'prompt', text: 'Use the phone.' },
      evidence: {
        condition: 'said',
        party: 'customer',
        phrase: 'page freezes',
        utteranceId: 'utterance-1000',
      },
      stamps: { matchedAt: NOW },
    })
    const [confirmed] = say(lines, 'a', 'confirmed')
    expect(confirmed).toMatchObject({ state: 'confirmed', matchId: match?.matchId })
    expect(say(lines, 'a', 'fired', 9000)).toEqual([])
    expect(say(lines, 'a', 'confirmed', 9000)).toEqual([])
  })

  it('that words are taken back of is withdrawn, and told again later', () => {
    const lines = floor('a')
    lines.follow(advised('Use the phone.'))
    const [first] = say(lines, 'a', 'fired')
    const [back] = say(lines, 'a', 'retracted')
    expect(back).toMatchObject({ state: 'retracted', matchId: first?.matchId })
    expect(back?.because).toBeUndefined()
    const [again] = say(lines, 'a', 'fired', 9000)
    expect(again?.state).toBe('fired')
    expect(again?.matchId).not.toBe(first?.matchId)
  })

  it('reaches the calls that are live when it is written, without a delay to measure', () => {
    const lines = floor('a', 'b', 'over')
    say(lines, 'a', 'confirmed')
    say(lines, 'over', 'confirmed')
    lines.take(buildEnd('over'), [], NOW)
    const tick = { type: 'tick', callId: 'a', seq: 9, atMs: callMs(44_000), lagMs: 0 } as const
    lines.take(tick, [], NOW)
    const matches = lines.follow(advised('Use the phone.'))
    expect(matches).toMatchObject([{ callId: 'a', state: 'confirmed', stamps: null, atMs: 44_000 }])
  })

  it('that is written anew takes the place of the old one; the same again changes nothing', () => {
    const lines = floor('a')
    say(lines, 'a', 'confirmed')
    lines.follow(advised('Use the phone.'))
    expect(lines.follow(advised('Use the phone.', { revision: 9 }))).toEqual([])
    const later = wallMs(NOW + 60_000)
    expect(brief(lines.follow(advised('Use the app.', {}, later)))).toEqual([
      ['a', 'retracted', 'Use the phone.'],
      ['a', 'confirmed', 'Use the app.'],
    ])
    const withdrawn = lines.follow(advised(null))
    expect(withdrawn).toMatchObject([{ state: 'retracted', because: 'issue-over' }])
    expect(lines.size).toBe(0)
    expect(say(lines, 'a', 'fired', 9000)).toEqual([])
  })

  it('is told the next agent', () => {
    const lines = floor('a')
    say(lines, 'a', 'confirmed')
    const [first] = lines.follow(advised('Use the phone.'))
    const pass = (agentId: string) => lines.take(buildUpdate({ agentId }, 'a'), [], NOW)
    expect(pass('agent-7')).toEqual([])
    const [next] = pass('agent-8')
    expect(next).toMatchObject({ state: 'confirmed', action: { text: 'Use the phone.' } })
    expect(next?.matchId).not.toBe(first?.matchId)
  })

  it('of other codes is told nobody', () => {
    const lines = floor('a')
    lines.follow(advised('Use the phone.', { code: 'web.pay' }))
    expect(say(lines, 'a', 'fired')).toEqual([])
  })

  it('of an issue without a code goes by its words', () => {
    const lines = floor('a', 'b')
    const text = 'my voucher shows strange letters'
    lines.take(buildUtterance({ callId: 'a', text }), [], NOW)
    lines.take(buildUtterance({ callId: 'b', text, party: 'agent' }), [], NOW)
    const features = ['voucher + letters']
    expect(brief(lines.follow(advised('Made again tonight.', { code: null, features })))).toEqual([
      ['a', 'confirmed', 'Made again tonight.'],
    ])
    expect(brief(lines.take(buildUtterance({ callId: 'b', text }), [], NOW))).toEqual([
      ['b', 'confirmed', 'Made again tonight.'],
    ])
  })
})
