import { join } from 'node:path'
import type { Settings } from './settings.ts'

type DataFolder = Pick<Settings, 'dataDir'>

/** The database of kept calls. */
export function databasePath({ dataDir }: DataFolder): string {
  return join(dataDir, 'earshot.db')
}

/** The file with what calls cost on this machine, from one start to the next. */
export function callCostsPath({ dataDir }: DataFolder): string {
  return join(dataDir, 'call-costs.json')
}

/** The file with what tokens are signed with, where the settings hold no secret. */
export function secretPath({ dataDir }: DataFolder): string {
  return join(dataDir, 'secret')
}

/** The file with what customers' names are hashed with. */
export function hashSecretPath({ dataDir }: DataFolder): string {
  return join(dataDir, 'hash-secret')
}

/** The folder with what the detection of issues knew on each of the last days. */
export function issueStatesPath({ dataDir }: DataFolder): string {
  return join(dataDir, 'issues')
}
