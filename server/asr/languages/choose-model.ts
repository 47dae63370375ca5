import type { ChosenModel, SpeechWish } from '../../contracts/audio.ts'
import { AppError } from '../../contracts/errors.ts'
import { isSameLanguage, isSameTag } from './language-tag.ts'

/** A model that may be used, as it lies on the disk. */
export interface ServedModel {
  readonly name: string
  /** Folder of a Vosk model that is fit for 8 kHz (see `asr/models`). */
  readonly dir: string
  /** BCP 47; `und` when nobody said. */
  readonly language: string
  /** Of the model itself, in Hz. */
  readonly sampleRate: number
}

/** The models that may be used; the first is the default one. */
export type ServedModels = readonly [ServedModel, ...ServedModel[]]

/** BCP 47 for a language that nobody has said. */
const UNDETERMINED = 'und'

/**
 * The model for a stream: the one it names; else one of its exact language, else one of the same language in
 * another region, else one whose language nobody knows; else, where no language was said, the default one. Of
 * several, that of the nearest sample rate, then the first.
 *
 * @throws AppError `MODEL_UNKNOWN` or `LANGUAGE_UNAVAILABLE`, with what there is.
 */
export function chooseModel(models: ServedModels, wish: SpeechWish): ChosenModel {
  const { language = UNDETERMINED } = wish
  const chosen = wish.model === undefined ? byLanguage(models, wish) : byName(models, wish.model)
  const heard = servesLanguage(chosen, language) ? language : chosen.language
  return { model: chosen.name, language: heard }
}

function byName(models: ServedModels, name: string): ServedModel {
  const named = models.find((model) => model.name === name)
  if (named !== undefined) return named
  throw new AppError('MODEL_UNKNOWN', `model: expected one of ${models.map((each) => each.name).join(', ')}.`)
}

function byLanguage(models: ServedModels, { language, sampleRate }: SpeechWish): ServedModel {
  if (language === undefined || isSameTag(language, UNDETERMINED)) return models[0]
  const preferences: readonly ((model: ServedModel) => boolean)[] = [
    (model) => isSameTag(model.language, language),
    (model) => isSameLanguage(model.language, language),
    (model) => isSameTag(model.language, UNDETERMINED),
  ]
  for (const isPreferred of preferences) {
    const [nearest] = models
      .filter(isPreferred)
      .toSorted((a, b) => Math.abs(a.sampleRate - sampleRate) - Math.abs(b.sampleRate - sampleRate))
    if (nearest !== undefined) return nearest
  }
  const known = [...new Set(models.map((model) => model.language))].join(', ')
  throw new AppError('LANGUAGE_UNAVAILABLE', `language: expected one of ${known}.`)
}

/** Whether what the model recognises may be called this language. */
function servesLanguage(model: ServedModel, language: string): boolean {
  if (isSameTag(language, UNDETERMINED)) return false
  return isSameTag(model.language, UNDETERMINED) || isSameLanguage(model.language, language)
}
