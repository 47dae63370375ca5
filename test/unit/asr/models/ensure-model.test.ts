import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelSource } from '../../../../server/asr/models/catalog.ts'
import {
  ensureModel,
  type EnsureModelOptions,
  type InstalledModel,
} from '../../../../server/asr/models/ensure-model.ts'
import { listChangedFiles, readManifest } from '../../../../server/asr/models/manifest.ts'
import type { ModelProgress } from '../../../../server/asr/models/progress.ts'
import { startArchiveServer, type ArchiveServer } from '../../../helpers/archive-server.ts'
import { makeZip, modelEntries, type ZipEntry } from '../../../helpers/make-zip.ts'

const NAME = 'model-under-test'
const ARCHIVE = makeZip(modelEntries('inside/model'))

let server: ArchiveServer
let folder: string
let dataDir: string
let modelDir: string
let progress: ModelProgress[]

beforeEach(async () => {
  server = await startArchiveServer()
  server.serve(ARCHIVE)
  folder = mkdtempSync(join(tmpdir(), 'earshot-model-'))
  dataDir = join(folder, 'data')
  modelDir = join(dataDir, 'models', NAME)
  progress = []
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

function sumOf(archive: Buffer): { bytes: number; sha256: string } {
  return { bytes: archive.length, sha256: createHash('sha256').update(archive).digest('hex') }
}

function http(sum: { bytes: number | null; sha256: string | null } = sumOf(ARCHIVE)): ModelSource {
  return { kind: 'http', url: server.url, folder: 'inside/model', ...sum }
}

function writeCatalog(sources: readonly ModelSource[] = [http()]): string {
  const path = join(folder, 'catalog.json')
  const entry = {
    name: NAME,
    language: 'en-US',
    sampleRate: 16_000,
    downloadMegabytes: 1,
    installedMegabytes: 1,
    licence: 'Apache-2.0',
    accuracy: 'none',
    sources,
  }
  writeFileSync(path, JSON.stringify({ default: NAME, models: [entry] }))
  return path
}

function ensure(options: Partial<EnsureModelOptions> = {}): Promise<InstalledModel> {
  return ensureModel({
    model: NAME,
    dataDir,
    catalogPath: options.catalogPath ?? writeCatalog(),
    onProgress: (each) => progress.push(each),
    ...options,
  })
}

/** Serves this archive with its right sum and expects the install to refuse it. */
async function expectRefused(entries: readonly ZipEntry[], reason: string | RegExp): Promise<void> {
  const archive = makeZip(entries)
  server.serve(archive)
  const catalogPath = writeCatalog([http(sumOf(archive))])
  await expect(ensure({ catalogPath })).rejects.toThrow(reason)
  expect(readdirSync(join(dataDir, 'models'))).toEqual(['.downloads'])
}

function writeFolder(dir: string): void {
  for (const { name, content } of modelEntries('x')) {
    const path = join(dir, name.slice(2))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

describe('a model of the catalogue', () => {
  it('is fetched, made fit for 8 kHz and described file by file', async () => {
    expect(await ensure()).toEqual({ name: NAME, dir: modelDir, language: 'en-US', sampleRate: 16_000 })
    expect(readFileSync(join(modelDir, 'conf/mfcc.conf'), 'utf8')).toBe(
      '--sample-frequency=16000\n--use-energy=false\n--allow-upsample=true\n',
    )
    const manifest = await readManifest(modelDir)
    expect(manifest?.files).toHaveLength(modelEntries('').length)
    expect(manifest?.source).toBe(server.url)
    expect(manifest === null ? null : await listChangedFiles(modelDir, manifest, 'sums')).toEqual([])
    expect(readdirSync(join(dataDir, 'models', '.downloads'))).toEqual([])
  })

  it('is left alone when it is there', async () => {
    await ensure()
    const before = statSync(join(modelDir, 'conf/mfcc.conf')).mtimeMs
    progress = []
    await ensure()
    expect(server.ranges).toHaveLength(1)
    expect(progress).toEqual([])
    expect(statSync(join(modelDir, 'conf/mfcc.conf')).mtimeMs).toBe(before)
  })

  it('is fetched again when a file of it has been cut short', async () => {
    await ensure()
    writeFileSync(join(modelDir, 'graph/Gr.fst'), 'cut')
    await ensure()
    expect(statSync(join(modelDir, 'graph/Gr.fst')).size).toBe(100_000)
    expect(readdirSync(join(dataDir, 'models')).sort()).toEqual(['.downloads', NAME])
  })

  it('is taken as it is when somebody put it there by hand', async () => {
    writeFolder(modelDir)
    server.answerWith(500)
    await ensure()
    expect(server.ranges).toEqual([])
    expect((await readManifest(modelDir))?.source).toBe('placed by hand')
    expect(readFileSync(join(modelDir, 'conf/mfcc.conf'), 'utf8')).toContain('--allow-upsample=true')
  })

  it('is downloaded once when several processes want it at the same time', async () => {
    const found = await Promise.all([ensure(), ensure(), ensure()])
    expect(found.map(({ dir }) => dir)).toEqual([modelDir, modelDir, modelDir])
    expect(server.ranges).toHaveLength(1)
    expect(progress.filter(({ phase }) => phase === 'waiting')).toHaveLength(2)
  })

  it('does not wait for a process that died while it installed', async () => {
    mkdirSync(join(dataDir, 'models'), { recursive: true })
    const lock = join(dataDir, 'models', `.${NAME}.lock`)
    writeFileSync(lock, '1')
    const longAgo = new Date('2020-01-01')
    utimesSync(lock, longAgo, longAgo)
    await ensure()
    expect(existsSync(lock)).toBe(false)
  })

  it('is not there when the install was broken off', async () => {
    server.stall(100_000)
    const controller = new AbortController()
    const stopped = ensure({
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'downloading') controller.abort(new Error('stopped'))
      },
    })
    await expect(stopped).rejects.toThrow('stopped')
    expect(existsSync(modelDir)).toBe(false)
    await ensure()
    expect(server.ranges.at(-1)).toMatch(/^bytes=[1-9]/)
  })

  it('must be one that is listed', async () => {
    await expect(ensure({ model: 'other' })).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN',
      detail: expect.stringContaining(`choose ${NAME}`),
    })
  })
})

