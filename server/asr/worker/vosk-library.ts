import koffi from 'koffi'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'

declare const modelBrand: unique symbol
declare const recognizerBrand: unique symbol

/** A native model or recogniser; only the functions below look inside. */
export interface ModelPointer {
  readonly [modelBrand]: true
}
export interface RecognizerPointer {
  readonly [recognizerBrand]: true
}

/** The functions of `vosk_api.h` that are used, with their C types. Only this file touches native code. */
export interface VoskLibrary {
  /** The file that it was loaded from. */
  readonly file: string
  setLogLevel(level: number): void
  /** Null when the folder holds no usable model. */
  newModel(folder: string): ModelPointer | null
  /** The word's number in the model's vocabulary, or -1. */
  findWord(model: ModelPointer, word: string): number
  newRecognizer(model: ModelPointer, rate: number): RecognizerPointer | null
  setWords(recognizer: RecognizerPointer, on: number): void
  /** 1: end of an utterance, 0: it goes on, -1: the samples were refused. */
  acceptWaveform(recognizer: RecognizerPointer, samples: Int16Array, length: number): number
  partialResult(recognizer: RecognizerPointer): string
  result(recognizer: RecognizerPointer): string
  finalResult(recognizer: RecognizerPointer): string
  setMaxAlternatives(recognizer: RecognizerPointer, count: number): void
  /** The result once more, in the form that is set now; null where this build does not offer it. */
  readonly repeatResult: ((recognizer: RecognizerPointer) => string) | null
  freeRecognizer(recognizer: RecognizerPointer): void
}

const FILES: Readonly<Record<string, string>> = {
  linux: 'linux-x86_64/libvosk.so',
  darwin: 'osx-universal/libvosk.dylib',
  win32: 'win-x86_64/libvosk.dll',
}

/** Where the `vosk` package keeps the library for this machine. */
function packagedLibrary(): string {
  const file = FILES[process.platform]
  if (file === undefined) {
    throw new AppError('LIBRARY_UNAVAILABLE', `The vosk package has no library for ${process.platform}.`)
  }
  return join(dirname(createRequire(import.meta.url).resolve('vosk/package.json')), 'lib', file)
}

/**
 * Loads the native library from `path`, or the one that the `vosk` package carries.
 * @throws AppError `LIBRARY_UNAVAILABLE`.
 */
export function loadVoskLibrary(path: string | null): VoskLibrary {
  try {
    return bind(path ?? packagedLibrary())
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw new AppError('LIBRARY_UNAVAILABLE', normaliseError(thrown).message, { cause: thrown })
  }
}

function bind(path: string): VoskLibrary {
  const library = koffi.load(path)
  return {
    file: path,
    setLogLevel: library.func('void vosk_set_log_level(int level)'),
    newModel: library.func('void *vosk_model_new(const char *folder)'),
    findWord: library.func('int vosk_model_find_word(void *model, const char *word)'),
    newRecognizer: library.func('void *vosk_recognizer_new(void *model, float rate)'),
    setWords: library.func('void vosk_recognizer_set_words(void *recognizer, int on)'),
    acceptWaveform: library.func(
      'int vosk_recognizer_accept_waveform_s(void *recognizer, const int16_t *samples, int length)',
    ),
    partialResult: library.func('const char *vosk_recognizer_partial_result(void *recognizer)'),
    result: library.func('const char *vosk_recognizer_result(void *recognizer)'),
    finalResult: library.func('const char *vosk_recognizer_final_result(void *recognizer)'),
    setMaxAlternatives: library.func(
      'void vosk_recognizer_set_max_alternatives(void *recognizer, int count)',
    ),
    repeatResult: bindRepeatResult(library),
    freeRecognizer: library.func('void vosk_recognizer_free(void *recognizer)'),
  }
}

/**
 * `Recognizer::GetResult()`, by the name that the C++ compiler gives it. Of the documented functions one gives
 * word times and confidences and the other gives alternatives, but each takes the utterance away.
 */
function bindRepeatResult(library: ReturnType<typeof koffi.load>): VoskLibrary['repeatResult'] {
  try {
    return library.func('const char *_ZN10Recognizer9GetResultEv(void *recognizer)')
  } catch {
    return null
  }
}
