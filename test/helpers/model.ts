import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readEnvironment } from '../../server/platform/env.ts'

const DEFAULT_MODEL = resolve(import.meta.dirname, '../../.earshot/models/vosk-model-small-en-us-0.15')

/** Folder of the model that tests recognise with; throws when it is not there, so that no test passes unrun. */
export function testModelDir(): string {
  const folder = readEnvironment()['EARSHOT_TEST_MODEL'] ?? DEFAULT_MODEL
  if (!existsSync(join(folder, 'am', 'final.mdl'))) {
    throw new Error(`no model in ${folder}: run npm test, which fetches it, or set EARSHOT_TEST_MODEL`)
  }
  return folder
}
