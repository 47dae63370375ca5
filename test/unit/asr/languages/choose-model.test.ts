import { describe, expect, it } from 'vitest'
import { chooseModel, type ServedModels } from '../../../../server/asr/languages/choose-model.ts'

function model(name: string, language: string, sampleRate = 16_000): ServedModels[0] {
  return { name, dir: `/models/${name}`, language, sampleRate }
}

const MODELS: ServedModels = [
  model('us', 'en-US'),
  model('us-telephone', 'en-US', 8000),
  model('india', 'en-IN'),
  model('korean', 'ko-KR'),
]

describe('a stream is recognised by', () => {
  it.each([
    ['the default model when nobody says anything', {}, 'us', 'en-US'],
    ['the default model when the language is said to be unknown', { language: 'und' }, 'us', 'en-US'],
    ['the model of its language', { language: 'ko-KR' }, 'korean', 'ko-KR'],
    ['the model of its language, whatever the capitals', { language: 'KO-kr' }, 'korean', 'KO-kr'],
    ['the model of exactly its region', { language: 'en-IN' }, 'india', 'en-IN'],
    ['a model of another region when there is none of its own', { language: 'en-GB' }, 'us', 'en-GB'],
    ['a model of its language when it says no region', { language: 'ko' }, 'korean', 'ko'],
    ['the model it names', { model: 'korean' }, 'korean', 'ko-KR'],
    ['the model it names in its region', { model: 'us', language: 'en-IN' }, 'us', 'en-IN'],
    ['the model it names, in that one’s language', { model: 'us', language: 'ko-KR' }, 'us', 'en-US'],
  ])('%s', (_what, wish, name, language) => {
    expect(chooseModel(MODELS, { ...wish, sampleRate: 16_000 })).toEqual({ model: name, language })
  })

  it('the model of the nearest rate, of several of one language', () => {
    const wish = { language: 'en-US' }
    expect(chooseModel(MODELS, { ...wish, sampleRate: 8000 }).model).toBe('us-telephone')
    expect(chooseModel(MODELS, { ...wish, sampleRate: 48_000 }).model).toBe('us')
    // A region weighs more than a rate.
    expect(chooseModel(MODELS, { language: 'en-IN', sampleRate: 8000 }).model).toBe('india')
  })
})

describe('what cannot be recognised', () => {
  it('is a language of no model; the languages that there are are named', () => {
    expect(() => chooseModel(MODELS, { language: 'fr-FR', sampleRate: 8000 })).toThrow(
      expect.objectContaining({
        code: 'LANGUAGE_UNAVAILABLE',
        detail: 'language: expected one of en-US, en-IN, ko-KR.',
      }),
    )
  })

  it('is a model that nobody has set up; those that there are are named', () => {
    expect(() => chooseModel(MODELS, { model: 'french', language: 'en-US', sampleRate: 8000 })).toThrow(
      expect.objectContaining({
        code: 'MODEL_UNKNOWN',
        detail: 'model: expected one of us, us-telephone, india, korean.',
      }),
    )
  })
})

describe('a folder whose language nobody has said', () => {
  const withFolder: ServedModels = [model('folder', 'und'), model('korean', 'ko-KR')]

  it('serves every language that no other model serves, under its name', () => {
    expect(chooseModel(withFolder, { language: 'fr-FR', sampleRate: 8000 })).toEqual({
      model: 'folder',
      language: 'fr-FR',
    })
    expect(chooseModel(withFolder, { language: 'ko-KR', sampleRate: 8000 }).model).toBe('korean')
    expect(chooseModel(withFolder, { sampleRate: 8000 })).toEqual({ model: 'folder', language: 'und' })
  })
})
