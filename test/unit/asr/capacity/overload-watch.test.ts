import { describe, expect, it } from 'vitest'
import { OverloadWatch } from '../../../../server/asr/capacity/overload-watch.ts'
import { createLog } from '../../../../server/platform/log.ts'
import { ManualClock } from '../../../helpers/manual-clock.ts'

/** A watch whose calls are all `lateMs` late, and that notes when it is told to economise. */
function make(economise: (on: boolean) => Promise<void> = async () => undefined) {
  const clock = new ManualClock(1_000_000)
  const state = { lateMs: 0, hasRoom: true }
  const asked: boolean[] = []
  const changes: string[] = []
  const watch = new OverloadWatch({
    clock,
    log: createLog({ level: 'silent' }),
    lateness: () => [state.lateMs, state.lateMs],
    hasRoom: () => state.hasRoom,
    economise: (on) => {
      asked.push(on)
      return economise(on)
    },
    onChange: (level) => changes.push(level),
  })
  watch.start()
  const pass = async (lateMs: number, seconds: number): Promise<void> => {
    state.lateMs = lateMs
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1000)
      await Promise.resolve()
      await Promise.resolve()
    }
  }
  return { watch, clock, state, asked, changes, pass }
}

describe('OverloadWatch', () => {
  it('economises at the second rung and stops when it is left', async () => {
    const { watch, asked, changes, pass } = make()
    await pass(2000, 30)
    expect(changes).toEqual(['fewer-partials', 'larger-chunks'])
    expect(asked).toEqual([true])
    expect(watch.isEconomical).toBe(true)
    await pass(0, 200)
    expect(changes.slice(2)).toEqual(['fewer-partials', 'calm'])
    expect(asked).toEqual([true, false])
    expect(watch.isEconomical).toBe(false)
  })

  it('shows how late the calls are', async () => {
    const { watch, pass } = make()
    await pass(700, 4)
    expect(watch.lateMs).toBe(700)
    expect(watch.isLate).toBe(true)
  })

  it('never changes the chunks twice at once, and ends where the level wants it', async () => {
    const slow: (() => void)[] = []
    const { asked, pass } = make(() => new Promise((resolve) => slow.push(resolve)))
    await pass(2000, 30)
    await pass(0, 200)
    expect(asked).toEqual([true])
    slow.shift()?.()
    await pass(0, 1)
    expect(asked).toEqual([true, false])
  })

  it('goes on when the chunks cannot be changed', async () => {
    const { watch, asked, changes, pass } = make(() => Promise.reject(new Error('no room for a process')))
    await pass(9000, 60)
    expect(changes).toEqual(['fewer-partials', 'larger-chunks', 'behind'])
    expect(asked).toEqual([true, true])
    await pass(0, 400)
    expect(watch.level).toBe('calm')
    // Some workers may have been replaced before one could not be.
    expect(asked.at(-1)).toBe(false)
  })

  it('leaves no timer behind', () => {
    const { watch, clock } = make()
    watch.stop()
    expect(clock.waiting).toBe(0)
  })
})
