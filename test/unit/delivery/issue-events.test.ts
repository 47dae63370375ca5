import { describe, expect, it } from 'vitest'
import { AGENT_7, SUPERVISOR, principalOf, setUpHub } from '../../helpers/event-hub-bench.ts'
import { buildIssue } from '../../helpers/issue-builders.ts'
import { buildStart } from '../../helpers/message-builders.ts'

const DIGITAL = principalOf('digital')

const issue = (issueId: string, revision = 1) => buildIssue({ issueId, revision })
const closed = (issueId: string, revision: number) => buildIssue({ issueId, revision, state: 'closed' })
const brief = (issues: readonly { readonly issueId: string; readonly revision: number }[] | undefined) =>
  issues?.map(({ issueId, revision }) => `${issueId}.${revision}`)

describe('issues on /v1/events', () => {
  it('come as events to those who may see them, with their place in the sequence', () => {
    const { hub, join } = setUpHub()
    const readers = [DIGITAL, SUPERVISOR, AGENT_7].map((reader) => join(reader).transport)
    hub.takeIssue(issue('a'))
    hub.takeIssue(issue('a', 2))
    const seen = readers.map((transport) => brief(transport.of('issue')))
    expect(seen).toEqual([['a.1', 'a.2'], ['a.1', 'a.2'], []])
    expect(readers[0]?.of('issue').map(({ eventSeq }) => eventSeq)).toEqual([1, 2])
  })

  it('stand in the snapshot of those who may see them while they are open', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    for (const copy of [issue('a'), issue('b'), issue('a', 2), closed('b', 2), issue('c')])
      hub.takeIssue(copy)
    const snapshotOf = (...args: Parameters<typeof join>) => join(...args).transport.of('snapshot')[0]
    expect(snapshotOf(DIGITAL)).toMatchObject({ complete: true, calls: [] })
    expect(brief(snapshotOf(DIGITAL)?.issues)).toEqual(['a.2', 'c.1'])
    expect(brief(snapshotOf(SUPERVISOR)?.issues)).toEqual(['a.2', 'c.1'])
    expect(snapshotOf(AGENT_7)).not.toHaveProperty('issues')
  })

  it('are not sent to a reader of one call, and no snapshot of one call brings them', () => {
    const { hub, join } = setUpHub()
    hub.takeMessage(buildStart())
    hub.takeIssue(issue('a'))
    const one = join(SUPERVISOR, { onlyCallId: 'call-1' })
    const all = join(SUPERVISOR)
    hub.takeIssue(issue('a', 2))
    expect(one.transport.types).toEqual(['hello', 'snapshot'])
    expect(one.transport.of('snapshot')[0]).not.toHaveProperty('issues')
    all.reader.take({ type: 'watch', callId: 'call-1' })
    expect(all.transport.of('snapshot')[1]).toMatchObject({ complete: false })
    expect(all.transport.of('snapshot')[1]).not.toHaveProperty('issues')
  })

  it('are told once: a copy that is not newer is no event', () => {
    const { hub, join } = setUpHub()
    const { transport } = join(DIGITAL)
    for (const copy of [issue('a', 3), issue('a', 3), issue('a', 2), closed('a', 4), issue('a', 3)]) {
      hub.takeIssue(copy)
    }
    expect(brief(transport.of('issue'))).toEqual(['a.3', 'a.4'])
  })

  it('resume with the newest copy alone of what was missed', () => {
    const { hub, join } = setUpHub()
    hub.takeIssue(issue('a'))
    for (const revision of [2, 3, 4]) hub.takeIssue(issue('a', revision))
    hub.takeIssue(issue('b'))
    const { transport } = join(DIGITAL, { after: { epoch: hub.epoch, seq: 1 } })
    expect(transport.of('hello')[0]?.resumed).toBe(true)
    expect(brief(transport.of('issue'))).toEqual(['a.4', 'b.1'])
  })

  it('stand in the snapshot that follows when a slow reader missed some', () => {
    const { hub, join } = setUpHub({ socketBytes: 2000, outboxEvents: 4 })
    const { transport } = join(DIGITAL, { flowing: false })
    for (let n = 0; n < 20; n += 1) hub.takeIssue(issue(`i${n}`))
    transport.drain()
    expect(transport.of('issue').length).toBeLessThan(20)
    expect(transport.of('missed')[0]?.missed).toBe(20 - transport.of('issue').length)
    expect(transport.of('snapshot').at(-1)?.issues).toHaveLength(20)
  })

  it('beyond the limit are counted and only left out of snapshots', async () => {
    const { hub, join, counted } = setUpHub({ openIssues: 2 })
    const { transport } = join(DIGITAL)
    for (const id of ['a', 'b', 'c']) hub.takeIssue(issue(id))
    expect(brief(transport.of('issue'))).toEqual(['a.1', 'b.1', 'c.1'])
    expect(brief(join(DIGITAL).transport.of('snapshot')[0]?.issues)).toEqual(['b.1', 'c.1'])
    expect(await counted('earshot_delivery_issues_left_out_total', {})).toBe(1)
    expect(await counted('earshot_delivery_open_issues', {})).toBe(2)
  })
})
