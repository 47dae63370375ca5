import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** Sha-256 of a file, in lower-case hex. */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash, signal === undefined ? {} : { signal })
  return hash.digest('hex')
}

export interface ExpectedSum {
  readonly bytes: number | null
  readonly sha256: string | null
}

/** What is wrong with a downloaded archive; null when it is what was expected. */
export async function findArchiveFault(
  path: string,
  expected: ExpectedSum,
  signal?: AbortSignal,
): Promise<string | null> {
  const { size } = await stat(path)
  if (expected.bytes !== null && size !== expected.bytes) {
    return `the download has ${size} bytes instead of ${expected.bytes}`
  }
  if (expected.sha256 === null) return null
  const sum = await sha256OfFile(path, signal)
  return sum === expected.sha256 ? null : `the download has sha-256 ${sum} instead of ${expected.sha256}`
}
