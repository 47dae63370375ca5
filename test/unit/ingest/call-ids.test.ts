import { describe, expect, it } from 'vitest'
import { CallIds } from '../../../server/ingest/call-ids.ts'

describe('call ids', () => {
  it('are never given out twice', () => {
    const ids = new CallIds({ remembered: 100 })
    expect([1, 2, 3].map(() => ids.take('c'))).toEqual(['c', 'c~2', 'c~3'])
    expect(ids.take('c~2')).toBe('c~2~2')
  })

  it('stay within 128 characters', () => {
    const ids = new CallIds({ remembered: 100 })
    const long = 'x'.repeat(128)
    expect(ids.take(long)).toBe(long)
    expect(ids.take(long)).toBe(`${'x'.repeat(126)}~2`)
  })

  it('are free again when their call was not opened', () => {
    const ids = new CallIds({ remembered: 100 })
    ids.release(ids.take('c'))
    expect(ids.take('c')).toBe('c')
  })

  it('are not those of calls that are kept from earlier runs', () => {
    const ids = new CallIds({ remembered: 2, used: ['a', 'b', 'c'] })
    expect(ids.take('c')).toBe('c~2')
    expect(ids.take('a')).toBe('a')
  })

  it('are forgotten, the oldest first, beyond the limit', () => {
    const ids = new CallIds({ remembered: 2 })
    for (const id of ['a', 'b', 'c']) ids.take(id)
    expect(ids.take('c')).toBe('c~2')
    expect(ids.take('a')).toBe('a')
  })
})
