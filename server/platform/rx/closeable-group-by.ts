import { Observable, Subject, type OperatorFunction } from 'rxjs'

/** The values of one key, from the value that opened it to the one that closed it. */
export interface CloseableGroup<K, T> {
  readonly key: K
  readonly values$: Observable<T>
}

export interface CloseableGroupByOptions<K, T> {
  readonly key: (value: T) => K
  /** Whether this value begins a group when its key has none. */
  readonly opens: (value: T) => boolean
  /** Whether this value is the last of its group; it is still delivered. */
  readonly closes: (value: T) => boolean
  /** Told of every value that has no group and does not open one; such values are dropped. */
  readonly onStray?: (value: T) => void
}

/**
 * Groups values by key and forgets a key as soon as its closing value has passed, so that memory follows
 * the groups that are open and not all that ever were (which is what `groupBy` without a duration does).
 * A closed key may be opened again. Subscribe to a group's values as soon as it is emitted.
 */
export function closeableGroupBy<K, T>(
  options: CloseableGroupByOptions<K, T>,
): OperatorFunction<T, CloseableGroup<K, T>> {
  return (source$) =>
    new Observable((subscriber) => {
      const groups = new Map<K, Subject<T>>()
      const endAll = (end: (group: Subject<T>) => void): void => {
        const open = [...groups.values()]
        groups.clear()
        open.forEach(end)
      }
      const groupOf = (value: T): Subject<T> | undefined => {
        const key = options.key(value)
        const existing = groups.get(key)
        if (existing !== undefined || !options.opens(value)) return existing
        const group = new Subject<T>()
        groups.set(key, group)
        subscriber.next({ key, values$: group.asObservable() })
        return group
      }
      return source$.subscribe({
        next: (value) => {
          const group = groupOf(value)
          if (group === undefined) {
            options.onStray?.(value)
            return
          }
          group.next(value)
          if (!options.closes(value)) return
          groups.delete(options.key(value))
          group.complete()
        },
        error: (error: unknown) => {
          endAll((group) => group.error(error))
          subscriber.error(error)
        },
        complete: () => {
          endAll((group) => group.complete())
          subscriber.complete()
        },
      })
    })
}
