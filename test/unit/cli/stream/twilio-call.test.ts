import { describe, expect, it } from 'vitest'
import { TwilioCall } from '../../../../server/cli/stream/twilio-call.ts'
import { encodeMuLaw } from '../../../../server/cli/stream/mulaw.ts'
import { MULAW_TABLE } from '../../../../server/platform/g711.ts'

interface Message {
  readonly event: string
  readonly sequenceNumber?: string
  readonly streamSid?: string
  readonly start?: unknown
  readonly stop?: unknown
  readonly media?: { track: string; chunk: string; timestamp: string; payload: string }
}

/** The messages of a call of two parties: the agent's samples are 1000, the customer's -1000. */
async function callOf(pieces: readonly number[]): Promise<readonly Message[]> {
  const messages: Message[] = []
  const call = new TwilioCall({
    callId: 'CA1',
    rate: 8000,
    parties: ['agent', 'customer'],
    agentId: 'a7',
    attributes: { queue: 'billing' },
    token: 'secret',
    sendText: async (text) => void messages.push(JSON.parse(text) as Message),
  })
  await call.start()
  for (const frames of pieces) {
    await call.audio(Int16Array.from({ length: frames * 2 }, (_, at) => (at % 2 === 0 ? 1000 : -1000)))
  }
  await call.stop()
  return messages
}

describe('TwilioCall', () => {
  it('speaks in the documented order and numbers everything after `connected`', async () => {
    const messages = await callOf([160, 160])
    expect(messages.map(({ event }) => event)).toEqual([
      'connected',
      'start',
      'media',
      'media',
      'media',
      'media',
      'stop',
    ])
    expect(messages.map(({ sequenceNumber }) => sequenceNumber)).toEqual([
      undefined,
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
    ])
    expect(new Set(messages.slice(1).map(({ streamSid }) => streamSid)).size).toBe(1)
    expect(messages[1]?.start).toMatchObject({
      callSid: 'CA1',
      tracks: ['outbound', 'inbound'],
      customParameters: { token: 'secret', agentTrack: 'outbound', agentId: 'a7', queue: 'billing' },
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    })
  })

  it('counts chunks and time for each track', async () => {
    const media = (await callOf([160, 160])).flatMap((message) => message.media ?? [])
    expect(media.map(({ track, chunk, timestamp }) => [track, chunk, timestamp])).toEqual([
      ['outbound', '1', '0'],
      ['inbound', '1', '0'],
      ['outbound', '2', '20'],
      ['inbound', '2', '20'],
    ])
  })

  it('cuts any pieces into frames of 20 ms and loses nothing at the end', async () => {
    const media = (await callOf([100, 7, 300, 13])).flatMap((message) => message.media ?? [])
    const bytes = (name: string): Buffer =>
      Buffer.concat(
        media.filter(({ track }) => track === name).map(({ payload }) => Buffer.from(payload, 'base64')),
      )
    expect(media.slice(0, -2).map(({ payload }) => Buffer.from(payload, 'base64').length)).toEqual([
      160, 160, 160, 160,
    ])
    expect(bytes('outbound')).toHaveLength(420)
    expect(new Set(bytes('outbound'))).toEqual(new Set(encodeMuLaw(Int16Array.of(1000))))
    expect(new Set(bytes('inbound'))).toEqual(new Set(encodeMuLaw(Int16Array.of(-1000))))
  })
})

describe('encodeMuLaw', () => {
  it('is never further from a sample than half a step of its segment', () => {
    // Table 2a of G.711: beyond 8031 of 8159, which is 32,124 in 16 bit, the curve ends.
    for (let sample = -32_124; sample <= 32_124; sample += 37) {
      const value = MULAW_TABLE[encodeMuLaw(Int16Array.of(sample))[0] ?? 0] ?? 0
      expect(Math.abs(value - sample)).toBeLessThanOrEqual((Math.abs(sample) + 132) / 32)
    }
  })

  it('keeps the values of all codes', () => {
    const values = encodeMuLaw(MULAW_TABLE)
    expect(Array.from(values, (code) => MULAW_TABLE[code])).toEqual([...MULAW_TABLE])
  })
})