describe('an archive is refused', () => {
  it('when its sum is another', async () => {
    const catalogPath = writeCatalog([http({ bytes: ARCHIVE.length, sha256: '0'.repeat(64) })])
    await expect(ensure({ catalogPath })).rejects.toThrow(/has sha-256 [0-9a-f]{64} instead of 0{64}/)
    expect(existsSync(modelDir)).toBe(false)
    expect(readdirSync(join(dataDir, 'models', '.downloads'))).toEqual([])
  })

  it('when its size is another', async () => {
    const catalogPath = writeCatalog([http({ ...sumOf(ARCHIVE), bytes: 5 })])
    await expect(ensure({ catalogPath })).rejects.toThrow(`has ${ARCHIVE.length} bytes instead of 5`)
  })

  it('when it is an empty shell, with a list of what is missing', async () => {
    const shell = ['README', 'uuid'].map((name) => ({ name: `inside/model/${name}`, content: 'x' }))
    await expectRefused(
      shell,
      /has no am\/final\.mdl, conf\/mfcc\.conf, .*graph\/HCLr\.fst.*ivector\/splice\.conf\./,
    )
  })

  it('when one file is empty', async () => {
    const entries = modelEntries('inside/model').map((entry) =>
      entry.name.endsWith('Gr.fst') ? { ...entry, content: '' } : entry,
    )
    await expectRefused(entries, /has no graph\/HCLr?\.fst|has no graph\/Gr\.fst/)
  })

  it.each(['inside/model/../../../../evil', '/evil', 'inside/model/..\\..\\evil'])(
    'when an entry reaches outside: %s',
    async (name) => {
      await expectRefused(
        [...modelEntries('inside/model'), { name, content: 'evil' }],
        /relative path|absolute path|invalid/,
      )
      expect(existsSync(join(folder, 'evil'))).toBe(false)
    },
  )

  it('when an entry is damaged', async () => {
    const entries = modelEntries('inside/model').map((entry): ZipEntry => ({ ...entry, damaged: true }))
    await expectRefused(entries, /is damaged at inside\/model\/am\/final\.mdl/)
  })

  it('when it unpacks to far more than the catalogue says', async () => {
    const bomb = { name: 'inside/model/rescore/G.fst', content: Buffer.alloc(3_000_000) }
    await expectRefused([...modelEntries('inside/model'), bomb], /unpacks to more than 2000000 bytes/)
  })

  it('when it is a page instead of an archive', async () => {
    const page = Buffer.from('<html>sign in to the network</html>')
    server.serve(page)
    await expect(
      ensure({ catalogPath: writeCatalog([http({ bytes: null, sha256: null })]) }),
    ).rejects.toThrow(/is not a zip/)
  })
})

