import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Customer questions by intent, as the set's makers split them. */
export interface Banking {
  readonly intents: readonly string[]
  /** Questions of each intent, in the order of `intents`. */
  readonly train: readonly (readonly string[])[]
  readonly test: readonly (readonly string[])[]
}

export const DATA_DIR = resolve(import.meta.dirname, '../../../../shared/data')

/** Reads Banking77; it lies beside the checkout, because it is not the project's. */
export function readBanking(): Banking {
  const train = readIntents('train.csv')
  const test = readIntents('test.csv')
  const intents = [...train.keys()].toSorted()
  const of = (split: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] =>
    intents.map((intent) => split.get(intent) ?? [])
  return { intents, train: of(train), test: of(test) }
}

function readIntents(file: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(join(DATA_DIR, 'dialogue/banking77', file), 'utf8')
  const intents = new Map<string, string[]>()
  for (const [question = '', intent = ''] of parseCsv(text).slice(1)) {
    if (intent === '') continue
    const questions = intents.get(intent) ?? []
    intents.set(intent, questions)
    questions.push(question.trim())
  }
  return intents
}

/** Rows of comma-separated values; quoted ones may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [found, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (found === '' && row.length === 0) continue
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
