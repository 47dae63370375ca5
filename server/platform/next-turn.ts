/** Lets everything else run that is due: for work of many small steps, so that it holds up nobody. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
