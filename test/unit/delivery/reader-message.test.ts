import { describe, expect, it } from 'vitest'
import { AppError } from '../../../server/contracts/errors.ts'
import { parseEventPosition } from '../../../server/delivery/events/event-position.ts'
import { parseReaderMessage } from '../../../server/delivery/events/reader-message.ts'

function refusal(text: string): AppError {
  try {
    parseReaderMessage(text)
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
  }
  throw new Error('expected the message to be refused')
}

describe('a message of a reader', () => {
  it.each([
    { type: 'ping', clientNow: 12.5 },
    { type: 'watch', callId: 'call-1' },
    { type: 'unwatch', callId: 'call-1' },
    { type: 'painted', outcomeId: 'o1', state: 'shown', paintedAt: 1000 },
  ])('of type $type is understood', (message) => {
    expect(parseReaderMessage(JSON.stringify(message))).toEqual(message)
  })

  it.each(['', 'hello', '[]', '"ping"', 'null', '{"type":'])(
    'that is no JSON object is refused: %s',
    (text) => {
      expect(refusal(text).code).toBe('MESSAGE_NOT_JSON')
    },
  )

  it.each(['{"type":"shout"}', '{"type":"toString"}'])('of an unknown type is refused: %s', (text) => {
    expect(refusal(text)).toMatchObject({
      code: 'MESSAGE_UNKNOWN',
      detail: 'Expected one of: ping, watch, unwatch, painted.',
    })
  })

  it.each([
    ['{}', '"type"'],
    ['{"type":5}', '"type"'],
    ['{"type":"watch"}', 'callId'],
    ['{"type":"watch","callId":""}', 'callId'],
    [`{"type":"watch","callId":"${'x'.repeat(129)}"}`, 'callId'],
    ['{"type":"ping","clientNow":"1"}', 'clientNow'],
    ['{"type":"painted","outcomeId":"o1","state":"gone","paintedAt":1}', 'state'],
    ['{"type":"painted","outcomeId":"o1","state":"shown","paintedAt":1e999}', 'paintedAt'],
  ])('of a wrong form is refused by the name of the field: %s', (text, field) => {
    const error = refusal(text)
    expect(error.code).toBe('MESSAGE_INVALID')
    expect(error.detail).toContain(field)
  })

  it('is not repeated in the refusal', () => {
    expect(refusal('{"type":"watch","callId":{"name":"Maria"}}').message).not.toContain('Maria')
    expect(refusal('my card is 4539').message).not.toContain('4539')
  })
})

describe('a position', () => {
  it('is an epoch and a number', () => {
    expect(parseEventPosition('ab-12:340')).toEqual({ epoch: 'ab-12', seq: 340 })
  })

  it.each(['', '12', 'ab:', ':5', 'ab:-1', 'ab:5:6', 'a b:5', `ab:${'9'.repeat(16)}`])(
    'of another form is refused: %s',
    (text) => {
      expect(() => parseEventPosition(text)).toThrow('expected EPOCH:SEQ')
    },
  )
})
