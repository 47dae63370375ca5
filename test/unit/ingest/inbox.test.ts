import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../server/contracts/time.ts'
import { Inbox } from '../../../server/ingest/inbox.ts'

describe('the inbox', () => {
  it('cuts long audio into slices and keeps the order', () => {
    const inbox = new Inbox()
    const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, index) => index % 251))
    inbox.push({ type: 'audio', bytes, heardAt: wallMs(5), party: 'agent' })
    inbox.push({ type: 'stop' })
    const taken: Buffer[] = []
    for (let item = inbox.shift(); item !== undefined; item = inbox.shift()) {
      if (item.type !== 'audio') {
        expect(item).toEqual({ type: 'stop' })
        break
      }
      expect(item).toMatchObject({ heardAt: 5, party: 'agent' })
      taken.push(item.bytes)
    }
    expect(taken.map((slice) => slice.length)).toEqual([16_384, 16_384, 7_232])
    expect(Buffer.concat(taken)).toEqual(bytes)
    expect(inbox.size).toBe(0)
  })
})
