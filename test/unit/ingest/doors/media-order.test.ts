import { beforeEach, describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import { MediaOrder, type TrackMedia } from '../../../../server/ingest/doors/media-order.ts'
import { seededRandom } from '../../../helpers/seeded-random.ts'

let counts = { repeated: 0, late: 0, reordered: 0 }
let order: MediaOrder

beforeEach(() => {
  counts = { repeated: 0, late: 0, reordered: 0 }
  order = new MediaOrder({
    onRepeated: () => (counts.repeated += 1),
    onLate: () => (counts.late += 1),
    onReordered: () => (counts.reordered += 1),
  })
})

/** The media of 20 ms with this number, whose stamp fits it, as it arrives in real time or when told. */
function media(chunk: number, change: Partial<TrackMedia> = {}): TrackMedia {
  const stampMs = (chunk - 1) * 20
  const heardAt = wallMs(1_000 + stampMs)
  return { chunk, stampMs, durationMs: 20, bytes: Buffer.alloc(160), heardAt, ...change }
}

function feed(chunks: readonly number[]): (number | undefined)[] {
  return chunks.flatMap((chunk, index) =>
    order.push(media(chunk, { heardAt: wallMs(1_000 + index * 20) })).map((passed) => passed.chunk),
  )
}

describe('the order of a track', () => {
  it('lets through at once what comes in order', () => {
    for (const chunk of [1, 2, 3, 4]) expect(order.push(media(chunk))).toHaveLength(1)
    expect(counts).toEqual({ repeated: 0, late: 0, reordered: 0 })
  })

  it('drops what comes twice, at once or later', () => {
    expect(feed([1, 2, 2, 3, 1, 4])).toEqual([1, 2, 3, 4])
    expect(counts).toEqual({ repeated: 2, late: 0, reordered: 0 })
  })

  it('puts back in its place what comes soon enough', () => {
    expect(feed([1, 2, 4, 3, 5, 8, 7, 6, 9])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(counts).toEqual({ repeated: 0, late: 0, reordered: 2 })
  })

  it('gives up what does not come, says so, and drops it when it comes after all', () => {
    feed([1, 2])
    const passed = [4, 5, 6, 7, 8, 9].flatMap((chunk) => order.push(media(chunk)))
    expect(passed.map(({ chunk, lossKnown }) => [chunk, lossKnown])).toEqual([
      [4, true],
      [5, false],
      [6, false],
      [7, false],
      [8, false],
      [9, false],
    ])
    expect(order.push(media(3))).toEqual([])
    expect(counts).toEqual({ repeated: 0, late: 1, reordered: 0 })
  })

  it('waits for a number no longer than a moment', () => {
    feed([1, 3])
    expect(order.expire(1_100)).toEqual([])
    expect(order.expire(1_120).map((passed) => passed.chunk)).toEqual([3])
  })

  it('leaves alone numbers that do not count the messages of this track', () => {
    const same = [0, 20, 40].flatMap((stampMs) => order.push(media(2, { stampMs })))
    expect(same).toHaveLength(3)
  })

  it('does not wait for numbers that belong to another track', () => {
    const shared = [1, 3, 5, 7].map((chunk, index) => media(chunk, { stampMs: index * 20 }))
    for (const one of shared) expect(order.push(one)).toHaveLength(1)
    expect(counts).toEqual({ repeated: 0, late: 0, reordered: 0 })
  })

  it('follows a source that begins to count anew', () => {
    feed([7, 8])
    expect(order.push(media(1, { stampMs: 160 }))).toHaveLength(1)
    expect(order.push(media(2, { stampMs: 180 }))).toHaveLength(1)
  })

  it.each([1, 2, 3, 4, 5])('never passes anything twice or backwards, whatever comes: seed %i', (seed) => {
    const random = seededRandom(seed)
    const sent = Array.from({ length: 2_000 }, (_, index) => index + 1)
      .filter(() => random() > 0.01)
      .flatMap((chunk) => (random() < 0.02 ? [chunk, chunk] : [chunk]))
      .map((chunk) => ({ chunk, at: chunk + (random() < 0.05 ? random() * 4 : 0) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ chunk }) => chunk)
    const passed = [...feed(sent), ...order.flush().map((one) => one.chunk)]
    expect(passed).toEqual([...new Set(passed)].toSorted((a, b) => (a ?? 0) - (b ?? 0)))
    expect(passed.length + counts.repeated + counts.late).toBe(sent.length)
    expect(counts.late).toBeLessThan(5)
  })
})
