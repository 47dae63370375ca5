import { join } from 'node:path'
import { createAccess, type Access } from '../access/access.ts'
import type { Clock } from '../platform/clock.ts'
import type { Settings } from './settings.ts'

/**
 * Tokens are signed with the secret of the settings, else with the one in the data folder, which is made
 * when it is missing.
 * @throws AppError `SECRET_UNUSABLE`
 */
export function openAccess(settings: Settings, clock: Clock): Promise<Access> {
  if (settings.tokenSecret !== null) {
    return createAccess({ secret: new TextEncoder().encode(settings.tokenSecret), clock })
  }
  return createAccess({ secretPath: join(settings.dataDir, 'secret'), clock })
}
