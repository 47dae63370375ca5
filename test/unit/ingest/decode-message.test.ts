import { describe, expect, it } from 'vitest'
import { AppError } from '../../../server/contracts/errors.ts'
import { decodeText } from '../../../server/ingest/decode-message.ts'

const START = {
  type: 'start',
  callId: 'c-1',
  audio: { encoding: 'mulaw', sampleRate: 8000, channels: ['agent', 'customer'] },
}

function fault(value: unknown): AppError {
  try {
    decodeText(typeof value === 'string' ? value : JSON.stringify(value))
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
  }
  throw new Error('it was not refused')
}

describe('a control message', () => {
  it('is taken as documented, fields of later versions left out', () => {
    const message = { ...START, agentId: 'a7', language: 'en-GB', attributes: { queue: 'x' }, atMs: 5 }
    expect(decodeText(JSON.stringify({ ...message, newInVersionTwo: true }))).toEqual(message)
  })

  it.each([
    [{ ...START, callId: 'x'.repeat(129) }, 'MESSAGE_INVALID', 'callId: expected 1 to 128 characters'],
    [
      { ...START, callId: 'a\nb' },
      'MESSAGE_INVALID',
      'callId: expected 1 to 128 characters, none of them a control',
    ],
    [{ ...START, callId: 7 }, 'MESSAGE_INVALID', 'callId: expected 1 to 128 characters'],
    [{ ...START, atMs: -1 }, 'MESSAGE_INVALID', 'atMs: expected a whole number of milliseconds from 0 to'],
    [{ ...START, atMs: 1.5 }, 'MESSAGE_INVALID', 'atMs: expected a whole number'],
    [{ ...START, language: 'english, please' }, 'MESSAGE_INVALID', 'language: expected a BCP 47 tag'],
    [{ ...START, attributes: { a: 1 } }, 'MESSAGE_INVALID', 'attributes: expected at most 64 names'],
    [
      {
        ...START,
        attributes: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, ''])),
      },
      'MESSAGE_INVALID',
      'attributes: expected at most 64 names',
    ],
    [
      { ...START, attributes: { 'earshot.earlier-contacts': '1' } },
      'MESSAGE_INVALID',
      'attributes: expected no name that begins with "earshot."',
    ],
    [
      { type: 'update', attributes: { queue: 'x', 'Earshot.Anything': '' } },
      'MESSAGE_INVALID',
      'attributes: expected no name that begins with "earshot."',
    ],
    [
      { ...START, audio: { ...START.audio, encoding: 'ulaw' } },
      'ENCODING_UNKNOWN',
      'audio.encoding: expected one of',
    ],
    [
      { ...START, audio: { ...START.audio, sampleRate: '8000' } },
      'SAMPLE_RATE_UNSUPPORTED',
      'audio.sampleRate',
    ],
    [
      { ...START, audio: { ...START.audio, channels: [] } },
      'MESSAGE_INVALID',
      'audio.channels: expected "agent"',
    ],
    [{ type: 'gap', durationMs: 1e12 }, 'MESSAGE_INVALID', 'durationMs: expected a whole number'],
    [{ type: 'toString' }, 'MESSAGE_UNKNOWN', 'type: expected one of start, resume, update, gap, ping, stop'],
    ['null', 'MESSAGE_NOT_JSON', 'A control message must be one JSON object.'],
    ['', 'MESSAGE_NOT_JSON', 'A control message must be one JSON object.'],
  ])('%j is refused with %s', (value, code, text) => {
    const error = fault(value)
    expect(error.code).toBe(code)
    expect(error.message).toContain(text)
  })

  it('is refused without a word of what it said', () => {
    const secret = 'my card number is four two'
    for (const value of [secret, { ...START, attributes: { [secret]: 5 } }, { ...START, language: secret }]) {
      const error = fault(value)
      expect(error.message).not.toContain('card')
      expect(error.cause).toBeUndefined()
    }
  })
})
