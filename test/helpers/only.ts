/** The one thing of a list; throws where there are more, or none. */
export function only<T>(list: readonly T[]): T {
  const [first] = list
  if (first === undefined || list.length !== 1)
    throw new Error(`one was expected, not ${String(list.length)}`)
  return first
}
