import { describe, expect, it } from 'vitest'
import type { AccessScope, Principal, Role } from '../../../server/contracts/access.ts'
import type { CaseGroup } from '../../../server/contracts/alert-case.ts'
import type { SequencedEvent } from '../../../server/contracts/events.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'
import {
  caseAsSeenBy,
  joins,
  leaves,
  mayActOnCase,
  maySee,
  maySeeCall,
  maySeeCase,
  maySeeIssues,
  maySeeOutcome,
  maySeeTranscript,
  type Audience,
} from '../../../server/delivery/events/subscriptions.ts'
import { startLiveCall, summarise } from '../../../server/delivery/live/live-call.ts'
import { buildAssist } from '../../helpers/assist-builders.ts'
import { buildCase } from '../../helpers/case-builders.ts'
import { buildIssue, buildNotice } from '../../helpers/issue-builders.ts'
import {
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'
import { NOWHERE, type FloorPlace } from '../../../server/contracts/floor.ts'

function principal(role: Role, agentId: string | null = null): Principal {
  return { subject: role, role, agentId, expiresAt: wallMs(0) }
}

const BILLING: FloorPlace = { site: 'berlin', team: 'billing' }

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
  call: summarise(startLiveCall(buildStart()), { queue: 'queue' }),
  prompt: buildOutcome({ kind: 'prompt' }),
  'held prompt': buildOutcome({ kind: 'prompt', state: 'held', reason: 'cooldown' }),
  'retracted prompt': buildOutcome({ kind: 'prompt', state: 'retracted' }),
  alert: buildOutcome({ kind: 'alert' }),
  'issue outcome': buildOutcome({ kind: 'issue' }),
  issue: buildIssue(),
  notice: buildNotice(),
  assist: buildAssist(),
}

function seenBy(reader: Principal, options: { audience?: Audience; watched?: boolean } = {}): string[] {
  const { audience = { agentId: 'agent-7', places: [BILLING] }, watched = false } = options
  return Object.entries(EVENTS)
    .filter(([, event]) => maySee({ principal: reader, event, audience, watched }))
    .map(([name]) => name)
}

const CALL = ['start', 'update', 'end', 'call']
/** What was said, and what quotes it. */
const WORDS = ['utterance', 'gap', 'assist']
const OF_ISSUES = ['issue', 'notice']
const OUTCOMES = ['prompt', 'held prompt', 'retracted prompt', 'alert', 'issue outcome']

describe('who may see which event', () => {
  it.each(['supervisor', 'analyst', 'admin'] as const)('%s: every call, words only where watched', (role) => {
    expect(seenBy(principal(role)).sort()).toEqual([...CALL, ...OUTCOMES, ...OF_ISSUES].sort())
    expect(seenBy(principal(role), { watched: true }).sort()).toEqual(
      [...CALL, ...WORDS, ...OUTCOMES, ...OF_ISSUES].sort(),
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
    expect(seenBy(principal('digital'), { watched: true })).toEqual(['issue outcome', ...OF_ISSUES])
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
      const sighting = { event: buildIssue(), audience: { agentId, places: null }, watched: true }
      expect(maySee({ principal: reader, ...sighting })).toBe(expected)
    }
    expect(maySeeIssues(reader)).toBe(expected)
  })

  it('ingest: nothing', () => {
    expect(seenBy(principal('ingest'), { watched: true })).toEqual([])
  })

  it('no agent sees a call that has none', () => {
    const unassigned = seenBy(OWN, { audience: { agentId: null, places: [BILLING] } })
    expect(unassigned.filter((name) => !name.includes('prompt'))).toEqual([])
  })

  it('an end made for the agent who gave the call away is for that agent only', () => {
    const audience: Audience = { agentId: 'agent-7', places: [BILLING], agentOnly: true }
    expect(seenBy(OWN, { audience })).toContain('end')
    expect(seenBy(principal('supervisor'), { audience, watched: true })).toEqual([])
  })

  it('an outcome follows its own agent, not the agent who has the call now', () => {
    const event = buildOutcome({ agentId: 'agent-7', state: 'retracted' })
    const audience = { agentId: 'agent-8', places: [BILLING] }
    expect(maySee({ principal: OWN, event, audience, watched: false })).toBe(true)
    expect(maySee({ principal: OTHER, event, audience, watched: false })).toBe(false)
  })
})

