import { describe, expect, it } from 'vitest'
import { buildCase } from '../../helpers/case-builders.ts'
import { AGENT_7, SUPERVISOR, principalOf, setUpHub } from '../../helpers/event-hub-bench.ts'
import { buildStart } from '../../helpers/message-builders.ts'

const copy = (caseId: string, revision = 1) => buildCase({ caseId, revision })
const resolved = (caseId: string, revision: number) => buildCase({ caseId, revision, state: 'resolved' })
const brief = (cases: readonly { readonly caseId: string; readonly revision: number }[] | undefined) =>
  cases?.map(({ caseId, revision }) => `${caseId}.${revision}`)

describe('alert cases on /v1/events', () => {
  it('come to those who see every call, and to nobody else: an agent learns nothing of alerts', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    const readers = [SUPERVISOR, principalOf('analyst'), principalOf('digital'), AGENT_7]
    const transports = readers.map((reader) => join(reader).transport)
    for (const each of [copy('a'), copy('a', 2), copy('a', 2)]) hub.takeCase(each)
    expect(transports.map((transport) => brief(transport.of('case')))).toEqual([
      ['a.1', 'a.2'],
      ['a.1', 'a.2'],
      [],
      [],
    ])
  })

  it('stand in the snapshot while they are open, of those who see every call', () => {
    const { hub, join } = setUpHub()
    for (const each of [copy('a'), copy('b'), resolved('a', 2)]) hub.takeCase(each)
    expect(brief(join(SUPERVISOR).transport.of('snapshot')[0]?.cases)).toEqual(['b.1'])
    for (const reader of [AGENT_7, principalOf('digital')]) {
      expect(join(reader).transport.of('snapshot')[0]).not.toHaveProperty('cases')
    }
  })

  it('are named in the summary of their call at once, but not in the agent’s', () => {
    const { hub, join, clock } = setUpHub()
    hub.takeMessage(buildStart())
    const [board, agent] = [SUPERVISOR, AGENT_7].map((reader) => join(reader).transport)
    const told = (transport: typeof board) =>
      transport?.of('call').map(({ openCase }) => openCase?.state ?? null)
    hub.takeCase(copy('a'))
    clock.advance(2000)
    hub.takeCase(buildCase({ caseId: 'a', revision: 2, state: 'owned' }))
    clock.advance(2000)
    // Nothing that a board shows has changed.
    hub.takeCase(buildCase({ caseId: 'a', revision: 3, state: 'owned' }))
    hub.takeCase(resolved('a', 4))
    expect(told(board)).toEqual(['new', 'owned', null])
    expect(told(agent)).toEqual([null, null, null])
    hub.takeCase(copy('a', 5))
    const inSnapshot = (reader: typeof SUPERVISOR) =>
      join(reader).transport.of('snapshot')[0]?.calls[0]?.summary.openCase?.caseId ?? null
    expect([inSnapshot(SUPERVISOR), inSnapshot(AGENT_7)]).toEqual(['a', null])
  })

  it('resume with the newest copy alone, and come back when one is armed again', () => {
    const { hub, join } = setUpHub()
    for (const each of [copy('a'), copy('a', 2), resolved('a', 3), copy('a', 4)]) hub.takeCase(each)
    const { transport } = join(SUPERVISOR, { after: { epoch: hub.epoch, seq: 0 } })
    expect(brief(transport.of('case'))).toEqual(['a.4'])
    expect(brief(join(SUPERVISOR).transport.of('snapshot')[0]?.cases)).toEqual(['a.4'])
  })

  it('beyond the limit are counted and only left out of snapshots', async () => {
    const { hub, join, counted } = setUpHub({ openCases: 2 })
    const { transport } = join(SUPERVISOR)
    for (const id of ['a', 'b', 'c']) hub.takeCase(copy(id))
    expect(brief(transport.of('case'))).toEqual(['a.1', 'b.1', 'c.1'])
    expect(brief(join(SUPERVISOR).transport.of('snapshot')[0]?.cases)).toEqual(['b.1', 'c.1'])
    expect(await counted('earshot_delivery_cases_left_out_total', {})).toBe(1)
    expect(await counted('earshot_delivery_open_cases', {})).toBe(2)
  })
})
