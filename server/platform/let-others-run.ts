/** Live calls come first: between two slices of long work the event loop takes what waits. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
