import { beforeEach, describe, expect, it } from 'vitest'
import { TranscriptAssembler } from '../../../server/asr/transcript-assembler.ts'

let assembler: TranscriptAssembler

beforeEach(() => {
  assembler = new TranscriptAssembler({ party: 'customer', idPrefix: 'call-1' })
})

const hears = (text: string, atMs: number): ReturnType<TranscriptAssembler['hypothesis']> =>
  assembler.hypothesis({ text, atMs, fromMs: 1000 })

const word = (
  text: string,
  startMs: number,
): { text: string; startMs: number; endMs: number; confidence: number } => ({
  text,
  startMs,
  endMs: startMs + 250,
  confidence: 0.8,
})

describe('TranscriptAssembler', () => {
  it('tells a partial when words change and while they are young, then rests', () => {
    expect(hears('', 1500)).toBeNull()
    expect(hears('cancel', 1600)).toMatchObject({ state: 'partial', text: 'cancel', atMs: 1600 })
    const told = Array.from({ length: 12 }, (_, step) => hears('cancel', 1700 + step * 100))
    expect(told.map((draft) => draft?.words[0]?.stayedMs)).toEqual([
      ...[160, 260, 360, 460, 560, 660, 760],
      ...Array.from({ length: 5 }, () => undefined),
    ])
    expect(hears('cancel it', 2900)?.words.map(({ stayedMs }) => stayedMs)).toEqual([1420, 60])
  })

  it('gives partial words no confidence, and times inside the utterance', () => {
    const draft = hears('cancel it', 1900)
    expect(draft?.words.map(({ confidence }) => confidence)).toEqual([null, null])
    expect(draft?.startMs).toBeGreaterThanOrEqual(1000)
    expect(draft?.endMs).toBe(1650)
    expect(draft?.startMs).toBe(draft?.words[0]?.startMs)
  })

  it('keeps the id from the first partial to the final, and then takes another', () => {
    const partial = hears('cancel', 1600)
    const final = assembler.final({ words: [word('cancel', 1200)], atMs: 2400 })
    expect(final?.utteranceId).toBe(partial?.utteranceId)
    expect(hears('now', 3000)?.utteranceId).not.toBe(partial?.utteranceId)
  })

  it('carries stays over to the words of the final', () => {
    hears('i want', 1600)
    hears('i want two cancel', 2000)
    const final = assembler.final({
      words: [word('i', 1100), word('want', 1300), word('to', 1500), word('cancel', 1700)],
      atMs: 2600,
    })
    expect(final).toMatchObject({ state: 'final', text: 'i want to cancel', startMs: 1100, endMs: 1950 })
    expect(final?.words.map(({ stayedMs }) => stayedMs)).toEqual([1120, 1120, 0, 660])
    expect(final?.words.map(({ confidence }) => confidence)).toEqual([0.8, 0.8, 0.8, 0.8])
  })

  it('passes on how else a final may be read, and says nothing where nobody asked', () => {
    const words = [word('canceled', 1200)]
    expect(assembler.final({ words, atMs: 2000, alternatives: ['cancel'] })?.alternatives).toEqual(['cancel'])
    expect(assembler.final({ words: [word('canceled', 2200)], atMs: 3000 })).not.toHaveProperty(
      'alternatives',
    )
  })

  it('ends an utterance with an empty final when it was nothing after all', () => {
    hears('the', 1600)
    expect(assembler.final({ words: [], atMs: 2200 })).toMatchObject({ state: 'final', text: '', words: [] })
  })

  it('tells once that the words have gone', () => {
    hears('the', 1600)
    expect(hears('', 1700)).toMatchObject({ state: 'partial', text: '' })
    expect(hears('', 1800)).toBeNull()
  })

  it('tells nothing of a final without words that nobody expected', () => {
    expect(assembler.final({ words: [], atMs: 2200 })).toBeNull()
  })

  it('tells a final that had no partial', () => {
    expect(assembler.final({ words: [word('yes', 1200)], atMs: 1500 })).toMatchObject({
      text: 'yes',
      startMs: 1200,
    })
  })

  it('is silent while another worker replays, goes on where the first had come to, and keeps stays', () => {
    const before = hears('i want to', 2000)
    expect(hears('i', 1500)).toBeNull()
    expect(hears('i want', 1900)).toBeNull()
    const after = hears('i want to cancel', 2100)
    expect(after?.utteranceId).toBe(before?.utteranceId)
    expect(after?.words.map(({ stayedMs }) => stayedMs)).toEqual([220, 220, 220, 60])
  })

  it('never steps back with a final that comes in a replay', () => {
    hears('i want to', 2000)
    expect(assembler.final({ words: [word('i', 1100)], atMs: 1700 })).toMatchObject({ atMs: 2000 })
  })
})
