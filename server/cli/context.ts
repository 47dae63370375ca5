import { reachableHost } from '../app/server-address.ts'
import { readSettings, type Settings } from '../app/settings.ts'
import { systemClock, type Clock } from '../platform/clock.ts'
import { readEnvironment } from '../platform/env.ts'

/** Where a command writes. */
export interface Output {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

/** What surrounds a command; tests bring their own. */
export interface CliContext {
  readonly stdout: Output
  readonly stderr: Output
  readonly clock: Clock
  /** Read when a command runs, so that `--help` works with wrong settings. */
  readonly settings: () => Settings
  /** Colours are welcome (https://no-color.org). */
  readonly colour: () => boolean
}

export const processContext: CliContext = {
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  settings: () => readSettings(readEnvironment()),
  colour: () => readEnvironment()['NO_COLOR'] === undefined,
}

/** Where the server of these settings is reached from this machine. */
export function localAddresses({ host, port, grpcPort }: Settings): {
  readonly url: string
  readonly grpc: string
} {
  const name = reachableHost(host)
  return { url: `http://${name}:${port}`, grpc: `${name}:${grpcPort}` }
}
