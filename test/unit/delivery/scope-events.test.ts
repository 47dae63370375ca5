import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../server/contracts/access.ts'
import { NOWHERE } from '../../../server/contracts/floor.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildAssist } from '../../helpers/assist-builders.ts'
import { buildCase } from '../../helpers/case-builders.ts'
import { SUPERVISOR, principalOf, setUpHub } from '../../helpers/event-hub-bench.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'
import {
  STARTED_AT,
  buildCall,
  buildEnd,
  buildOutcome,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'

const BILLING = supervisorOf('billing')
const SALES = supervisorOf('sales')
const BERLIN: Principal = { ...SUPERVISOR, scope: { teams: [], sites: ['berlin'] } }

function supervisorOf(team: string): Principal {
  return { ...SUPERVISOR, scope: { teams: [team], sites: [] } }
}

/** A call of the team billing in Berlin, with words and an alert. */
function setUp() {
  const bench = setUpHub()
  const { hub } = bench
  hub.takeMessage(buildStart(buildCall({ attributes: { site: 'berlin', team: 'billing' } })))
  hub.takeMessage(buildUtterance({ text: 'good morning' }))
  hub.takeOutcome(buildOutcome({ kind: 'alert', outcomeId: 'alert' }))
  hub.takeCase(buildCase({ places: [{ site: 'berlin', team: 'billing' }] }))
  const move = (change: Parameters<typeof buildUpdate>[0]) => hub.takeMessage(buildUpdate(change))
  return { ...bench, move }
}

const callsIn = (
  snapshot: { readonly calls: readonly { readonly summary: { callId: string } }[] } | undefined,
) => snapshot?.calls.map(({ summary }) => summary.callId)

describe('a supervisor of a team', () => {
  it('starts with the calls and cases of the team, and the issues of everybody', () => {
    const { hub, join } = setUp()
    hub.takeIssue(buildIssue())
    const shown = (reader: Principal) => join(reader).transport.of('snapshot')[0]
    for (const reader of [BILLING, BERLIN, SUPERVISOR]) {
      expect(shown(reader)).toMatchObject({ calls: [{ outcomes: [{}] }], cases: [{}], issues: [{}] })
    }
    expect(shown(SALES)).toMatchObject({ calls: [], cases: [], issues: [{}] })
  })

  it('is sent what happens in them, and of others nothing', () => {
    const { hub, join } = setUp()
    const [own, other] = [BILLING, SALES].map((reader) => join(reader).transport)
    hub.takeOutcome(buildOutcome({ kind: 'alert', outcomeId: 'second' }))
    hub.takeCase(buildCase({ revision: 2 }))
    hub.takeMessage(buildStart(buildCall({ callId: 'call-2', attributes: {} })))
    hub.takeMessage(buildEnd())
    hub.takeIssue(buildIssue())
    expect(own?.types).toEqual(['hello', 'snapshot', 'outcome', 'case', 'end', 'call', 'issue'])
    expect(other?.types).toEqual(['hello', 'snapshot', 'issue'])
  })

  it('may watch own calls, and learns of no others, whether they are there or not', () => {
    const { hub, join } = setUp()
    const { reader, transport } = join(BILLING)
    reader.take({ type: 'watch', callId: 'call-1' })
    hub.takeMessage(buildUtterance({ text: 'how', utteranceId: 'u2', startMs: 9000 }))
    hub.takeAssist(buildAssist())
    expect(transport.of('snapshot')[1]).toMatchObject({ calls: [{ utterances: [{ text: 'good morning' }] }] })
    expect(transport.types.slice(-2)).toEqual(['utterance', 'assist'])
    const stranger = join(SALES).reader
    const refused = expect.objectContaining({ code: 'NOT_FOUND' })
    expect(() => stranger.take({ type: 'watch', callId: 'call-1' })).toThrow(refused)
    expect(() => stranger.take({ type: 'watch', callId: 'no-call' })).toThrow(refused)
    expect(stranger.watched.size).toBe(0)
  })

  it('reads one call alone only while it is the team’s', () => {
    const { join, move } = setUp()
    const own = join(BILLING, { onlyCallId: 'call-1' }).transport
    const other = join(SALES, { onlyCallId: 'call-1' }).transport
    expect(other.of('snapshot')[0]?.calls).toEqual([])
    move({ attributes: { team: 'sales' } })
    expect(own.of('snapshot').map(callsIn)).toEqual([['call-1'], []])
    expect(other.of('snapshot')[1]).toMatchObject({ calls: [{ utterances: [{ text: 'good morning' }] }] })
  })
})

describe('a call that goes to another team', () => {
  it('comes whole to the one and is gone for the other, with its case', () => {
    const { hub, join, move } = setUp()
    const [from, to, site, board] = [BILLING, SALES, BERLIN, SUPERVISOR].map((each) => join(each).transport)
    move({ agentId: 'agent-9', attributes: { team: 'sales' } })
    hub.takeMessage(buildEnd())
    hub.takeCase(buildCase({ revision: 2, places: [{ site: 'berlin', team: 'sales' }] }))
    expect(from?.of('snapshot')[1]).toMatchObject({ complete: true, calls: [], cases: [] })
    expect(from?.types.slice(2)).toEqual(['snapshot'])
    expect(to?.of('snapshot')[1]).toMatchObject({
      complete: false,
      calls: [{ summary: { callId: 'call-1', team: 'sales', alerts: 1 }, outcomes: [{}] }],
    })
    expect(to?.types.slice(2)).toEqual(['snapshot', 'end', 'call', 'case'])
    // For whoever answers for both it is the same call.
    for (const both of [site, board]) expect(both?.types.slice(2)).toEqual(['update', 'end', 'call', 'case'])
  })

  it('leaves its former supervisors no word that was said later, also when they come back', () => {
    const { hub, join, move } = setUp()
    const after = { epoch: hub.epoch, seq: hub.lastSeq }
    move({ attributes: { team: 'sales' } })
    hub.takeMessage(buildUtterance({ text: 'secret', utteranceId: 'u2', startMs: 9000 }))
    const back = (reader: Principal) => join(reader, { after }).transport
    expect(back(BILLING).types).toEqual(['hello', 'snapshot'])
    expect(callsIn(back(BILLING).of('snapshot')[0])).toEqual([])
    expect(callsIn(back(SALES).of('snapshot')[0])).toEqual(['call-1'])
    expect(back(BERLIN).types).toEqual(['hello', 'update'])
  })

  it('is not told of as moved when only something else changes', () => {
    const { join, move } = setUp()
    const transport = join(BILLING).transport
    move({ onHold: true })
    move({ attributes: { tier: 'gold' } })
    move({ agentId: 'agent-9' })
    expect(transport.types.slice(2)).toEqual(['update', 'update', 'update'])
  })

  it('hides from whoever may see only some calls of a group the others, live and in the snapshot', () => {
    const { hub, join } = setUp()
    const call = (callId: string, team: string) => ({
      ...{ callId, agentId: null, queue: null, outcomeId: callId, at: wallMs(STARTED_AT) },
      place: { site: null, team },
    })
    const group = {
      ...{ ruleId: 'outage', since: wallMs(STARTED_AT), terms: { calls: 2, withinMs: 60_000 } },
      ...{ calls: [call('a', 'billing'), call('b', 'sales')], callsInAll: 2 },
    }
    const many = { caseId: 'many', callId: null, group, places: group.calls.map(({ place }) => place) }
    const live = join(BILLING).transport
    const after = { epoch: hub.epoch, seq: hub.lastSeq }
    hub.takeCase(buildCase(many))
    const seen = { places: [{ team: 'billing' }], group: { calls: [{ callId: 'a' }], callsInAll: 1 } }
    expect(live.of('case')).toMatchObject([{ ...seen, eventSeq: hub.lastSeq }])
    expect(join(BILLING, { after }).transport.of('case')).toMatchObject([seen])
    expect(join(BILLING).transport.of('snapshot')[0]?.cases?.[1]).toMatchObject(seen)
    expect(join(SUPERVISOR, { after }).transport.of('case')[0]?.group?.calls).toHaveLength(2)
    expect(join(supervisorOf('none'), { after }).transport.of('case')).toEqual([])
  })
})

it('what nobody says the place of is for those alone who answer for the whole floor', () => {
  const { hub, join } = setUpHub()
  const [own, board] = [BERLIN, SUPERVISOR].map((reader) => join(reader).transport)
  hub.takeMessage(buildStart(buildCall({ attributes: {} })))
  hub.takeCase(buildCase({ places: [NOWHERE] }))
  hub.takeOutcome(buildOutcome({ callId: 'no-call', kind: 'alert' }))
  hub.takeOutcome(buildOutcome({ kind: 'issue', outcomeId: 'for-digital' }))
  expect(own?.types).toEqual(['hello', 'snapshot'])
  expect(board?.types.filter((type) => type !== 'call')).toEqual([
    ...['hello', 'snapshot', 'start', 'case', 'outcome', 'outcome'],
  ])
  expect(join(principalOf('digital')).transport.of('snapshot')[0]?.calls).toEqual([])
})
