import { describe, expect, it } from 'vitest'
import type { Principal, Role } from '../../../server/contracts/access.ts'
import type { SequencedEvent } from '../../../server/contracts/events.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import {
  maySee,
  maySeeCall,
  maySeeIssues,
  maySeeOutcome,
  maySeeTranscript,
  type Audience,
} from '../../../server/delivery/events/subscriptions.ts'
import { startLiveCall, summarise } from '../../../server/delivery/live/live-call.ts'
import { buildAssist } from '../../helpers/assist-builders.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'
import {
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'

function principal(role: Role, agentId: string | null = null): Principal {
  return { subject: role, role, agentId, expiresAt: wallMs(0) }
}

const OWN = principal('agent', 'agent-7')
const OTHER = principal('agent', 'agent-8')

const EVENTS: Record<string, SequencedEvent> = {
  start: buildStart(),
  update: buildUpdate({ onHold: true }),
  utterance: buildUtterance({ text: 'hello' }),
  gap: {
    type: 'gap',
    callId: 'call-1',
    seq: 4,
    atMs: callMs(0),
    party: 'agent',
    durationMs: 100,
    reason: 'lost',
  },
  end: buildEnd(),
  call: summarise(startLiveCall(buildStart()), { queue: 'queue', team: 'team' }),
  prompt: buildOutcome({ kind: 'prompt' }),
  'held prompt': buildOutcome({ kind: 'prompt', state: 'held', reason: 'cooldown' }),
  'retracted prompt': buildOutcome({ kind: 'prompt', state: 'retracted' }),
  alert: buildOutcome({ kind: 'alert' }),
  'issue outcome': buildOutcome({ kind: 'issue' }),
  issue: buildIssue(),
  assist: buildAssist(),
}

function seenBy(reader: Principal, options: { audience?: Audience; watched?: boolean } = {}): string[] {
  const { audience = { agentId: 'agent-7' }, watched = false } = options
  return Object.entries(EVENTS)
    .filter(([, event]) => maySee({ principal: reader, event, audience, watched }))
    .map(([name]) => name)
}

const CALL = ['start', 'update', 'end', 'call']
/** What was said, and what quotes it. */
const WORDS = ['utterance', 'gap', 'assist']
const OUTCOMES = ['prompt', 'held prompt', 'retracted prompt', 'alert', 'issue outcome']

describe('who may see which event', () => {
  it.each(['supervisor', 'analyst', 'admin'] as const)('%s: every call, words only where watched', (role) => {
    expect(seenBy(principal(role)).sort()).toEqual([...CALL, ...OUTCOMES, 'issue'].sort())
    expect(seenBy(principal(role), { watched: true }).sort()).toEqual(
      [...CALL, ...WORDS, ...OUTCOMES, 'issue'].sort(),
    )
  })

  it('an agent: own calls with words, own prompts that are not held, no alerts', () => {
    expect(seenBy(OWN).sort()).toEqual([...CALL, ...WORDS, 'prompt', 'retracted prompt'].sort())
  })

  it('another agent: nothing, watched or not', () => {
    expect(seenBy(OTHER)).toEqual([])
    expect(seenBy(OTHER, { watched: true })).toEqual([])
  })

  it('digital teams: issues only, no call and no words', () => {
    expect(seenBy(principal('digital'), { watched: true })).toEqual(['issue outcome', 'issue'])
  })

  it.each([
    ['agent', false],
    ['supervisor', true],
    ['analyst', true],
    ['digital', true],
    ['admin', true],
    ['ingest', false],
  ] as const)('%s: issues %s, whoever they concern', (role, expected) => {
    const reader = principal(role, role === 'agent' ? 'agent-7' : null)
    for (const agentId of ['agent-7', null]) {
      const sighting = { event: buildIssue(), audience: { agentId }, watched: true }
      expect(maySee({ principal: reader, ...sighting })).toBe(expected)
    }
    expect(maySeeIssues(reader)).toBe(expected)
  })

  it('ingest: nothing', () => {
    expect(seenBy(principal('ingest'), { watched: true })).toEqual([])
  })

  it('no agent sees a call that has none', () => {
    const unassigned = seenBy(OWN, { audience: { agentId: null } })
    expect(unassigned.filter((name) => !name.includes('prompt'))).toEqual([])
  })

  it('an end made for the agent who gave the call away is for that agent only', () => {
    const audience: Audience = { agentId: 'agent-7', agentOnly: true }
    expect(seenBy(OWN, { audience })).toContain('end')
    expect(seenBy(principal('supervisor'), { audience, watched: true })).toEqual([])
  })

  it('an outcome follows its own agent, not the agent who has the call now', () => {
    const event = buildOutcome({ agentId: 'agent-7', state: 'retracted' })
    const audience = { agentId: 'agent-8' }
    expect(maySee({ principal: OWN, event, audience, watched: false })).toBe(true)
    expect(maySee({ principal: OTHER, event, audience, watched: false })).toBe(false)
  })
})

describe('who may see what of the store', () => {
  it('calls: their agent and those who see all', () => {
    const call = { agentId: 'agent-7' }
    expect(maySeeCall(OWN, call)).toBe(true)
    expect(maySeeCall(principal('analyst'), call)).toBe(true)
    expect(maySeeCall(OTHER, call)).toBe(false)
    expect(maySeeCall(OWN, { agentId: null })).toBe(false)
    expect(maySeeCall(principal('digital'), call)).toBe(false)
  })

  it('outcomes without an agent are for no agent', () => {
    expect(maySeeOutcome(OWN, { kind: 'prompt', state: 'shown', agentId: null })).toBe(false)
  })

  it('words in a snapshot: the agent always, a supervisor when watching', () => {
    const ask = (reader: Principal, watched: string[]) =>
      maySeeTranscript({ principal: reader, callId: 'call-1', watched: new Set(watched) })
    expect(ask(OWN, [])).toBe(true)
    expect(ask(principal('supervisor'), [])).toBe(false)
    expect(ask(principal('supervisor'), ['call-1'])).toBe(true)
  })
})