describe('sources', () => {
  /** A stand-in for the Maven client: it copies a file to where `dependency:copy` would. */
  function writeMaven(archive: Buffer | null): string {
    const command = join(folder, 'mvn')
    const source = join(folder, 'artifact')
    if (archive !== null) writeFileSync(source, archive)
    const act =
      archive === null ? 'echo "[ERROR] no such artifact"; exit 1' : `cp ${source} "$dir/model-1.0.aar"`
    writeFileSync(
      command,
      `#!/bin/sh\nfor arg; do case "$arg" in -DoutputDirectory=*) dir="\${arg#*=}";; esac; done\n${act}\n`,
    )
    chmodSync(command, 0o755)
    return command
  }

  const maven = (): ModelSource => ({
    kind: 'maven',
    artifact: 'test:model:1.0:aar',
    folder: 'inside/model',
    ...sumOf(ARCHIVE),
  })

  it('are tried in order until one gives a whole model', async () => {
    server.answerWith(404)
    await ensure({ catalogPath: writeCatalog([http(), maven()]), mavenCommand: writeMaven(ARCHIVE) })
    expect(progress.map(({ phase }) => phase)).toEqual([
      'asking',
      'refused',
      'asking',
      'checking',
      'unpacking',
      'installed',
    ])
    expect((await readManifest(modelDir))?.source).toBe('test:model:1.0:aar')
  })

  it('can be put into another order', async () => {
    const catalogPath = writeCatalog([http(), maven()])
    await ensure({ catalogPath, mavenCommand: writeMaven(ARCHIVE), sources: ['maven', 'http'] })
    expect(server.ranges).toEqual([])
  })

  it('that all fail end in one line that says why and what to do', async () => {
    await server.close()
    const catalogPath = writeCatalog([http(), maven()])
    const error: unknown = await ensure({ catalogPath, mavenCommand: join(folder, 'nothing') }).catch(
      (e: unknown) => e,
    )
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE' })
    const { message } = error as Error
    expect(message).toContain('cannot be reached (ECONNREFUSED)')
    expect(message).toContain('is not installed (Debian: apt-get install maven)')
    expect(message).toContain(`so that ${join(modelDir, 'am', 'final.mdl')} is there`)
    expect(message).toContain('EARSHOT_MODEL')
    expect(message).not.toContain('\n')
    server = await startArchiveServer()
  })

  it('pass on the first error of the Maven client', async () => {
    const catalogPath = writeCatalog([maven()])
    await expect(ensure({ catalogPath, mavenCommand: writeMaven(null) })).rejects.toThrow(
      /mvn ended with 1: no such artifact/,
    )
  })
})

describe('a folder of the operator', () => {
  it('is used where it lies when it allows telephone audio', async () => {
    const own = join(folder, 'own-model')
    writeFolder(own)
    writeFileSync(join(own, 'conf/mfcc.conf'), '--sample-frequency=8000\n--allow-upsample=true\n')
    expect(await ensure({ model: own })).toEqual({
      name: 'own-model',
      dir: own,
      language: 'und',
      sampleRate: 8000,
    })
  })

  it('is never changed', async () => {
    const own = join(folder, 'own-model')
    writeFolder(own)
    const { dir } = await ensure({ model: own })
    expect(dir).not.toBe(own)
    expect(readFileSync(join(dir, 'conf/mfcc.conf'), 'utf8')).toContain('--allow-upsample=true')
    expect(readFileSync(join(own, 'conf/mfcc.conf'), 'utf8')).not.toContain('upsample')
    expect(readFileSync(join(dir, 'am/final.mdl')).equals(readFileSync(join(own, 'am/final.mdl')))).toBe(true)
    expect((await ensure({ model: own })).dir).toBe(dir)
  })

  it.each([
    ['is missing', () => undefined, /There is no folder .*own-model\./],
    ['lacks files', (own: string) => mkdirSync(own), /own-model has no am\/final\.mdl, /],
  ])('that %s is refused', async (_what, make, reason) => {
    const own = join(folder, 'own-model')
    make(own)
    await expect(ensure({ model: own })).rejects.toThrow(reason)
    await expect(ensure({ model: own })).rejects.toMatchObject({ code: 'MODEL_INCOMPLETE' })
  })
})
