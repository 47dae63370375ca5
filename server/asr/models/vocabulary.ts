import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contracts/errors.ts'
import { normaliseError } from '../../platform/normalise-error.ts'
import { ByteReader } from './graph/byte-reader.ts'
import { readFstHeader, readSymbolTables } from './graph/fst-header.ts'
import { readSymbolNames } from './graph/symbol-names.ts'

const WORD_LIST = join('graph', 'words.txt')
const LANGUAGE_MODEL = join('graph', 'Gr.fst')
/** Marks of the graph, such as `<s>`, `[unk]`, `#0` and `!SIL`, which nobody says. */
const NO_WORD = /^[<[#!]/

/**
 * The words that a model can write: it hears no other, so a rule that waits for another is deaf. They are read from
 * the model's files, so a check needs neither a running server nor the native library, and the next best words can
 * be found. `vosk_model_find_word` of the loaded model says the same.
 *
 * @throws AppError `MODEL_INCOMPLETE` when the folder says nothing of its words.
 */
export async function readVocabulary(dir: string): Promise<ReadonlySet<string>> {
  try {
    const names = (await readWordList(dir)) ?? (await readLanguageModel(dir))
    return new Set(names.filter((name) => name !== '' && !NO_WORD.test(name)))
  } catch (thrown) {
    throw new AppError('MODEL_INCOMPLETE', `${dir} does not say its words: ${normaliseError(thrown).message}`)
  }
}

/** Null when there is none: small models keep their words in the language model. */
async function readWordList(dir: string): Promise<readonly string[] | null> {
  const text = await readFile(join(dir, WORD_LIST), 'utf8').catch(() => null)
  return text?.split('\n').map((line) => line.split(' ')[0] ?? '') ?? null
}

async function readLanguageModel(dir: string): Promise<readonly string[]> {
  const reader = new ByteReader(await readFile(join(dir, LANGUAGE_MODEL)))
  const header = readFstHeader(reader)
  return readSymbolNames(readSymbolTables(reader, header))
}
