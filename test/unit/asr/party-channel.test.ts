import { beforeEach, describe, expect, it } from 'vitest'
import type { ChannelMessage } from '../../../server/asr/ipc-message.ts'
import { PartyChannel } from '../../../server/asr/party-channel.ts'
import type { ChannelHandler, ChannelPort } from '../../../server/asr/pool/channel-handler.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'

/** What the channel sent to its workers, and what it told about its party. */
let sent: string[]
let told: string[]
let handlers: Set<ChannelHandler>
let channel: PartyChannel

const port: ChannelPort = {
  open: ({ speaking }) => sent.push(speaking ? 'open speaking' : 'open'),
  audio: (chunk) => sent.push(`audio ${chunk.atMs}`),
  flush: () => sent.push('flush'),
  leave: () => {
    sent.push('leave')
    channel.detached('moved')
    channel.attached(port)
  },
}

beforeEach(() => {
  sent = []
  told = []
  handlers = new Set()
  channel = new PartyChannel({
    callId: 'call-1',
    party: 'agent',
    limitMs: 30_000,
    leastChunkMs: 100,
    pool: { attach: (handler) => handlers.add(handler), detach: (handler) => handlers.delete(handler) },
    events: {
      utterance: (draft) => told.push(`${draft.state} ${draft.utteranceId} ${draft.text}`.trim()),
      gap: ({ fromMs, durationMs, reason }) => told.push(`gap ${fromMs}+${durationMs} ${reason}`),
      dropped: (durationMs, reason) => told.push(`dropped ${durationMs} ${reason}`),
      moved: () => undefined,
    },
  })
})

function push(fromMs: number, toMs: number): void {
  for (let atMs = fromMs; atMs < toMs; atMs += 100) {
    const at = { atMs: callMs(atMs), capturedAt: wallMs(atMs), heardAt: wallMs(atMs) }
    channel.push({ callId: 'call-1', party: 'agent', samples: new Int16Array(800), rate: 8000, ...at })
  }
}

function takeSent(): string[] {
  return sent.splice(0)
}

const place = { channelId: 1, speaking: false }

function progress(atMs: number, report: Partial<Extract<ChannelMessage, { type: 'progress' }>> = {}): void {
  channel.message({ type: 'progress', ...place, atMs, settledMs: atMs, hypothesis: '', ...report })
}

