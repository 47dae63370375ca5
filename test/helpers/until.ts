import { sleep, systemClock } from '../../server/platform/clock.ts'

/** Waits until the condition holds; fails after `withinMs`, naming what was waited for. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 5_000,
): Promise<void> {
  const endsAt = systemClock.now() + withinMs
  while (!(await condition())) {
    if (systemClock.now() > endsAt) throw new Error(`waited ${withinMs} ms in vain: ${what}`)
    await sleep(5)
  }
}
