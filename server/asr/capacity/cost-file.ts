import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

/** Old entries make room for new ones: each model, library or machine that was tried leaves one. */
const MOST_ENTRIES = 32

const entrySchema = z.object({
  key: z.string(),
  /** The model's name, for whoever reads the file. */
  model: z.string(),
  /** CPU seconds for one second of one channel. */
  channelCost: z.number().positive().max(100),
  /** Milliseconds since 1970. */
  measuredAt: z.number(),
})

const fileSchema = z.object({ version: z.literal(1), costs: z.array(entrySchema) })

export type KeptCost = z.infer<typeof entrySchema>

/** The cost that was measured under this key, or null. A file that cannot be read counts as none. */
export async function readKeptCost(path: string, key: string): Promise<KeptCost | null> {
  return (await readAll(path)).find((entry) => entry.key === key) ?? null
}

/** Keeps a cost for the next start, put in place whole. */
export async function keepCost(path: string, cost: KeptCost): Promise<void> {
  const others = (await readAll(path)).filter((entry) => entry.key !== cost.key)
  const costs = [cost, ...others].slice(0, MOST_ENTRIES)
  await mkdir(dirname(path), { recursive: true })
  const written = `${path}.${process.pid}`
  try {
    await writeFile(written, `${JSON.stringify({ version: 1, costs }, null, 2)}\n`)
    await rename(written, path)
  } finally {
    await rm(written, { force: true })
  }
}

async function readAll(path: string): Promise<readonly KeptCost[]> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(path, 'utf8'))).costs
  } catch {
    // Not there yet, or not ours: measured anew and written anew.
    return []
  }
}
