import { TestScheduler } from 'rxjs/testing'
import { describe, expect, it } from 'vitest'
import { mapWithState } from '../../../../server/platform/rx/map-with-state.ts'

function scheduler(): TestScheduler {
  return new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected)
  })
}

const sum = mapWithState(
  () => 0,
  (total: number, value: number) => ({ state: total + value, output: `sum ${total + value}` }),
)

describe('mapWithState', () => {
  it('emits what each step makes of state and value', () => {
    scheduler().run(({ hot, expectObservable }) => {
      const source$ = hot<number>(' -a-b-c-|', { a: 1, b: 2, c: 3 })
      expectObservable(source$.pipe(sum)).toBe('-a-b-c-|', { a: 'sum 1', b: 'sum 3', c: 'sum 6' })
    })
  })

  it('starts every subscription from the initial state', () => {
    scheduler().run(({ cold, expectObservable }) => {
      const summed$ = cold('-a-b|', { a: 1, b: 2 }).pipe(sum)
      expectObservable(summed$).toBe('-a-b|', { a: 'sum 1', b: 'sum 3' })
      expectObservable(summed$).toBe('-a-b|', { a: 'sum 1', b: 'sum 3' })
    })
  })

  it('passes errors on and lets go of the source', () => {
    scheduler().run(({ hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot<number>('   -a-#', { a: 5 })
      expectObservable(source$.pipe(sum)).toBe('-a-#', { a: 'sum 5' })
      expectSubscriptions(source$.subscriptions).toBe('^--!')
    })
  })

  it('unsubscribes from the source when the reader leaves', () => {
    scheduler().run(({ hot, expectObservable, expectSubscriptions }) => {
      const source$ = hot<number>('           -a-b-c-', { a: 1, b: 2, c: 3 })
      expectObservable(source$.pipe(sum), '   ^---!').toBe('-a-b-', { a: 'sum 1', b: 'sum 3' })
      expectSubscriptions(source$.subscriptions).toBe('^---!')
    })
  })
})
