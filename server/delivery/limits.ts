/** What delivery holds at most; every limit says by a metric when it was reached. */
export interface DeliveryLimits {
  /** Event readers at once, WebSocket and server-sent events together. */
  readonly readers: number
  /** Finals kept of one live call for readers that join late; the store has them all. */
  readonly finalsPerCall: number
  readonly outcomesPerCall: number
  /** How long an ended call is still shown, so that a console that comes back sees the end. */
  readonly keepEndedMs: number
  /** Open issues that a snapshot brings; the desk has them all. */
  readonly openIssues: number
  /** Alert cases that a snapshot brings; the desk has them all. */
  readonly openCases: number
  /** Events from which a reader may resume. */
  readonly logEvents: number
  readonly logBytes: number
  /** Bytes handed to one socket and not yet taken by the network; above it events wait in the outbox. */
  readonly socketBytes: number
  /** Events and bytes that wait for one reader; above it the reader misses and gets a snapshot. */
  readonly outboxEvents: number
  readonly outboxBytes: number
  /** Calls one reader may watch at once. */
  readonly watchedCalls: number
  /** Messages a second that one reader may send; more are counted and not looked at. */
  readonly messagesPerSecond: number
  /** Ping to every reader this often; one that lets two go by without a sign of life is closed. */
  readonly heartbeatMs: number
}

const MIB = 1024 * 1024

/** Fit for 1,000 calls at once: the outbox holds a summary of each, the log some minutes. */
export const DEFAULT_LIMITS: DeliveryLimits = {
  readers: 20_000,
  finalsPerCall: 2000,
  outcomesPerCall: 200,
  keepEndedMs: 60_000,
  openIssues: 200,
  openCases: 500,
  logEvents: 50_000,
  logBytes: 64 * MIB,
  socketBytes: MIB / 4,
  outboxEvents: 5000,
  outboxBytes: 8 * MIB,
  watchedCalls: 64,
  messagesPerSecond: 100,
  heartbeatMs: 20_000,
}
