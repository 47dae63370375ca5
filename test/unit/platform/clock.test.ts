import { describe, expect, it } from 'vitest'
import { sleep, systemClock } from '../../../server/platform/clock.ts'

describe('systemClock', () => {
  it('reads milliseconds since the epoch', () => {
    const before = Date.now()
    const now = systemClock.now()
    expect(now).toBeGreaterThan(before - 1000)
    expect(now).toBeLessThan(Date.now() + 1000)
  })

  it('never goes back', () => {
    const readings = Array.from({ length: 1000 }, () => systemClock.now())
    expect(readings).toEqual(readings.toSorted((a, b) => a - b))
  })

  it('runs a task once, and not when it was cancelled', async () => {
    let runs = 0
    let cancelled = 0
    systemClock.after(1, () => (runs += 1))
    systemClock.after(1, () => (cancelled += 1))()
    await sleep(30)
    expect([runs, cancelled]).toEqual([1, 0])
  })

  it('runs a task again and again until it is ended', async () => {
    let runs = 0
    const ended = new Promise<void>((resolve) => {
      const end = systemClock.every(1, () => {
        runs += 1
        if (runs < 3) return
        end()
        resolve()
      })
    })
    await ended
    await sleep(30)
    expect(runs).toBe(3)
  })
})

describe('sleep', () => {
  it('rejects with the reason when it is aborted, before or meanwhile', async () => {
    const reason = new Error('enough')
    await expect(sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason)
    const controller = new AbortController()
    const slept = sleep(60_000, controller.signal)
    controller.abort(reason)
    await expect(slept).rejects.toBe(reason)
  })

  it('rejects with an error also when the reason is none', async () => {
    await expect(sleep(60_000, AbortSignal.abort('enough'))).rejects.toThrow('aborted')
  })

  it('resolves when nobody aborts', async () => {
    await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined()
  })
})
