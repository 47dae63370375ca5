import { randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../contracts/errors.ts'
import { normaliseError } from '../platform/normalise-error.ts'

/** As long as the hash that signs with it (RFC 7518 section 3.2). */
export const SECRET_BYTES = 32

/**
 * The secret in the file at `path`, which is written on the first start: random, readable by its owner only.
 * @throws AppError `SECRET_UNUSABLE` naming the file when it is too short, unreadable or cannot be written.
 */
export async function readOrCreateSecret(path: string): Promise<Uint8Array> {
  const secret = (await readSecret(path)) ?? (await createSecret(path))
  if (secret.length < SECRET_BYTES) {
    throw new AppError(
      'SECRET_UNUSABLE',
      `${path} holds ${secret.length} bytes; at least ${SECRET_BYTES} are needed. Restore it, or delete it and sign everybody in again.`,
    )
  }
  return secret
}

async function readSecret(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return null
    throw unusable(path, 'read', thrown)
  }
}

async function createSecret(path: string): Promise<Uint8Array> {
  const draft = `${path}.${randomUUID()}.new`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeOwnerOnly(draft, randomBytes(SECRET_BYTES))
    try {
      // A link appears whole or not at all and never replaces the secret of a process that was faster.
      await link(draft, path)
    } catch (thrown) {
      if (errorCode(thrown) !== 'EEXIST') throw thrown
    } finally {
      await unlink(draft)
    }
    return new Uint8Array(await readFile(path))
  } catch (thrown) {
    throw unusable(path, 'written', thrown)
  }
}

async function writeOwnerOnly(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

function unusable(path: string, verb: 'read' | 'written', thrown: unknown): AppError {
  const cause = normaliseError(thrown)
  return new AppError(
    'SECRET_UNUSABLE',
    `${path} could not be ${verb} (${errorCode(cause) ?? cause.name}).`,
    {
      cause,
    },
  )
}

function errorCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null
  return typeof thrown.code === 'string' ? thrown.code : null
}
