import { expect, it } from 'vitest'
import { RepeatableRun } from '../../../server/platform/repeatable-run.ts'

/** Runs that end when they are told to. */
class Runs {
  readonly ends: (() => void)[] = []
  readonly run = new RepeatableRun(() => new Promise<void>((resolve) => this.ends.push(resolve)))
}

it('runs one at a time, and once more for all that was asked meanwhile', async () => {
  const { run, ends } = new Runs()
  run.ask()
  run.ask()
  run.ask()
  expect(ends).toHaveLength(1)
  ends[0]?.()
  await new Promise(setImmediate)
  expect(ends).toHaveLength(2)
  ends[1]?.()
  await run.idle()
  expect(ends).toHaveLength(2)
})

it('is idle only when what was asked for is done', async () => {
  const { run, ends } = new Runs()
  run.ask()
  run.ask()
  let isIdle = false
  const idle = run.idle().then(() => (isIdle = true))
  ends[0]?.()
  await new Promise(setImmediate)
  expect(isIdle).toBe(false)
  ends[1]?.()
  await idle
  expect(isIdle).toBe(true)
})

it('begins nothing after it was closed, and waits for what runs', async () => {
  const { run, ends } = new Runs()
  run.ask()
  run.ask()
  let isClosed = false
  const closed = run.close().then(() => (isClosed = true))
  await new Promise(setImmediate)
  expect(isClosed).toBe(false)
  ends[0]?.()
  await closed
  run.ask()
  expect(ends).toHaveLength(1)
})
