import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ensureModels } from '../../server/cli/ensure-models.ts'
import { ConfigError } from '../../server/platform/config.ts'
import { testModel } from '../helpers/model.ts'

const ENGLISH = testModel('en')
const KOREAN = testModel('ko')
const SETTINGS = {
  model: ENGLISH.name,
  moreModels: [],
  modelSources: [],
  dataDir: dirname(dirname(ENGLISH.dir)),
} as const

function ensure(
  moreModels: readonly string[],
  model: string = ENGLISH.name,
): ReturnType<typeof ensureModels> {
  return ensureModels({ ...SETTINGS, model, moreModels }, { write: () => true, isTTY: false })
}

const configFault = async (ensured: Promise<unknown>): Promise<string> => {
  const fault: unknown = await ensured.catch((thrown: unknown) => thrown)
  expect(fault).toBeInstanceOf(ConfigError)
  return fault instanceof ConfigError ? fault.message : ''
}

describe('the models of the settings', () => {
  it('are the default one first, then the others, each once', async () => {
    expect(await ensure([])).toEqual([ENGLISH])
    expect(await ensure([KOREAN.name, ENGLISH.name, KOREAN.name])).toEqual([ENGLISH, KOREAN])
    expect(await ensure([ENGLISH.name], KOREAN.name)).toEqual([KOREAN, ENGLISH])
  })

  it('must be known, and the fault says in which setting', async () => {
    expect(await configFault(ensure(['vosk-model-nowhere']))).toContain(
      'EARSHOT_MODELS names "vosk-model-nowhere"',
    )
    expect(await configFault(ensure([], 'vosk-model-nowhere'))).toContain('EARSHOT_MODEL names')
  })

  it('must differ in their names, by which streams choose', async () => {
    expect(await configFault(ensure([ENGLISH.dir]))).toContain(`there is another model "${ENGLISH.name}"`)
  })

  it('must be there or be fetched: a server that lacks a language does not start', async () => {
    const missing = ensureModels(
      { ...SETTINGS, moreModels: ['vosk-model-small-fr-0.22'] },
      { write: () => true, isTTY: false },
    )
    await expect(missing).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      detail: expect.stringMatching(/^EARSHOT_MODELS \(vosk-model-small-fr-0\.22\): /),
    })
  })
})