describe('PartyChannel', () => {
  it('asks for a worker with its first audio, once', () => {
    expect(handlers.size).toBe(0)
    push(0, 300)
    expect([...handlers]).toEqual([channel])
    expect(takeSent()).toEqual([])
    channel.attached(port)
    expect(takeSent()).toEqual(['open', 'audio 0', 'audio 100', 'audio 200'])
  })

  it('lets a worker hold a few chunks and sends the next as each is answered', () => {
    push(0, 2000)
    channel.attached(port)
    expect(takeSent()).toHaveLength(1 + 8)
    progress(100)
    expect(takeSent()).toEqual(['audio 800'])
    expect(channel.lagMs).toBe(1900)
  })

  it('sends what is not settled again when the worker is gone, as part of the utterance', () => {
    push(0, 600)
    channel.attached(port)
    progress(100)
    progress(200, { settledMs: 100, speaking: true, hypothesis: 'hello' })
    takeSent()
    channel.detached('died')
    channel.attached(port)
    expect(takeSent()).toEqual([
      'open speaking',
      'audio 100',
      'audio 200',
      'audio 300',
      'audio 400',
      'audio 500',
    ])
    progress(200, { settledMs: 100, speaking: true, hypothesis: 'hell' })
    progress(300, { settledMs: 100, speaking: true, hypothesis: 'hello there' })
    channel.message({
      type: 'final',
      ...place,
      atMs: 600,
      settledMs: 600,
      words: [{ text: 'hello', startMs: 120, endMs: 400, confidence: 1 }],
    })
    expect(told).toEqual([
      'partial call-1/agent/1 hello',
      'partial call-1/agent/1 hello there',
      'final call-1/agent/1 hello',
    ])
  })

  it('does not send again what became final before the worker died', () => {
    push(0, 300)
    channel.attached(port)
    channel.message({ type: 'final', ...place, atMs: 300, settledMs: 300, words: [] })
    takeSent()
    channel.detached('died')
    channel.attached(port)
    expect(takeSent()).toEqual(['open'])
  })

  it('tells a gap when it is answered, and asks again for the answer when the worker is gone', () => {
    push(0, 100)
    channel.attached(port)
    channel.gap({ fromMs: callMs(100), toMs: callMs(5000), reason: 'lost' })
    progress(100)
    channel.detached('died')
    takeSent()
    channel.attached(port)
    expect(takeSent()).toEqual(['open', 'flush'])
    expect(told).toEqual([])
    channel.message({ type: 'flushed', ...place, atMs: 100, settledMs: 100 })
    expect(told).toEqual(['gap 100+4900 lost'])
    expect(channel.position).toMatchObject({ decodedMs: 5000, receivedMs: 5000 })
  })

  it('closes an utterance that no final came for', () => {
    push(0, 300)
    channel.attached(port)
    progress(300, { settledMs: 0, speaking: true, hypothesis: 'hello' })
    channel.end()
    expect(channel.isIdle).toBe(false)
    channel.message({ type: 'flushed', ...place, atMs: 300, settledMs: 300 })
    expect(told).toEqual(['partial call-1/agent/1 hello', 'final call-1/agent/1'])
    expect(channel.isIdle).toBe(true)
  })

  it('says what a fault has cost', () => {
    push(0, 300)
    channel.attached(port)
    progress(100, { settledMs: 0, speaking: true, hypothesis: 'hello' })
    channel.message({ type: 'fault', ...place, fromMs: 0, atMs: 200, settledMs: 200 })
    expect(told.slice(1)).toEqual(['final call-1/agent/1', 'dropped 200 fault', 'gap 0+200 dropped'])
  })

  it('gives audio up over which one worker after another has died', () => {
    push(0, 500)
    for (const attempt of [1, 2, 3]) {
      channel.attached(port)
      expect(takeSent(), `attempt ${attempt}`).toContain('audio 0')
      channel.detached('died')
    }
    expect(told).toEqual(['dropped 500 crash'])
    channel.attached(port)
    expect(takeSent()).toEqual(['open', 'flush'])
    push(500, 600)
    expect(takeSent()).toEqual(['audio 500'])
  })

  it('keeps audio when workers die that had got further each time', () => {
    push(0, 500)
    for (const atMs of [100, 200, 300, 400]) {
      channel.attached(port)
      progress(atMs, { settledMs: 0, speaking: true })
      channel.detached('died')
    }
    expect(told).toEqual([])
  })

  it('keeps audio when workers die that were not working on it', () => {
    push(0, 100)
    channel.attached(port)
    progress(100, { settledMs: 0, speaking: true })
    for (let death = 0; death < 5; death += 1) channel.detached('died')
    expect(told).toEqual([])
    channel.attached(port)
    expect(sent.at(-1)).toBe('audio 0')
  })

  it('drops nothing of an utterance that has to be sent again because its worker stood still', () => {
    push(0, 19_000)
    channel.attached(port)
    for (let atMs = 100; atMs <= 19_000; atMs += 100) {
      progress(atMs, { settledMs: 0, speaking: true, hypothesis: 'hello' })
    }
    push(19_000, 20_000)
    channel.detached('died')
    push(20_000, 33_000)
    expect(told.filter((line) => line.startsWith('dropped'))).toEqual([])
  })

  it('says what was given up: all whose words were not final', () => {
    push(0, 3000)
    channel.attached(port)
    progress(1000, { settledMs: 400, speaking: true, hypothesis: 'hello' })
    channel.giveUp()
    expect(told.slice(1)).toEqual(['dropped 2600 overload', 'final call-1/agent/1', 'gap 400+2600 dropped'])
  })

  it('says the gaps that no worker answered when it is given up', () => {
    push(0, 1000)
    channel.gap({ fromMs: callMs(1000), toMs: callMs(5000), reason: 'paused' })
    push(5000, 5500)
    channel.giveUp()
    expect(told).toEqual([
      'dropped 1500 overload',
      'gap 0+1000 dropped',
      'gap 1000+4000 paused',
      'gap 5000+500 dropped',
    ])
    expect(channel.keptMs).toBe(0)
  })

  it('does not call silence lost that a worker has heard when it is given up', () => {
    push(0, 3000)
    channel.attached(port)
    progress(1000, { settledMs: 700 })
    channel.giveUp()
    expect(told).toEqual(['dropped 2000 overload', 'gap 1000+2000 dropped'])
  })

  it('leaves its worker when it is closed', () => {
    push(0, 100)
    channel.close()
    expect(handlers.size).toBe(0)
  })

  describe('whose worker is to be replaced', () => {
    it('leaves at once when nothing is on its way and nobody speaks', () => {
      push(0, 600)
      channel.attached(port)
      for (let atMs = 100; atMs <= 600; atMs += 100) progress(atMs, { settledMs: atMs - 300 })
      takeSent()
      channel.askedToLeave()
      // What the speech gate keeps for the next speech goes along.
      expect(takeSent()).toEqual(['leave', 'open', 'audio 300', 'audio 400', 'audio 500'])
      expect(told).toEqual([])
    })

    it('sends nothing more until all is answered, then leaves', () => {
      push(0, 300)
      channel.attached(port)
      channel.askedToLeave()
      takeSent()
      push(300, 500)
      progress(100)
      progress(200)
      expect(takeSent()).toEqual([])
      progress(300)
      expect(takeSent()).toEqual(['leave', 'open', 'audio 300', 'audio 400'])
    })

    it('goes on while somebody speaks, and leaves when the words are final', () => {
      push(0, 300)
      channel.attached(port)
      progress(300, { settledMs: 0, speaking: true, hypothesis: 'hello' })
      channel.askedToLeave()
      takeSent()
      progress(300, { settledMs: 0, speaking: true, hypothesis: 'hello' })
      progress(300, { settledMs: 0, speaking: true, hypothesis: 'hello' })
      push(300, 400)
      expect(takeSent()).toEqual(['audio 300'])
      channel.message({ type: 'final', ...place, atMs: 400, settledMs: 400, words: [] })
      expect(takeSent()).toEqual([])
      progress(400)
      expect(takeSent()).toEqual(['leave', 'open'])
    })

    it('waits for the answer about a gap', () => {
      push(0, 100)
      channel.attached(port)
      progress(100)
      channel.gap({ fromMs: callMs(100), toMs: callMs(5000), reason: 'paused' })
      takeSent()
      channel.askedToLeave()
      push(5000, 5100)
      expect(takeSent()).toEqual([])
      channel.message({ type: 'flushed', ...place, atMs: 100, settledMs: 100 })
      expect(takeSent()).toEqual(['leave', 'open', 'audio 5000'])
      expect(told).toEqual(['gap 100+4900 paused'])
    })

    it('goes on where it is when the other worker is not ready after all', () => {
      push(0, 100)
      const alone: ChannelPort = { ...port, leave: () => sent.push('in vain') }
      channel.attached(alone)
      progress(100)
      channel.askedToLeave()
      push(100, 300)
      expect(takeSent().slice(2)).toEqual(['in vain', 'audio 100', 'audio 200'])
    })

    it('is not to blame for a move in the middle of its words', () => {
      push(0, 500)
      for (let move = 0; move < 12; move += 1) {
        channel.attached(port)
        channel.detached('moved')
      }
      expect(told).toEqual([])
      channel.attached(port)
      expect(sent.at(-1)).toBe('audio 400')
    })
  })
})
