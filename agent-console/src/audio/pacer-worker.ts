/**
 * Beats time for a stream. A worker, because a page in the background gets its own timers at most once a
 * second, which would make a live call stutter.
 */
const BEAT_MS = 40

// eslint-disable-next-line no-restricted-globals -- The beat is the worker's whole job; there is no time to inject.
setInterval(() => postMessage(null), BEAT_MS)
