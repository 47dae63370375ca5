import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runClient } from './run-client.ts'

export interface MavenFetchOptions {
  /** `group:artifact:version:type`. */
  readonly artifact: string
  readonly target: string
  /** The client to run. */
  readonly command?: string
  readonly signal?: AbortSignal
}

/** A silent mirror must not hold up the start for ever. */
const TIMEOUTS = [
  '-Daether.connector.connectTimeout=10000',
  '-Daether.connector.requestTimeout=60000',
  '-Dmaven.wagon.http.connectionTimeout=10000',
  '-Dmaven.wagon.rto=60000',
]

/**
 * Fetches an artifact with the ordinary `mvn` client, so that a company's own mirror and proxy settings
 * (`~/.m2/settings.xml`) hold here too.
 */
export async function fetchWithMaven({
  artifact,
  target,
  command = 'mvn',
  signal,
}: MavenFetchOptions): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  const folder = await mkdtemp(`${target}.mvn-`)
  try {
    const goal = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`]
    await runClient({
      command,
      args: ['-B', '-ntp', ...TIMEOUTS, ...goal],
      // A folder without a project file of its own.
      cwd: folder,
      firstError: /^\[ERROR\]\s+(.*\S)/m,
      install: 'Debian: apt-get install maven',
      ...(signal === undefined ? {} : { signal }),
    })
    const [, name = '', version = '', type = ''] = artifact.split(':')
    const copied = join(folder, `${name}-${version}.${type}`)
    await access(copied).catch(() => {
      throw new Error(`${command} ended well but brought no ${name}-${version}.${type}`)
    })
    await rename(copied, target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
