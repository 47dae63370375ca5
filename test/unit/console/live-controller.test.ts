import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveController } from '../../../agent-console/src/components/live-controller.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A component that follows a state of which the test tells the news. */
function follow(everyMs: number) {
  let news = (): void => undefined
  let updates = 0
  const host = {
    addController: () => undefined,
    removeController: () => undefined,
    requestUpdate: () => void (updates += 1),
    updateComplete: Promise.resolve(true),
  }
  const live = {
    subscribe: (listener: () => void) => {
      news = listener
      return () => (news = () => undefined)
    },
  }
  const controller = new LiveController(host, { everyMs })
  controller.follow(live)
  controller.hostConnected()
  return { controller, news: () => news(), updates: () => updates }
}

test('a component is rendered with each news', () => {
  const { news, updates } = follow(0)
  for (let count = 0; count < 3; count += 1) news()
  expect(updates()).toBe(3)
})

test('one that asks for less is rendered at once after a quiet moment, and no more often than it asks for', () => {
  const { news, updates } = follow(100)
  for (let count = 0; count < 5; count += 1) news()
  expect(updates()).toBe(1)
  vi.advanceTimersByTime(99)
  expect(updates()).toBe(1)
  vi.advanceTimersByTime(1)
  expect(updates()).toBe(2)
  vi.advanceTimersByTime(1000)
  expect(updates()).toBe(2)
  news()
  expect(updates()).toBe(3)
})

test('a component that is gone is left alone', () => {
  const { controller, news, updates } = follow(100)
  news()
  news()
  controller.hostDisconnected()
  vi.advanceTimersByTime(1000)
  news()
  expect(updates()).toBe(1)
})