describe('a supervisor of a part of the floor', () => {
  const of = (scope: Partial<AccessScope>): Principal => ({
    ...principal('supervisor'),
    scope: { teams: [], sites: [], ...scope },
  })
  const SCOPES: Record<string, Principal> = {
    everything: principal('supervisor'),
    billing: of({ teams: ['billing'] }),
    sales: of({ teams: ['sales'] }),
    berlin: of({ sites: ['berlin'] }),
    leeds: of({ sites: ['leeds'] }),
    'sales and berlin': of({ teams: ['sales'], sites: ['berlin'] }),
    nothing: of({}),
  }
  const RETENTION: FloorPlace = { site: 'berlin', team: 'retention' }
  const SALES: FloorPlace = { site: 'leeds', team: 'sales' }
  const names = (may: (reader: Principal) => boolean): string[] =>
    Object.entries(SCOPES)
      .filter(([, reader]) => may(reader))
      .map(([name]) => name)

  it.each([
    ['a team of a site', BILLING, ['everything', 'billing', 'berlin', 'sales and berlin']],
    ['another team there', RETENTION, ['everything', 'berlin', 'sales and berlin']],
    ['another site', SALES, ['everything', 'sales', 'leeds', 'sales and berlin']],
    ['a team whose site nobody says', { site: null, team: 'billing' }, ['everything', 'billing']],
    ['a site without a team', { site: 'leeds', team: null }, ['everything', 'leeds']],
    ['nowhere', NOWHERE, ['everything']],
  ])('sees a call at %s where it is in the scope', (_name, place, expected) => {
    const audience = { agentId: 'agent-7', places: [place] }
    expect(names((reader) => maySeeCall(reader, { call: { agentId: 'agent-7' }, place }))).toEqual(expected)
    expect(
      names((reader) => maySeeOutcome(reader, { kind: 'alert', state: 'shown', agentId: null }, place)),
    ).toEqual(expected)
    expect(names((reader) => seenBy(reader, { audience, watched: true }).includes('utterance'))).toEqual(
      expected,
    )
    for (const reader of Object.values(SCOPES)) {
      const all = seenBy(principal('supervisor'), { audience })
      const seen = seenBy(reader, { audience })
      expect([all, OF_ISSUES]).toContainEqual(seen)
    }
  })

  it('is given a call that comes into the scope and loses one that leaves it', () => {
    const moved = (from: FloorPlace, to: FloorPlace) => {
      const audience: Audience = { agentId: null, places: [to], from, joins: 'agent-8' }
      return {
        joining: names((reader) => joins(reader, audience)),
        leaving: names((reader) => leaves(reader, audience)),
      }
    }
    expect(moved(BILLING, SALES)).toEqual({ joining: ['sales', 'leeds'], leaving: ['billing', 'berlin'] })
    expect(moved(BILLING, RETENTION)).toEqual({ joining: [], leaving: ['billing'] })
    expect(moved(NOWHERE, BILLING).joining).toEqual(['billing', 'berlin', 'sales and berlin'])
    expect(moved(BILLING, NOWHERE).leaving).toEqual(['billing', 'berlin', 'sales and berlin'])
    const audience: Audience = { agentId: null, places: [SALES], from: BILLING, joins: 'agent-8' }
    expect([joins(OTHER, audience), joins(OWN, audience), leaves(OWN, audience)]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('sees of a group of calls those that are in the scope, and acts where that is all of them', () => {
    const call = (callId: string, place: FloorPlace) => ({
      ...{ callId, agentId: null, queue: null, outcomeId: callId, at: wallMs(0) },
      place,
    })
    const group: CaseGroup = {
      ...{ ruleId: 'outage', since: wallMs(0), terms: { calls: 2, withinMs: 60_000 }, callsInAll: 40 },
      calls: [call('a', BILLING), call('b', RETENTION), call('c', BILLING)],
    }
    const places = [BILLING, RETENTION]
    const many = buildCase({ callId: null, group, places })
    expect(names((reader) => maySeeCase(reader, places))).toEqual([
      'everything',
      'billing',
      'berlin',
      'sales and berlin',
    ])
    expect(names((reader) => mayActOnCase(reader, places, 'resolve'))).toEqual([
      'everything',
      'berlin',
      'sales and berlin',
    ])
    expect(names((reader) => mayActOnCase(reader, places, 'note'))).toEqual(
      names((reader) => maySeeCase(reader, places)),
    )
    expect(caseAsSeenBy(principal('supervisor'), many)).toBe(many)
    expect(caseAsSeenBy(of({ teams: ['billing'] }), many)).toEqual({
      ...many,
      places: [BILLING],
      group: { ...group, calls: [group.calls[0], group.calls[2]], callsInAll: 2 },
    })
    expect(maySeeCase(principal('agent', 'agent-7'), places)).toBe(false)
    expect(maySeeCase(principal('digital'), places)).toBe(false)
  })
})

describe('who may see what of the store', () => {
  it('calls: their agent and those who see all', () => {
    const call = { call: { agentId: 'agent-7' }, place: BILLING }
    expect(maySeeCall(OWN, call)).toBe(true)
    expect(maySeeCall(principal('analyst'), call)).toBe(true)
    expect(maySeeCall(OTHER, call)).toBe(false)
    expect(maySeeCall(OWN, { call: { agentId: null }, place: BILLING })).toBe(false)
    expect(maySeeCall(principal('digital'), call)).toBe(false)
  })

  it('outcomes without an agent are for no agent', () => {
    expect(maySeeOutcome(OWN, { kind: 'prompt', state: 'shown', agentId: null }, BILLING)).toBe(false)
  })

  it('words in a snapshot: the agent always, a supervisor when watching', () => {
    const ask = (reader: Principal, watched: string[]) =>
      maySeeTranscript({ principal: reader, callId: 'call-1', watched: new Set(watched) })
    expect(ask(OWN, [])).toBe(true)
    expect(ask(principal('supervisor'), [])).toBe(false)
    expect(ask(principal('supervisor'), ['call-1'])).toBe(true)
  })
})
