import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contracts/errors.ts'

/**
 * What the recognition library opens when it loads a model. It ends the process when one is missing, and
 * there is a published archive that holds none of them, so they are checked before it is called. Each item
 * lists alternatives: a graph comes in one piece or in two.
 * Source: alphacephei.com/vosk/models, "Model structure".
 */
const REQUIRED: readonly (readonly (readonly string[])[])[] = [
  [['am/final.mdl']],
  [['conf/mfcc.conf']],
  [['conf/model.conf']],
  [['graph/HCLr.fst', 'graph/Gr.fst', 'graph/disambig_tid.int'], ['graph/HCLG.fst']],
  [['graph/phones/word_boundary.int']],
  [
    [
      'ivector/final.dubm',
      'ivector/final.ie',
      'ivector/final.mat',
      'ivector/global_cmvn.stats',
      'ivector/online_cmvn.conf',
      'ivector/splice.conf',
    ],
  ],
]

/** Paths below `dir` that are missing or empty; of several alternatives, those of the first. */
export async function listMissingFiles(dir: string): Promise<readonly string[]> {
  const missing: string[] = []
  for (const alternatives of REQUIRED) {
    const lacking = await Promise.all(alternatives.map((paths) => lackingOf(dir, paths)))
    if (!lacking.some((paths) => paths.length === 0)) missing.push(...(lacking[0] ?? []))
  }
  return missing
}

/** @throws AppError MODEL_INCOMPLETE that lists what is missing. */
export async function assertModelComplete(dir: string, called: string): Promise<void> {
  const missing = await listMissingFiles(dir)
  if (missing.length > 0) throw new AppError('MODEL_INCOMPLETE', `${called} has no ${missing.join(', ')}.`)
}

async function lackingOf(dir: string, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => hasContent(join(dir, path))))
  return paths.filter((_path, index) => found[index] !== true)
}

async function hasContent(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && found.isFile() && found.size > 0
}
