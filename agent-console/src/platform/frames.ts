import { type Clock, systemClock } from './clock.ts'

/** A hidden page gets no animation frames; its state still has to move on. */
const HIDDEN_DELAY_MS = 250

/** Runs `run` at the next animation frame, or soon when the page is hidden. The result cancels it. */
export function nextFrame(run: () => void, clock: Clock = systemClock): () => void {
  if (document.hidden) return clock.after(HIDDEN_DELAY_MS, run)
  let cancelTimer = (): void => undefined
  // A page that is hidden right after asking would wait for its frame until it is shown again.
  const frame = requestAnimationFrame(() => {
    cancelTimer()
    run()
  })
  cancelTimer = clock.after(4 * HIDDEN_DELAY_MS, () => {
    cancelAnimationFrame(frame)
    run()
  })
  return () => {
    cancelTimer()
    cancelAnimationFrame(frame)
  }
}

/**
 * Calls back when what is in the document now has been painted: the second animation frame from now
 * starts after the first one's pixels were handed over. Never calls back for a page that gets hidden.
 */
export function afterPaint(run: () => void): void {
  if (document.hidden) return
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (!document.hidden) run()
    }),
  )
}
