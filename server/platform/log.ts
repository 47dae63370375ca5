import { pino, type DestinationStream, type Logger } from 'pino'

export type Log = Logger

/**
 * Keys whose values are never written, at any of the first three levels: what was said, who said it, and
 * whatever would let somebody in.
 */
const PRIVATE_KEYS = [
  'text',
  'words',
  'pii',
  'token',
  'secret',
  'authorization',
  'cookie',
  'headers',
  'attributes',
]

const REDACTED_PATHS = PRIVATE_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

export interface LogOptions {
  readonly level: string
  /** Where lines go; standard error by default, so that standard output stays for results. */
  readonly destination?: DestinationStream
}

/** One JSON line an event: a static message, data in fields. */
export function createLog(options: LogOptions): Log {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: REDACTED_PATHS, censor: '[private]' },
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ dest: 2, sync: false }),
  )
}
