import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')

/** Sums (SHA-256) of what went into a module at its last making, and of what came out. */
export interface MadeRecord {
  /** By the name of the file of others that it was made from. */
  readonly sources: Readonly<Record<string, string>>
  /** Of the code that made it, all files in order; null where the reader of words is part of it and grows. */
  readonly maker: string | null
  readonly module: string
}

/** Each by the path of its module under `server/language/sentiment`. */
export type MadeRecords = Readonly<Record<string, MadeRecord>>

/** Written by `npm run train:sentiment`, so that a module is watched over where its data is not. */
export const RECORDS = join(import.meta.dirname, 'made-modules.json')

export function sha256(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** The sum of these files of the project, one after the other. */
export function sumOfFiles(paths: readonly string[]): string {
  return sha256(...paths.map((path) => readFileSync(join(ROOT, path))))
}
