import { describe, expect, it } from 'vitest'
import { Ladder } from '../../../../server/asr/capacity/ladder.ts'
import type { OverloadLevel } from '../../../../server/contracts/health.ts'

/** A ladder with a clock of its own: one sample a second. */
class Floor {
  readonly ladder = new Ladder()
  now = 1_000_000

  /** Calls are `lateMs` late for `seconds`; the levels that were reached on the way. */
  late(lateMs: number, seconds: number, hasRoom = true): readonly OverloadLevel[] {
    const reached: OverloadLevel[] = []
    for (let second = 0; second < seconds; second += 1) {
      this.now += 1000
      if (this.ladder.step({ now: this.now, lateMs, hasRoom })) reached.push(this.ladder.level)
    }
    return reached
  }
}

describe('going up', () => {
  it('stays calm while nothing is late, and at a short hitch', () => {
    const floor = new Floor()
    expect([...floor.late(0, 60), ...floor.late(2000, 3), ...floor.late(0, 60)]).toEqual([])
    expect(floor.ladder.level).toBe('calm')
  })

  it('sends fewer partials after three seconds', () => {
    expect(new Floor().late(500, 4)).toEqual(['fewer-partials'])
  })

  it('takes one rung at a time, however late the calls are', () => {
    const floor = new Floor()
    expect(floor.late(9000, 22)).toEqual(['fewer-partials'])
    expect(floor.late(9000, 4)).toEqual(['larger-chunks'])
    expect(floor.late(9000, 19)).toEqual([])
    expect(floor.late(9000, 2)).toEqual(['behind'])
    expect(floor.late(30_000, 600)).toEqual([])
  })

  it('needs the lateness without a break', () => {
    const floor = new Floor()
    floor.late(800, 4)
    for (let round = 0; round < 10; round += 1) {
      expect(floor.late(2000, 15)).toEqual([])
      expect(floor.late(1000, 1)).toEqual([])
    }
  })
})

describe('going down', () => {
  it('asks for partials again after ten calm seconds', () => {
    const floor = new Floor()
    floor.late(800, 4)
    expect(floor.late(100, 10)).toEqual([])
    expect(floor.late(100, 1)).toEqual(['calm'])
  })

  it('stays where it is between the two thresholds', () => {
    const floor = new Floor()
    floor.late(800, 4)
    expect(floor.late(400, 600)).toEqual([])
    expect(floor.ladder.level).toBe('fewer-partials')
  })

  it('keeps larger chunks for three calm minutes, then goes down rung by rung', () => {
    const floor = new Floor()
    floor.late(2000, 30)
    expect(floor.ladder.level).toBe('larger-chunks')
    expect(floor.late(100, 180)).toEqual([])
    expect(floor.late(100, 1)).toEqual(['fewer-partials'])
    expect(floor.late(100, 11)).toEqual(['calm'])
  })

  it('keeps larger chunks as long as the calls would not fit without them', () => {
    const floor = new Floor()
    floor.late(2000, 30)
    expect(floor.late(100, 3600, false)).toEqual([])
    expect(floor.late(100, 181)).toEqual(['fewer-partials'])
  })

  it('does not flap: larger chunks that were given up too early stay longer the next time', () => {
    const floor = new Floor()
    floor.late(2000, 30)
    floor.late(100, 181)
    floor.late(2000, 30)
    expect(floor.ladder.level).toBe('larger-chunks')
    expect(floor.late(100, 359)).toEqual([])
    expect(floor.late(100, 2)).toEqual(['fewer-partials'])
    floor.late(100, 700)
    floor.late(2000, 30)
    expect(floor.late(100, 181)).toEqual(['fewer-partials'])
  })

  it('comes back from the top when calls are only a little late', () => {
    const floor = new Floor()
    floor.late(9000, 60)
    expect(floor.ladder.level).toBe('behind')
    expect(floor.late(1000, 21)).toEqual(['larger-chunks'])
  })
})

describe('isLate', () => {
  it('is so while calls come late in spite of the measures, and not when the measures help', () => {
    const floor = new Floor()
    floor.late(800, 2)
    expect(floor.ladder.isLate).toBe(false)
    floor.late(800, 2)
    expect(floor.ladder.isLate).toBe(true)
    floor.late(100, 1)
    expect(floor.ladder.isLate).toBe(false)
  })
})
