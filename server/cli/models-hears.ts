import { ensureModel } from '../asr/models/ensure-model.ts'
import { readVocabulary } from '../asr/models/vocabulary.ts'
import { nearestName } from '../platform/nearest-name.ts'
import { CliError, EXIT } from './cli-error.ts'
import type { CliContext } from './context.ts'
import { createModelProgressPrinter } from './model-progress.ts'

interface HearsFlags {
  readonly json?: true
  readonly catalog: string
  readonly model?: string
}

/** `earshot models hears WORD…`: which words a model cannot hear, and what it might hear instead. */
export async function hears(
  { stdout, stderr, settings }: Pick<CliContext, 'stdout' | 'stderr' | 'settings'>,
  words: readonly string[],
  flags: HearsFlags,
): Promise<void> {
  const { dataDir, model, modelSources } = settings()
  const { dir, name } = await ensureModel({
    model: flags.model ?? model,
    dataDir,
    catalogPath: flags.catalog,
    sources: modelSources,
    onProgress: createModelProgressPrinter(stderr),
  })
  const vocabulary = await readVocabulary(dir)
  const known = [...vocabulary]
  const deaf = words.filter((word) => !vocabulary.has(word.toLowerCase()))
  for (const word of words) {
    const heard = !deaf.includes(word)
    const near = heard ? null : nearestName(word.toLowerCase(), known)
    const hint = near === null ? '' : `, but "${near}"`
    const text = heard ? `${word}: heard` : `${word}: not in the vocabulary${hint}`
    stdout.write(`${flags.json === true ? JSON.stringify({ word, heard, near }) : text}\n`)
  }
  if (deaf.length === 0) return
  throw new CliError(`${name} cannot hear ${deaf.length} of ${words.length} words`, { exitCode: EXIT.faults })
}
