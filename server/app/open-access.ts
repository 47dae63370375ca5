import { createAccess, type Access } from '../access/access.ts'
import type { Clock } from '../platform/clock.ts'
import { secretPath } from './data-folder.ts'
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
  return createAccess({ secretPath: secretPath(settings), clock })
}
