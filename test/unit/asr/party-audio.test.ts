import { beforeEach, describe, expect, it } from 'vitest'
import { PartyAudio, type KeptItem } from '../../../server/asr/party-audio.ts'
import type { AudioFrame } from '../../../server/contracts/audio.ts'
import { callMs, wallMs } from '../../../server/contracts/time.ts'

let audio: PartyAudio

beforeEach(() => {
  audio = new PartyAudio({ limitMs: 2000, chunkMs: 100 })
})

/** A frame whose samples are the milliseconds they are at. Captured in time, heard 30 ms later. */
function frame(atMs: number, ms = 20, rate: AudioFrame['rate'] = 8000): AudioFrame {
  return {
    callId: 'call-1',
    party: 'agent',
    atMs: callMs(atMs),
    samples: Int16Array.from(
      { length: (ms * rate) / 1000 },
      (_, index) => atMs + Math.floor((index * 1000) / rate),
    ),
    rate,
    capturedAt: wallMs(100_000 + atMs + ms),
    heardAt: wallMs(100_030 + atMs + ms),
  }
}

function pushUntil(toMs: number, fromMs = 0): void {
  for (let atMs = fromMs; atMs < toMs; atMs += 20) audio.push(frame(atMs))
}

function drain(): string[] {
  const items: KeptItem[] = []
  for (let item = audio.next(); item !== null; item = audio.next()) items.push(item)
  return items.map((item) => `${item.kind} ${item.startMs}-${item.endMs}`)
}

