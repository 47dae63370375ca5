/** Runs work that may be done in slices to its end, without a pause. */
export function atOnce<T>(work: Generator<void, T>): T {
  let step = work.next()
  while (step.done !== true) step = work.next()
  return step.value
}
