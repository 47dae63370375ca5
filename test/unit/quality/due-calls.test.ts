import { expect, it } from 'vitest'
import { wallMs } from '../../../server/contracts/time.ts'
import { DueCalls } from '../../../server/quality/due-calls.ts'
import { buildCall, buildEnd, buildStart } from '../../helpers/message-builders.ts'

const at = wallMs

function endOf(callId: string) {
  return buildEnd(callId)
}

it('scores a call three minutes after its end, or as soon as its notes are saved', () => {
  const due = new DueCalls()
  for (const callId of ['slow', 'quick']) due.take(buildStart(buildCall({ callId })), at(0))
  due.take(endOf('slow'), at(1000))
  due.take(endOf('quick'), at(1000))
  due.note('quick', at(20_000))
  expect([due.next(at(22_999)), due.next(at(23_000)), due.next(at(23_000))]).toEqual([null, 'quick', null])
  expect([due.next(at(180_999)), due.next(at(181_000)), due.size]).toEqual([null, 'slow', 0])
})

it('does not wait for notes that were saved before the end', () => {
  const due = new DueCalls()
  due.take(buildStart(), at(0))
  due.note('call-1', at(500))
  expect(due.next(at(900_000))).toBeNull()
  due.take(endOf('call-1'), at(1000))
  expect([due.next(at(3999)), due.next(at(4000))]).toEqual([null, 'call-1'])
})

it('scores again when the notes are saved later', () => {
  const due = new DueCalls()
  due.note('call-1', at(1000))
  expect(due.next(at(4000))).toBe('call-1')
})

it('leaves a call that comes again, and one that a shutdown ended, for later', () => {
  const due = new DueCalls()
  due.take(buildStart(), at(0))
  due.take(endOf('call-1'), at(1000))
  due.take(buildStart(), at(2000))
  expect([due.isLive('call-1'), due.next(at(900_000))]).toEqual([true, null])
  due.take({ ...endOf('call-1'), reason: 'shutdown' }, at(3000))
  expect([due.isLive('call-1'), due.next(at(900_000))]).toEqual([false, null])
})

it('takes the one that has been due for longest, and no more than it can hold', () => {
  const due = new DueCalls()
  for (let call = 0; call < 20_010; call += 1) due.add(`call-${call}`, 20_010 - call)
  expect(due.size).toBe(20_000)
  expect([due.next(at(30_000)), due.next(at(30_000))]).toEqual(['call-19999', 'call-19998'])
})
