import { z } from 'zod'
import type { RecognitionRate } from '../../contracts/audio.ts'
import { AppError } from '../../contracts/errors.ts'
import {
  RecognizerError,
  type CreateRecognizer,
  type RecognizedWord,
  type Recognizer,
  type SpeechModel,
} from '../recognizer.ts'
import { wordsOfBestPath } from './best-path.ts'
import { shareGraph } from './shared-graph.ts'
import type { ModelPointer, RecognizerPointer, VoskLibrary } from './vosk-library.ts'

/** Right after a result, before new samples, the library answers with an empty `text` instead. */
const partialSchema = z.object({ partial: z.string().default('') })

const resultSchema = z.object({
  result: z
    .array(z.object({ word: z.string(), start: z.number(), end: z.number(), conf: z.number() }))
    .default([]),
})

const alternativesSchema = z.object({
  alternatives: z.array(z.object({ text: z.string() })).default([]),
})

/** Enough silence to begin an utterance with. */
const FORGET_MS = 100

interface VoskRecognizerOptions {
  readonly library: VoskLibrary
  readonly pointer: RecognizerPointer
  readonly rate: RecognitionRate
  readonly maxAlternatives: number
}

class VoskRecognizer implements Recognizer {
  readonly rate: RecognitionRate
  readonly #library: VoskLibrary
  readonly #pointer: RecognizerPointer
  readonly #maxAlternatives: number
  #fedSamples = 0
  #resultText = ''

  constructor(options: VoskRecognizerOptions) {
    this.rate = options.rate
    this.#maxAlternatives = options.maxAlternatives
    this.#library = options.library
    this.#pointer = options.pointer
  }

  get fedSamples(): number {
    return this.#fedSamples
  }

  accept(samples: Int16Array): boolean {
    const answer = this.#library.acceptWaveform(this.#pointer, samples, samples.length)
    // The C function answers -1 on a native exception, which a Boolean would take for an end of utterance.
    if (answer < 0) throw new RecognizerError('the native library refused samples')
    this.#fedSamples += samples.length
    return answer === 1
  }

  partial(): string {
    return decode(partialSchema, this.#library.partialResult(this.#pointer)).partial
  }

  /** `vosk_recognizer_final_result` would flush the pipeline too, but it forgets the speaker (2.6 points of WER). */
  result(): readonly RecognizedWord[] {
    const hypothesis = this.partial()
    const { result } = decode(resultSchema, this.#library.result(this.#pointer))
    const judged = result.map((word) => ({
      text: word.word,
      startSeconds: word.start,
      endSeconds: word.end,
      confidence: Math.min(1, Math.max(0, word.conf)),
    }))
    const words = wordsOfBestPath(
      hypothesis.split(' ').filter((word) => word !== ''),
      judged,
    )
    this.#resultText = words.map(({ text }) => text).join(' ')
    return words
  }

  alternatives(): readonly string[] {
    const { repeatResult } = this.#library
    if (this.#maxAlternatives === 0 || repeatResult === null || this.#resultText === '') return []
    // The best is usually what `result` has said, so one more is asked for.
    this.#library.setMaxAlternatives(this.#pointer, this.#maxAlternatives + 1)
    const { alternatives } = decode(alternativesSchema, repeatResult(this.#pointer))
    this.#library.setMaxAlternatives(this.#pointer, 0)
    const texts = new Set(alternatives.map(({ text }) => text.trim()))
    texts.delete(this.#resultText)
    texts.delete('')
    return [...texts].slice(0, this.#maxAlternatives)
  }

  /**
   * After a final result the library makes its feature pipeline anew; its cache of the language graph stays.
   * Right after a result it would do nothing: it has to be in the middle of something.
   */
  forgetSpeaker(): void {
    this.accept(new Int16Array((this.rate * FORGET_MS) / 1000))
    this.#library.finalResult(this.#pointer)
  }

  close(): void {
    this.#library.freeRecognizer(this.#pointer)
  }
}

/** The errors of `JSON.parse` and zod may quote what somebody said, so they go no further. */
function decode<S extends z.ZodType>(schema: S, json: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(json))
  } catch {
    throw new RecognizerError('the native library answered in an unknown form')
  }
}

interface LoadOptions {
  readonly library: VoskLibrary
  readonly folder: string
  /** Other readings of an utterance to keep; none by default. */
  readonly maxAlternatives?: number
}

/**
 * Loads the model in `folder` and tries it at both rates.
 * @throws AppError `MODEL_INCOMPLETE` when the library cannot load it or refuses samples of a rate.
 */
export function loadVoskModel(options: LoadOptions): SpeechModel {
  const { library, folder, maxAlternatives = 0 } = options
  library.setLogLevel(-1)
  const model = library.newModel(folder)
  if (model === null) throw new AppError('MODEL_INCOMPLETE', `No usable model in ${folder}.`)
  const keeper = newRecognizer({ library, model, rate: 8000 })
  const create: CreateRecognizer = (rate) => {
    const pointer = newRecognizer({ library, model, rate })
    return new VoskRecognizer({ library, pointer, rate, maxAlternatives })
  }
  const sharesGraph = shareGraph({ libraryFile: library.file, model, keeper })
  if (!sharesGraph) library.freeRecognizer(keeper)
  for (const rate of [8000, 16000] as const) tryRate({ create, rate, folder })
  return { create, sharesGraph, knowsWord: (word) => library.findWord(model, word) >= 0 }
}

function newRecognizer(options: {
  library: VoskLibrary
  model: ModelPointer
  rate: RecognitionRate
}): RecognizerPointer {
  const pointer = options.library.newRecognizer(options.model, options.rate)
  if (pointer === null) throw new RecognizerError('the native library made no recogniser')
  options.library.setWords(pointer, 1)
  return pointer
}

/** A model that lacks `--allow-upsample=true` refuses 8 kHz only when samples come: better to know at start. */
function tryRate(options: { create: CreateRecognizer; rate: RecognitionRate; folder: string }): void {
  const { create, rate, folder } = options
  const recognizer = create(rate)
  try {
    recognizer.accept(new Int16Array(rate / 10))
  } catch (thrown) {
    if (!(thrown instanceof RecognizerError)) throw thrown
    throw new AppError(
      'MODEL_INCOMPLETE',
      `The model in ${folder} refuses ${rate} Hz; conf/mfcc.conf needs allow-upsample and allow-downsample.`,
      { cause: thrown },
    )
  } finally {
    recognizer.close()
  }
}
