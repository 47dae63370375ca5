import { describe, expect, it } from 'vitest'
import { CaseBook } from '../../../server/alerts/case-book.ts'
import { KnownCalls } from '../../../server/alerts/known-calls.ts'
import { NOWHERE } from '../../../server/contracts/floor.ts'
import { wallMs } from '../../../server/contracts/time.ts'
import { buildCall, buildOutcome } from '../../helpers/message-builders.ts'
import { placeByAttributes } from '../../helpers/place-by-attributes.ts'

function setUp() {
  const calls = new KnownCalls({ placeOf: placeByAttributes, queueAttribute: 'queue' })
  calls.start(buildCall({ attributes: { site: 'berlin', team: 'billing', queue: 'invoices' } }))
  const book = new CaseBook(calls)
  return { calls, book }
}

const BILLING = { site: 'berlin', team: 'billing' }
const SALES = { site: 'berlin', team: 'sales' }

describe('a call that the alerts room knows', () => {
  it('is where it started until a change moves it', () => {
    const { calls } = setUp()
    expect([calls.placeOf('call-1'), calls.queueOf('call-1')]).toEqual([BILLING, 'invoices'])
    calls.update('call-1', { onHold: true })
    expect(calls.placeOf('call-1')).toEqual(BILLING)
    calls.update('call-1', { attributes: { team: 'sales', queue: '' } })
    expect([calls.placeOf('call-1'), calls.queueOf('call-1')]).toEqual([SALES, null])
    calls.update('no-call', { agentId: 'agent-9' })
    expect([calls.placeOf('no-call'), calls.queueOf('no-call')]).toEqual([NOWHERE, null])
  })

  it('is known for a while after its end: some alerts come later', () => {
    const { calls, book } = setUp()
    calls.end('call-1')
    expect(book.takeAlert(buildOutcome({ kind: 'alert' }), wallMs(0))).toMatchObject({
      queue: 'invoices',
      places: [BILLING],
    })
    for (let n = 0; n < 1000; n += 1) {
      calls.start(buildCall({ callId: `later-${n}` }))
      calls.end(`later-${n}`)
    }
    expect(calls.placeOf('call-1')).toEqual(NOWHERE)
    expect(calls.queueOf('later-999')).toBe('billing')
  })

  it('is not forgotten while it is live, also when its id came before', () => {
    const { calls } = setUp()
    calls.end('call-1')
    calls.start(buildCall({ attributes: { team: 'sales' } }))
    for (let n = 0; n < 1500; n += 1) {
      calls.start(buildCall({ callId: `later-${n}` }))
      calls.end(`later-${n}`)
    }
    expect(calls.placeOf('call-1')).toEqual({ site: null, team: 'sales' })
  })

  it('takes its case along', () => {
    const { calls, book } = setUp()
    expect(book.followCall('call-1', wallMs(0))).toBeNull()
    book.takeAlert(buildOutcome({ kind: 'alert' }), wallMs(0))
    expect(book.followCall('call-1', wallMs(1))).toBeNull()
    calls.update('call-1', { attributes: { team: 'sales' } })
    expect(book.followCall('call-1', wallMs(2))).toMatchObject({ places: [SALES], revision: 2, updatedAt: 2 })
    expect(book.followCall('call-1', wallMs(3))).toBeNull()
  })
})
