import { map, mergeMap, Subject, type Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, it } from 'vitest'
import { closeableGroupBy } from '../../../../server/platform/rx/closeable-group-by.ts'

/** `a(` opens group a, `a.` is in it, `a)` closes it. */
interface Value {
  readonly text: string
}

const TEXTS = { a: 'a(', b: 'b(', A: 'a)', B: 'b)', 1: 'a.', 2: 'b.', x: 'x.', y: 'a.' }

const VALUES = Object.fromEntries(
  Object.entries(TEXTS).map(([letter, text]): [string, Value] => [letter, { text }]),
)

function grouped(source$: Observable<Value>, strays: string[] = []): Observable<string> {
  return source$.pipe(
    closeableGroupBy<string, Value>({
      key: ({ text }) => text.charAt(0),
      opens: ({ text }) => text.endsWith('('),
      closes: ({ text }) => text.endsWith(')'),
      onStray: ({ text }) => strays.push(text),
    }),
    mergeMap(({ key, values$ }) => values$.pipe(map(({ text }, index) => `${key}${index} ${text}`))),
  )
}

function scheduler(): TestScheduler {
  return new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected)
  })
}

describe('closeableGroupBy', () => {
  it('delivers opening, inner and closing values of each key to its own group', () => {
    scheduler().run(({ hot, expectObservable }) => {
      const source$ = hot('                   -a-b-1-2-A-B-|', VALUES)
      expectObservable(grouped(source$)).toBe('-a-b-c-d-e-f-|', {
        a: 'a0 a(',
        b: 'b0 b(',
        c: 'a1 a.',
        d: 'b1 b.',
        e: 'a2 a)',
        f: 'b2 b)',
      })
    })
  })

  it('begins a new group when a closed key opens again', () => {
    scheduler().run(({ hot, expectObservable }) => {
      const source$ = hot('                   -a-A-a-1-|', VALUES)
      expectObservable(grouped(source$)).toBe('-a-b-c-d-|', {
        a: 'a0 a(',
        b: 'a1 a)',
        c: 'a0 a(',
        d: 'a1 a.',
      })
    })
  })

  it('drops and reports values whose key is not open', () => {
    const strays: string[] = []
    scheduler().run(({ hot, expectObservable }) => {
      const source$ = hot('                           -x-a-A-y-|', VALUES)
      expectObservable(grouped(source$, strays)).toBe('---a-b---|', { a: 'a0 a(', b: 'a1 a)' })
    })
    expect(strays).toEqual(['x.', 'a.'])
  })

  it('passes an error on to every open group', () => {
    const ended: string[] = []
    const source$ = new Subject<Value>()
    source$
      .pipe(
        closeableGroupBy<string, Value>({
          key: ({ text }) => text.charAt(0),
          opens: () => true,
          closes: () => false,
        }),
        mergeMap(({ key, values$ }) => {
          values$.subscribe({ error: () => ended.push(key) })
          return values$
        }),
      )
      .subscribe({ error: () => ended.push('all') })
    source$.next({ text: 'a(' })
    source$.next({ text: 'b(' })
    source$.error(new Error('gone'))
    expect(ended.toSorted()).toEqual(['a', 'all', 'b'])
  })

  it('keeps no group of a thousand that were closed', () => {
    const source$ = new Subject<Value>()
    let open = 0
    const subscription = source$
      .pipe(
        closeableGroupBy<string, Value>({
          key: ({ text }) => text.slice(0, -1),
          opens: ({ text }) => text.endsWith('('),
          closes: ({ text }) => text.endsWith(')'),
        }),
      )
      .subscribe(({ values$ }) => {
        open += 1
        values$.subscribe({ complete: () => (open -= 1) })
      })
    for (let call = 0; call < 1000; call += 1) {
      source$.next({ text: `${call}(` })
      source$.next({ text: `${call})` })
    }
    expect(open).toBe(0)
    subscription.unsubscribe()
    expect(source$.observed).toBe(false)
  })
})
