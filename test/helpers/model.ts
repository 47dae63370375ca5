import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ServedModel } from '../../server/asr/languages/choose-model.ts'
import { readEnvironment } from '../../server/platform/env.ts'

const MODELS_DIR = resolve(import.meta.dirname, '../../.earshot/models')

type Language = 'en' | 'ko'

/** The models of the tests; the variable names another folder. */
const MODELS = {
  en: { name: 'vosk-model-small-en-us-0.15', language: 'en-US', variable: 'EARSHOT_TEST_MODEL' },
  ko: { name: 'vosk-model-small-ko-0.22', language: 'ko-KR', variable: 'EARSHOT_TEST_MODEL_KO' },
} as const satisfies Record<Language, unknown>

/** Folder of the model that tests recognise with; throws when it is not there, so that no test passes unrun. */
export function testModelDir(spoken: Language = 'en'): string {
  const { name, variable } = MODELS[spoken]
  const folder = readEnvironment()[variable] ?? join(MODELS_DIR, name)
  if (!existsSync(join(folder, 'am', 'final.mdl'))) {
    throw new Error(`no model in ${folder}: run npm test, which fetches it, or set ${variable}`)
  }
  return folder
}

/** The same as recognition is given it. */
export function testModel(spoken: Language = 'en'): ServedModel {
  const { name, language } = MODELS[spoken]
  return { name, language, dir: testModelDir(spoken), sampleRate: 16_000 }
}
