import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { replaceFile } from './replace-file.ts'
import { sha256OfFile } from './verify.ts'

const MANIFEST = 'earshot-model.json'

const ModelManifest = z.object({
  name: z.string(),
  language: z.string(),
  sampleRate: z.int().positive(),
  /** Where it came from: an address, an artifact, or `placed by hand`. */
  source: z.string(),
  /** The `PREPARED_VERSION` that made the model fit; 0 where that was not done or not finished. */
  prepared: z.int().nonnegative().default(0),
  /** The size and sum of each file as it was when the model was put in place. */
  files: z.array(z.object({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() })),
})

/** Written last into a model's folder: where it is, the model is whole. */
export type ModelManifest = z.infer<typeof ModelManifest>

/** Null when there is none or it cannot be read: the model is then looked at anew. */
export async function readManifest(dir: string): Promise<ModelManifest | null> {
  const text = await readFile(join(dir, MANIFEST), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return ModelManifest.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Describes the files that lie in `dir` now; to be called again by whoever changes one. */
export async function writeManifest(dir: string, about: Omit<ModelManifest, 'files'>): Promise<void> {
  const files: ModelManifest['files'] = []
  for (const path of await listFiles(dir)) {
    const file = join(dir, path)
    files.push({ path, bytes: (await stat(file)).size, sha256: await sha256OfFile(file) })
  }
  await replaceManifest(dir, { ...about, files })
}

/** Says that these files are about to change and the others are as before, for a start after a power cut. */
export function announceChanges(
  dir: string,
  manifest: ModelManifest,
  paths: readonly string[],
): Promise<void> {
  const files = manifest.files.filter(({ path }) => !paths.includes(path))
  return replaceManifest(dir, { ...manifest, prepared: 0, files })
}

function replaceManifest(dir: string, manifest: ModelManifest): Promise<void> {
  return replaceFile(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
}

/** Files that are not as the manifest says: `sizes` looks at their sizes only, `sums` reads them all. */
export async function listChangedFiles(
  dir: string,
  manifest: ModelManifest,
  depth: 'sizes' | 'sums',
): Promise<readonly string[]> {
  const changed: string[] = []
  for (const { path, bytes, sha256 } of manifest.files) {
    const file = join(dir, path)
    const found = await stat(file).catch(() => null)
    const same = found?.size === bytes && (depth === 'sizes' || (await sha256OfFile(file)) === sha256)
    if (!same) changed.push(path)
  }
  return changed
}

async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name !== MANIFEST)
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}
