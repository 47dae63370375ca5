import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { workerPreload } from '../../../server/asr/pool/worker-environment.ts'
import { testModelDir } from '../../helpers/model.ts'
import type { BenchOptions } from '../bench-options.ts'
import { fstType, openPlainModel } from '../plain-loop/plain-model.ts'
import { ourSide, plainSide, type Side } from './side.ts'

export interface BothSides {
  readonly ours: Side
  readonly plain: Side
  readonly workers: number
}

/** Gives `use` both sides of the comparison, each with its own form of the same model, and says which. */
export async function withBothSides<T>(
  options: BenchOptions,
  use: (sides: BothSides) => Promise<T>,
): Promise<T> {
  const cores = availableParallelism()
  const workers = Math.round(options.number('workers', { full: cores, quick: cores }))
  const modelDir = testModelDir()
  const plainModel = await openPlainModel(modelDir)
  const graph = (dir: string): Promise<string> => fstType(join(dir, 'graph/Gr.fst'))
  console.log(
    `model: earshot's language graph is ${await graph(modelDir)}, the plain loop's ${await graph(plainModel.dir)} as shipped; ` +
      `${workers} decoding processes each; earshot's load ${workerPreload() ?? 'nothing'} first`,
  )
  if (options.quick) console.log('a quick run: it shows that everything works, its figures mean nothing')
  try {
    return await use({
      ours: ourSide({ modelDir, workers }),
      plain: plainSide({ modelDir: plainModel.dir, workers }),
      workers,
    })
  } finally {
    await plainModel.remove()
  }
}
