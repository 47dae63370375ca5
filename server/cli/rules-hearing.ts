import { join, resolve } from 'node:path'
import type { Settings } from '../app/settings.ts'
import { modelsDirOf } from '../asr/models/ensure-model.ts'
import { modelState } from '../asr/models/installed-model.ts'
import { readVocabulary } from '../asr/models/vocabulary.ts'
import { readSpellings } from '../asr/spelling/spelling-file.ts'
import type { Hearing } from '../rules/lint/check.ts'
import { nearWordsIn } from './near-words.ts'

export interface FoundHearing {
  /** Null: none of the models is installed. */
  readonly hearing: Hearing | null
  /** Names of the models that were asked, and of those that are not installed. */
  readonly models: readonly string[]
  readonly missing: readonly string[]
}

/** What the models of these settings can hear, as far as they are installed: a check of files fetches nothing. */
export async function readHearing(
  settings: Pick<Settings, 'dataDir' | 'model' | 'moreModels' | 'spellings'>,
): Promise<FoundHearing> {
  const names = [...new Set([settings.model, ...settings.moreModels])]
  const words = new Set<string>()
  const models: string[] = []
  for (const name of names) {
    const dir = folderOf(name, settings.dataDir)
    if ((await modelState(dir)) === 'missing') continue
    for (const word of await readVocabulary(dir)) words.add(word)
    models.push(name)
  }
  const missing = names.filter((name) => !models.includes(name))
  if (models.length === 0) return { hearing: null, models, missing }
  for (const word of await spelledWords(settings.spellings)) words.add(word)
  const near = nearWordsIn(words)
  return { hearing: { hears: (word) => words.has(word), nearWords: near }, models, missing }
}

/** What holds a slash or starts with a dot is a folder, as where models are loaded. */
function folderOf(name: string, dataDir: string): string {
  return name.includes('/') || name.startsWith('.') ? resolve(name) : join(modelsDirOf(dataDir), name)
}

/** Words that no model hears and that rules see all the same: the site has them written for what is heard. */
async function spelledWords(file: string | null): Promise<readonly string[]> {
  if (file === null) return []
  return (await readSpellings(file)).flatMap(({ write }) => write.split(' '))
}