describe('PartyAudio', () => {
  it('hands audio out in chunks and waits for the rest of one', () => {
    pushUntil(260)
    expect(drain()).toEqual(['audio 0-100', 'audio 100-200'])
    pushUntil(300, 260)
    expect(drain()).toEqual(['audio 200-300'])
  })

  it('hands out more at once where that is asked for and waits, but never waits for it', () => {
    pushUntil(500)
    const first = audio.next(400)
    expect(first).toMatchObject({ kind: 'audio', startMs: 0, endMs: 400 })
    expect(first?.kind === 'audio' && first.samples.length).toBe(3200)
    expect(audio.next(400)).toMatchObject({ startMs: 400, endMs: 500 })
    expect(audio.next(400)).toBeNull()
  })

  it('says when the audio came that waits behind a position', () => {
    pushUntil(1000)
    expect(audio.heardAfter(0)).toBe(100_050)
    expect(audio.heardAfter(500)).toBe(100_550)
    expect(audio.heardAfter(1000)).toBeNull()
  })

  it('says so of no audio that only waits for the rest of its chunk', () => {
    pushUntil(1000)
    expect(audio.heardAfter(880)).toBeNull()
    expect(audio.heardAfter(860)).toBe(100_910)
  })

  it('joins the samples of frames in order', () => {
    pushUntil(100)
    const item = audio.next()
    expect(
      item?.kind === 'audio' && [...item.samples].every((sample, at) => sample === Math.floor(at / 8)),
    ).toBe(true)
  })

  it('does not wait for the rest when something else follows', () => {
    pushUntil(60)
    audio.end()
    expect(drain()).toEqual(['audio 0-60', 'end 60-60'])
  })

  it('cuts long frames into pieces with their own times', () => {
    audio.push(frame(0, 250))
    expect(drain()).toEqual(['audio 0-100', 'audio 100-200'])
    expect(audio.stamps(150)).toEqual({ capturedAt: 100_150, heardAt: 100_280 })
    expect(audio.receivedMs).toBe(250)
  })

  it('does not mix rates in one chunk', () => {
    pushUntil(60)
    audio.push(frame(60, 100, 16_000))
    expect(drain()).toEqual(['audio 0-60', 'audio 60-160'])
  })

  it('keeps audio until it is settled and gives it again after a rewind', () => {
    pushUntil(300)
    drain()
    audio.settle(140)
    expect(audio.keptMs).toBe(160)
    audio.rewind(140)
    expect(drain()).toEqual(['audio 140-240'])
  })

  it('rewinds into the middle of a frame', () => {
    audio.push(frame(0, 100))
    audio.push(frame(100, 100))
    drain()
    audio.settle(30)
    audio.rewind(30)
    const item = audio.next()
    expect(item).toMatchObject({ startMs: 30, endMs: 200 })
    expect(item?.kind === 'audio' && item.samples[0]).toBe(30)
    expect(audio.keptMs).toBe(170)
  })

  it('keeps gaps and ends until they are answered, and forgets what lies before them', () => {
    pushUntil(200)
    audio.gap({ fromMs: 200, toMs: 500, reason: 'paused' })
    pushUntil(600, 500)
    expect(drain()).toEqual(['audio 0-100', 'audio 100-200', 'gap 200-500', 'audio 500-600'])
    audio.settle(600)
    audio.rewind(200)
    expect(drain()).toEqual(['gap 200-500', 'audio 500-600'])
    expect(audio.isPending).toBe(true)
    expect(audio.answered()).toMatchObject({ kind: 'gap', startMs: 200, endMs: 500, reason: 'paused' })
    expect(audio.isPending).toBe(false)
    expect(audio.answered()).toBeNull()
  })

  it('makes a gap of a hole that nobody announced', () => {
    pushUntil(100)
    expect(audio.push(frame(400, 100))).toBe(true)
    expect(drain()).toEqual(['audio 0-100', 'gap 100-400', 'audio 400-500'])
  })

  it('begins wherever the first frame lies', () => {
    audio.push(frame(7000, 100))
    expect(drain()).toEqual(['audio 7000-7100'])
  })

  it('refuses audio of the past', () => {
    pushUntil(100)
    expect(audio.push(frame(60))).toBe(false)
    expect(audio.receivedMs).toBe(100)
  })

  it('drops the older half when too much waits, and says where', () => {
    pushUntil(2000)
    expect(audio.dropExcess()).toBe(0)
    pushUntil(2020, 2000)
    expect(audio.dropExcess()).toBe(1020)
    expect(audio.keptMs).toBe(1000)
    expect(drain().slice(0, 2)).toEqual(['gap 0-1020', 'audio 1020-1120'])
  })

  it('says of each stretch what was dropped, and leaves other gaps where they lie', () => {
    pushUntil(1000)
    audio.gap({ fromMs: 1000, toMs: 60_000, reason: 'paused' })
    pushUntil(61_020, 60_000)
    expect(audio.dropExcess()).toBe(1020)
    expect(drain().slice(0, 4)).toEqual([
      'gap 0-1000',
      'gap 1000-60000',
      'gap 60000-60020',
      'audio 60020-60120',
    ])
  })

  it('remembers one gap, however often it drops while no worker serves it', () => {
    pushUntil(60_000)
    for (let atMs = 60_000; atMs < 120_000; atMs += 20) {
      audio.push(frame(atMs))
      audio.dropExcess()
    }
    const gaps = drain().filter((item) => item.startsWith('gap'))
    expect(gaps).toHaveLength(1)
  })

  it('drops nothing that was decoded already, though it must be sent again', () => {
    pushUntil(1500)
    drain()
    audio.rewind(0)
    pushUntil(3400, 1500)
    expect(audio.dropExcess(1500)).toBe(0)
    pushUntil(3520, 3400)
    expect(audio.dropExcess(1500)).toBe(1020)
    const left = drain()
    expect(left[0]).toBe('audio 0-100')
    expect(left).toContain('gap 1500-2520')
  })

  it('does not count call time without audio as waiting', () => {
    pushUntil(200)
    audio.gap({ fromMs: 200, toMs: 600_000, reason: 'paused' })
    audio.push(frame(600_000, 100))
    expect(audio.dropExcess()).toBe(0)
    expect(audio.audioAfter(0)).toBe(300)
    expect(audio.audioAfter(100)).toBe(200)
    expect(audio.audioAfter(600_000)).toBe(100)
  })

  it('drops nothing that a worker is decoding', () => {
    pushUntil(1500)
    drain()
    pushUntil(3400, 1500)
    expect(audio.dropExcess()).toBe(0)
    pushUntil(3600, 3400)
    audio.dropExcess()
    audio.rewind(0)
    expect(drain()[0]).toBe('audio 0-100')
  })

  it('knows when audio was captured and heard, also after it is forgotten', () => {
    expect(audio.stamps(0)).toBeNull()
    pushUntil(100)
    expect(audio.stamps(50)).toEqual({ capturedAt: 100_050, heardAt: 100_090 })
    drain()
    audio.settle(100)
    expect(audio.stamps(100)).toEqual({ capturedAt: 100_100, heardAt: 100_130 })
  })
})
