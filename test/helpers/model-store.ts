import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ModelSource } from '../../server/asr/models/catalog.ts'
import {
  ensureModel,
  type EnsureModelOptions,
  type InstalledModel,
} from '../../server/asr/models/ensure-model.ts'
import type { ModelProgress } from '../../server/asr/models/progress.ts'
import { startArchiveServer, type ArchiveServer } from './archive-server.ts'
import { makeZip, modelEntries } from './make-zip.ts'

export const MODEL_NAME = 'model-under-test'

/** A small but whole model in a zip, below the folder `inside/model`. */
export const MODEL_ARCHIVE = makeZip(modelEntries('inside/model'))

export interface ModelStore {
  /** Serves `MODEL_ARCHIVE` to begin with. */
  readonly server: ArchiveServer
  /** A temporary folder; `dataDir` is below it. */
  readonly folder: string
  readonly dataDir: string
  /** Where the model of the catalogue belongs. */
  readonly modelDir: string
  /** What was told while models were installed. */
  readonly progress: ModelProgress[]
  http(sum?: Sum): ModelSource
  /** Writes a catalogue of one model and returns its path. */
  writeCatalog(sources?: readonly ModelSource[], decoder?: Readonly<Record<string, string>>): string
  ensure(options?: Partial<EnsureModelOptions>): Promise<InstalledModel>
  close(): Promise<void>
}

interface Sum {
  readonly bytes: number | null
  readonly sha256: string | null
}

/** A data folder, a catalogue and a server to fetch from. */
export async function openModelStore(): Promise<ModelStore> {
  const server = await startArchiveServer()
  server.serve(MODEL_ARCHIVE)
  const folder = mkdtempSync(join(tmpdir(), 'earshot-model-'))
  const dataDir = join(folder, 'data')
  const progress: ModelProgress[] = []

  const http = (sum: Sum = sumOf(MODEL_ARCHIVE)): ModelSource => ({
    kind: 'http',
    url: server.url,
    folder: 'inside/model',
    ...sum,
  })
  const writeCatalog: ModelStore['writeCatalog'] = (sources = [http()], decoder = {}) => {
    const path = join(folder, 'catalog.json')
    const entry = {
      name: MODEL_NAME,
      language: 'en-US',
      sampleRate: 16_000,
      downloadMegabytes: 1,
      installedMegabytes: 1,
      licence: 'Apache-2.0',
      accuracy: 'none',
      decoder,
      sources,
    }
    writeFileSync(path, JSON.stringify({ default: MODEL_NAME, models: [entry] }))
    return path
  }
  return {
    server,
    folder,
    dataDir,
    modelDir: join(dataDir, 'models', MODEL_NAME),
    progress,
    http,
    writeCatalog,
    ensure: (options = {}) =>
      ensureModel({
        model: MODEL_NAME,
        dataDir,
        catalogPath: options.catalogPath ?? writeCatalog(),
        onProgress: (each) => progress.push(each),
        ...options,
      }),
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function sumOf(archive: Buffer): { bytes: number; sha256: string } {
  return { bytes: archive.length, sha256: createHash('sha256').update(archive).digest('hex') }
}

/** The files of a small but whole model. */
export function writeModelFolder(dir: string): void {
  for (const { name, content } of modelEntries('x')) {
    const path = join(dir, name.slice(2))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}
