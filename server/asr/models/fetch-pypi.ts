import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runClient } from './run-client.ts'

export interface PypiFetchOptions {
  readonly package: string
  readonly version: string
  readonly target: string
  /** The Python whose pip runs. */
  readonly python?: string
  readonly signal?: AbortSignal
}

/**
 * Fetches a wheel, which is a zip, with the ordinary `pip` client, so that a company's own index and proxy
 * (`pip.conf`, `PIP_…`) hold here too. Wheels only: to fetch a source package pip would run code of it.
 */
export async function fetchWithPip(options: PypiFetchOptions): Promise<void> {
  const { package: name, version, target, python = 'python3', signal } = options
  await mkdir(dirname(target), { recursive: true })
  const folder = await mkdtemp(`${target}.pip-`)
  const wanted = `${name}==${version}`
  try {
    const quiet = ['--no-input', '--disable-pip-version-check', '--progress-bar=off']
    const limits = ['--timeout=15', '--retries=2']
    await runClient({
      command: python,
      args: [
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--only-binary=:all:',
        ...quiet,
        ...limits,
        '-d',
        folder,
        wanted,
      ],
      cwd: folder,
      firstError: /^(?:ERROR:\s+|\S*python\S*:\s+)(.*\S)/m,
      install: 'Debian: apt-get install python3-pip',
      ...(signal === undefined ? {} : { signal }),
    })
    const wheels = (await readdir(folder)).filter((file) => file.endsWith('.whl'))
    const [wheel] = wheels
    if (wheel === undefined || wheels.length > 1) {
      throw new Error(`pip ended well but brought ${wheels.length} wheels for ${wanted}`)
    }
    await rename(join(folder, wheel), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
