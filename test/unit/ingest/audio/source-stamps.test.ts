import { describe, expect, it } from 'vitest'
import { SourceStamps } from '../../../../server/ingest/audio/source-stamps.ts'

/** What each stamp shows to be missing, when each comes with 20 ms of audio and what is missing is made up for. */
function missing(stamps: readonly number[], frameMs = 20, lossKnown = false): number[] {
  const reader = new SourceStamps()
  let elapsedMs = 0
  return stamps.map((stampMs) => {
    const missingMs = reader.missingMs({ stampMs, elapsedMs, lossKnown })
    elapsedMs += missingMs + frameMs
    return missingMs
  })
}

const exact = Array.from({ length: 60 }, (_, index) => index * 20)

describe('stamps of a source', () => {
  it('show each lost frame once they have been exact for a second', () => {
    expect(missing([...exact, 1_220, 1_240, 1_300]).slice(-3)).toEqual([20, 0, 40])
  })

  it('show a loss at once when the numbers of the messages do too', () => {
    expect(missing([0, 60], 20, true)).toEqual([0, 40])
  })

  it('are not believed when they are only about right: less than half a second is nothing', () => {
    expect(missing([0, 35, 48, 90, 92, 300, 120])).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(missing([0, 35, 48, 900])).toEqual([0, 0, 0, 840])
  })

  it('never matter when they run behind: 40 ms of audio, stamped 20 ms apart', () => {
    expect(new Set(missing(exact, 40))).toEqual(new Set([0]))
  })
})
