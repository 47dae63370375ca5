import { Observable, type OperatorFunction } from 'rxjs'

/** What a step makes of a state and a value: the next state, and what to emit. */
export interface Stepped<S, O> {
  readonly state: S
  readonly output: O
}

/**
 * Folds like `scan`, but emits the step's output and keeps the state to itself. Each subscription starts
 * from `initial()`. A step that throws ends the stream: isolate inside the step what must not end it.
 */
export function mapWithState<S, I, O>(
  initial: () => S,
  step: (state: S, value: I) => Stepped<S, O>,
): OperatorFunction<I, O> {
  return (source$) =>
    new Observable((subscriber) => {
      let state = initial()
      return source$.subscribe({
        next: (value) => {
          const stepped = step(state, value)
          state = stepped.state
          subscriber.next(stepped.output)
        },
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      })
    })
}
