import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wallMs } from '../../../../server/contracts/time.ts'
import { DayStates } from '../../../../server/issues/keep/day-states.ts'
import { decodeState, encodeState } from '../../../../server/issues/keep/kept-state.ts'

const DAY = 86_400_000
const EMPTY = { facts: [], tally: { volumes: [], coded: [], cells: [], persons: [] } }

describe('a kept state', () => {
  it('comes back as it was', () => {
    const detector = Uint8Array.from({ length: 1000 }, (_, at) => at % 251)
    const state = { book: EMPTY, branches: EMPTY.tally, detector }
    expect(decodeState(encodeState(state))).toEqual(state)
  })

  it('from before branches were counted is taken up without them', () => {
    const json = new TextEncoder().encode(JSON.stringify({ form: 1, book: EMPTY }))
    const bytes = Uint8Array.from([0, 0, 0, json.length, ...json, 7])
    expect(decodeState(bytes)).toEqual({ book: EMPTY, branches: null, detector: Uint8Array.of(7) })
  })

  it.each([
    ['nothing', []],
    ['a length beyond its end', [0, 0, 9, 9, 1]],
    ['no JSON', [0, 0, 0, 2, 1, 2]],
    ['another form', [0, 0, 0, 2, ...new TextEncoder().encode('{}')]],
  ])('of %s is refused', (_, bytes) => {
    expect(decodeState(Uint8Array.from(bytes))).toBeNull()
  })
})

describe('states of days', () => {
  it('are kept once a day, three of them, and found by time', async () => {
    const dir = join(await mkdtemp(join(tmpdir(), 'earshot-states-')), 'issues')
    const states = new DayStates(dir)
    try {
      expect(await states.from(wallMs(0))).toBeNull()
      for (let hour = 0; hour <= 120; hour += 6) {
        await states.keep(wallMs(1_000_000_000_000 + hour * 3_600_000), Uint8Array.of(hour))
      }
      const kept = await states.list()
      expect(kept.map(({ upTo }) => (upTo - 1_000_000_000_000) / DAY)).toEqual([3, 4, 5])
      expect(await readdir(dir)).toHaveLength(3)
      const [first, second] = kept
      expect(await states.from(wallMs(1_000_000_000_000 + 4.5 * DAY))).toEqual(second)
      expect(await states.from(wallMs(5))).toEqual(first)
      expect(second === undefined ? null : [...(await states.read(second))]).toEqual([96])
    } finally {
      await rm(dir, { recursive: true })
    }
  })
})
