import { readOrCreateSecret } from '../access/secret-file.ts'
import { createKeyedHash, type KeyedHash } from '../platform/keyed-hash.ts'
import { hashSecretPath } from './data-folder.ts'
import type { Settings } from './settings.ts'

/** Hashes with a secret of this installation, which never leaves the data folder. */
export interface Hashes {
  /** The same for one customer in calls and in writing, where the site names the customer alike. */
  readonly authorKeyOf: KeyedHash
  /** The id of content that came without one. */
  readonly contentIdOf: KeyedHash
}

/**
 * The first start writes the secret. With another one, every customer is a new one and nothing is known again.
 * @throws AppError `SECRET_UNUSABLE`
 */
export async function openHashes(settings: Settings): Promise<Hashes> {
  const secret = await readOrCreateSecret(hashSecretPath(settings))
  const authorKey = createKeyedHash(secret, 'author')
  return {
    authorKeyOf: (author) => authorKey(author.trim().normalize('NFKC').toLowerCase()),
    contentIdOf: createKeyedHash(secret, 'content'),
  }
}
