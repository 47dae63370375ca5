import { describe, expect, it } from 'vitest'
import type { DigitalFeedback } from '../../../../server/contracts/digital-feedback.ts'
import { AppError } from '../../../../server/contracts/errors.ts'
import { Intake } from '../../../../server/feedback/intake/intake.ts'
import { buildFeedback } from '../../../helpers/issue-builders.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

/** A disk that takes nothing until it is told to, and then as a store does. */
class SlowDisk {
  readonly kept = new Set<string>()
  #waiting: (() => void)[] = []
  #failure: Error | null = null

  async saveFeedback(items: readonly DigitalFeedback[]): Promise<readonly string[]> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#failure !== null) throw this.#failure
    return items.flatMap(({ sourceId, feedbackId }) => {
      const key = `${sourceId}/${feedbackId}`
      if (this.kept.has(key)) return []
      this.kept.add(key)
      return [feedbackId]
    })
  }

  fail(failure: Error): void {
    this.#failure = failure
  }

  /** Until nothing waits any more. */
  async work(): Promise<void> {
    for (let idle = 0; idle < 5; idle += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#waiting.length > 0) idle = 0
      for (const go of this.#waiting.splice(0)) go()
    }
  }
}

function makeIntake(): { disk: SlowDisk; clock: ManualClock; intake: Intake; kept: string[] } {
  const disk = new SlowDisk()
  const clock = new ManualClock(0)
  const kept: string[] = []
  const onKept = ({ feedbackId }: DigitalFeedback): void => void kept.push(feedbackId)
  return { disk, clock, kept, intake: new Intake({ store: disk, clock, onKept }) }
}

function items(count: number, change: Partial<DigitalFeedback> = {}): readonly DigitalFeedback[] {
  return Array.from({ length: count }, (_, at) => buildFeedback({ feedbackId: `f-${at}`, ...change }))
}

describe('Intake', () => {
  it('says of each item whether it was new, when it is on disk', async () => {
    const { disk, intake, kept } = makeIntake()
    const [a, b] = items(2)
    const other = buildFeedback({ feedbackId: 'f-0', sourceId: 'other' })
    if (a === undefined || b === undefined) throw new Error('unreachable')
    const first = intake.save([a, b, a, other])
    const second = intake.save([b])
    expect(intake.waiting).toBe(5)
    expect(kept).toEqual([])
    await disk.work()
    expect(await first).toEqual([true, true, false, true])
    expect(await second).toEqual([false])
    expect(kept).toEqual(['f-0', 'f-1', 'f-0'])
    expect(intake.waiting).toBe(0)
  })

  it('refuses what it has no room for, loses nothing, and takes more when there is room again', async () => {
    const { disk, intake, kept } = makeIntake()
    const saves = Array.from({ length: 40 }, (_, at) => intake.save(items(500, { sourceId: `s-${at}` })))
    await expect(intake.save(items(1))).rejects.toMatchObject({ code: 'STORE_FAILED', retryAfterMs: 2000 })
    await disk.work()
    await Promise.all(saves)
    expect(kept).toHaveLength(20_000)
    const again = intake.save(items(1))
    await disk.work()
    expect(await again).toEqual([true])
  })

  it('has less room for long texts, and for many small batches', async () => {
    const { disk, intake } = makeIntake()
    const long = 'x'.repeat(20_000)
    const saves = Array.from({ length: 16 }, (_, at) =>
      intake.save(items(100, { text: long, sourceId: `s-${at}` })),
    )
    await expect(intake.save(items(1, { text: long }))).rejects.toMatchObject({ code: 'STORE_FAILED' })
    await disk.work()
    await Promise.all(saves)

    const many = Array.from({ length: 2001 }, (_, at) => intake.save(items(1, { sourceId: `t-${at}` })))
    await expect(intake.save(items(1))).rejects.toMatchObject({ code: 'STORE_FAILED' })
    await disk.work()
    await Promise.all(many)
  })

  it('passes on why the disk refused, and goes on', async () => {
    const { disk, intake, kept } = makeIntake()
    disk.fail(new Error('odd'))
    const failed = intake.save(items(1))
    const expected = expect(failed).rejects.toMatchObject({ code: 'STORE_FAILED' })
    await disk.work()
    await expected
    expect(kept).toEqual([])
    expect(intake.waiting).toBe(0)
  })

  it('tells whoever waits too long, and still keeps what waits', async () => {
    const { disk, clock, intake, kept } = makeIntake()
    const save = intake.save(items(1))
    clock.advance(15_000)
    await expect(save).rejects.toBeInstanceOf(AppError)
    await disk.work()
    expect(kept).toEqual(['f-0'])
  })

  it('stops when what waits is on disk, or the deadline has passed, and refuses more', async () => {
    const { disk, clock, intake, kept } = makeIntake()
    const save = intake.save(items(2))
    const stopped = intake.stop(5000)
    await expect(intake.save(items(1))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' })
    await disk.work()
    await stopped
    await save
    expect(kept).toEqual(['f-0', 'f-1'])
    expect(clock.waiting).toBe(0)

    const stuck = makeIntake()
    stuck.intake.save(items(1)).catch(() => undefined)
    const given = stuck.intake.stop(5000)
    stuck.clock.advance(5000)
    await given
    expect(stuck.intake.waiting).toBe(1)
  })
})
