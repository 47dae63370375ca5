import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join, relative } from 'node:path'
import { versions } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { WorkerSettings } from '../pool/supervised-worker.ts'
import { workerPreload } from '../pool/worker-environment.ts'

const WORKER_CODE = fileURLToPath(new URL('../worker/', import.meta.url))

/**
 * Names everything that decides what a call costs: the processor, the library, the model with its decoder's
 * settings, the allocator, Node and the worker's own code. A cost that was measured under another name says nothing here.
 */
export async function costKey({ modelDir, libraryPath }: WorkerSettings): Promise<string> {
  const parts = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: versions.node,
    preload: workerPreload(),
    library: libraryPath === null ? 'packaged' : await fileSize(libraryPath),
    model: await sizesIn(modelDir),
    settings: await contentsIn(join(modelDir, 'conf')),
    worker: await contentsIn(WORKER_CODE),
  }
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

async function fileSize(path: string): Promise<readonly [string, number]> {
  return [path, (await stat(path).catch(() => null))?.size ?? 0]
}

/** Paths and sizes of all files in a folder: a model's content without reading it. */
async function sizesIn(folder: string): Promise<readonly (readonly [string, number])[]> {
  const sizes: [string, number][] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path)
    if (found.isFile()) sizes.push([relative(folder, path), found.size])
  }
  return sizes.sort(([a], [b]) => (a < b ? -1 : 1))
}

async function contentsIn(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const name of entries.map((entry) => entry.name).sort()) {
    hash.update(`${name}\n`).update(await readFile(join(folder, name)).catch(() => ''))
  }
  return hash.digest('hex')
}
