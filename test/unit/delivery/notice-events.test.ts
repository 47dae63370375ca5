import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../server/contracts/time.ts'
import { AGENT_7, SUPERVISOR, principalOf, setUpHub } from '../../helpers/event-hub-bench.ts'
import { buildNotice } from '../../helpers/issue-builders.ts'
import { buildStart, STARTED_AT } from '../../helpers/message-builders.ts'

const DIGITAL = principalOf('digital')
const HOUR = 3_600_000

const notice = (noticeId: string, at = STARTED_AT) => buildNotice({ noticeId, at: wallMs(at) })
const ids = (notices: readonly { readonly noticeId: string }[] | undefined) =>
  notices?.map(({ noticeId }) => noticeId)

describe('notices on /v1/events', () => {
  it('come once each to those who see issues, and to nobody else', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    const [digital, supervisor, agent] = [DIGITAL, SUPERVISOR, AGENT_7].map((who) => join(who).transport)
    const one = join(SUPERVISOR, { onlyCallId: 'call-1' }).transport
    for (const id of ['a', 'a', 'b']) hub.takeNotice(notice(id))
    expect([digital, supervisor, agent, one].map((transport) => ids(transport?.of('notice')))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      [],
      [],
    ])
  })

  it('stand in the snapshot of those who see issues, for a day', () => {
    const { hub, join, clock } = setUpHub()
    hub.takeNotice(notice('a'))
    hub.takeNotice(notice('b', STARTED_AT + HOUR))
    const snapshotOf = (who: typeof DIGITAL) => join(who).transport.of('snapshot')[0]
    expect(ids(snapshotOf(DIGITAL)?.notices)).toEqual(['a', 'b'])
    expect(ids(snapshotOf(SUPERVISOR)?.notices)).toEqual(['a', 'b'])
    expect(snapshotOf(AGENT_7)).not.toHaveProperty('notices')
    clock.advance(24 * HOUR)
    expect(ids(snapshotOf(DIGITAL)?.notices)).toEqual(['b'])
    for (let n = 0; n < 300; n += 1) hub.takeNotice(notice(`n${n}`, STARTED_AT + 24 * HOUR))
    expect(snapshotOf(DIGITAL)?.notices).toHaveLength(200)
  })

  it('are all told to a reader that comes back', () => {
    const { hub, join } = setUpHub()
    for (const id of ['a', 'b', 'c']) hub.takeNotice(notice(id))
    const { transport } = join(DIGITAL, { after: { epoch: hub.epoch, seq: 1 } })
    expect(transport.of('hello')[0]?.resumed).toBe(true)
    expect(ids(transport.of('notice'))).toEqual(['b', 'c'])
  })
})
