import { spawn } from 'node:child_process'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

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
    await run(
      command,
      ['-B', '-ntp', ...TIMEOUTS, 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`],
      {
        cwd: folder,
        ...(signal === undefined ? {} : { signal }),
      },
    )
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

interface RunOptions {
  /** A folder without a project file of its own. */
  readonly cwd: string
  readonly signal?: AbortSignal
}

function run(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let firstError: string | null = null
    const onText = (text: string): void => {
      firstError ??= /^\[ERROR\]\s+(.*\S)/m.exec(text)?.[1] ?? null
    }
    child.stdout.setEncoding('utf8').on('data', onText)
    child.stderr.setEncoding('utf8').on('data', onText)
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'ENOENT'
          ? new Error(`${command} is not installed (Debian: apt-get install maven)`)
          : error,
      )
    })
    child.once('close', (code) => {
      if (code === 0) resolve()
      else
        reject(
          new Error(
            `${command} ended with ${code ?? 'a signal'}${firstError === null ? '' : `: ${firstError}`}`,
          ),
        )
    })
  })
}
