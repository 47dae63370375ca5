import { describe, expect, it } from 'vitest'
import { normaliseError } from '../../../server/platform/normalise-error.ts'

describe('normaliseError', () => {
  it('leaves an error as it is', () => {
    const error = new RangeError('too far')
    expect(normaliseError(error)).toBe(error)
  })

  it('takes a string as the message', () => {
    expect(normaliseError('broken').message).toBe('broken')
  })

  it.each([[undefined], [null], [42], [{ message: 'looks like one' }]])('keeps %j as the cause', (thrown) => {
    const error = normaliseError(thrown)
    expect(error).toBeInstanceOf(Error)
    expect(error.cause).toBe(thrown)
  })
})
