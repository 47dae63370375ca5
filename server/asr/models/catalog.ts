import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../contracts/errors.ts'

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha-256 in lower-case hex')

/** Both null: the makers publish no sum, so the download is held against the files that a model needs. */
const SUM = { bytes: z.int().positive().nullable(), sha256: SHA256.nullable() }

/** Where the model lies inside the archive. */
const FOLDER = z.string().regex(/^(?!\/)(?!.*\.\.).+[^/]$/, 'a folder inside the archive')

const ModelSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), url: z.url(), folder: FOLDER, ...SUM }),
  z.strictObject({
    kind: z.literal('maven'),
    artifact: z.string().regex(/^[\w.-]+:[\w.-]+:[\w.-]+:[\w.-]+$/, 'group:artifact:version:type'),
    folder: FOLDER,
    ...SUM,
  }),
  z.strictObject({
    kind: z.literal('pypi'),
    package: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'the name of a package'),
    version: z.string().regex(/^[0-9][\w.+!-]*$/, 'a version'),
    folder: FOLDER,
    ...SUM,
  }),
])

const ModelEntry = z.strictObject({
  /** Also the name of its folder under `<data>/models`. */
  name: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'a folder name'),
  /** BCP 47 with the region, such as `ko-KR`; what a stream's language is matched with. */
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'a language tag such as en-US'),
  /** Of the audio that the model was trained on, in Hz. */
  sampleRate: z.int().positive(),
  downloadMegabytes: z.number().positive(),
  installedMegabytes: z.number().positive(),
  licence: z.string().min(1),
  accuracy: z.string().min(1),
  /** Options of `conf/model.conf` that were measured to suit this model, beside those that all models get. */
  decoder: z.record(z.string().regex(/^[a-z0-9.-]+$/, "an option's name without --"), z.string()).default({}),
  /** In the order in which they are tried. */
  sources: z.array(ModelSource).min(1),
})

const ModelCatalog = z
  .strictObject({ default: z.string(), models: z.array(ModelEntry).min(1) })
  .refine((catalog) => catalog.models.some(({ name }) => name === catalog.default), {
    path: ['default'],
    error: 'the name of a listed model',
  })
  .refine((catalog) => new Set(catalog.models.map(({ name }) => name)).size === catalog.models.length, {
    path: ['models'],
    error: 'names that differ',
  })

export type ModelSource = z.infer<typeof ModelSource>
export type ModelSourceKind = ModelSource['kind']
export type ModelEntry = z.infer<typeof ModelEntry>
export type ModelCatalog = z.infer<typeof ModelCatalog>

export const MODEL_SOURCE_KINDS = ['http', 'maven', 'pypi'] as const satisfies readonly ModelSourceKind[]

/** Reads `models/catalog.json`; a fault in it is a fault of this repository, so it is thrown as it is. */
export async function readCatalog(path: string): Promise<ModelCatalog> {
  const decoded = ModelCatalog.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!decoded.success) throw new Error(`${path}: ${z.prettifyError(decoded.error)}`)
  return decoded.data
}

/** @throws AppError MODEL_UNKNOWN, with the names that there are. */
export function findModel(catalog: ModelCatalog, name: string): ModelEntry {
  const entry = catalog.models.find((model) => model.name === name)
  if (entry !== undefined) return entry
  const known = catalog.models.map((model) => model.name).join(', ')
  throw new AppError('MODEL_UNKNOWN', `There is no "${name}"; choose ${known}, or give the path of a folder.`)
}
