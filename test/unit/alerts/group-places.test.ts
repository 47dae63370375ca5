import { expect, it } from 'vitest'
import { CallGroup, armGroup, clearGroup, growGroup, openGroup } from '../../../server/alerts/call-group.ts'
import { wallMs } from '../../../server/contracts/time.ts'

const NORTH = { site: null, team: 'north' }
const SOUTH = { site: null, team: 'south' }
const WEST = { site: null, team: 'west' }

it('a group stays with whoever saw it until it is resolved, and begins anew after that', () => {
  const terms = { calls: 2, withinMs: 60_000 }
  const group = new CallGroup({ id: 'long-hold', title: 'Long hold', severity: 'high' }, terms)
  const join = (callId: string, place: typeof NORTH): void =>
    group.join({ callId, agentId: null, queue: null, place, outcomeId: callId, at: wallMs(0) })
  join('a', NORTH)
  join('b', SOUTH)
  const opened = openGroup('g', group, wallMs(0))
  expect(opened.places).toEqual([NORTH, SOUTH])
  group.leave('a', 'a')
  join('c', SOUTH)
  const grown = growGroup(opened, group, wallMs(1))
  expect(grown.places).toEqual([NORTH, SOUTH])
  expect(grown.group?.calls.map(({ callId }) => callId)).toEqual(['b', 'c'])
  const over = clearGroup(grown, wallMs(2))
  expect(over).toMatchObject({ state: 'resolved', places: [NORTH, SOUTH] })
  group.clear()
  join('d', WEST)
  expect(armGroup(over, group, wallMs(3)).places).toEqual([WEST])
})
