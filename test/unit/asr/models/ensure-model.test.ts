import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeLanguageModel } from '../../../../server/asr/models/graph/language-model.ts'
import { modelState } from '../../../../server/asr/models/installed-model.ts'
import {
  announceChanges,
  listChangedFiles,
  readManifest,
  writeManifest,
} from '../../../../server/asr/models/manifest.ts'
import { PREPARED_FILES, PREPARED_VERSION } from '../../../../server/asr/models/prepare.ts'
import { makeZip, modelEntries, type ZipEntry } from '../../../helpers/make-zip.ts'
import {
  MODEL_ARCHIVE,
  MODEL_NAME,
  openModelStore,
  sumOf,
  writeModelFolder,
  type ModelStore,
} from '../../../helpers/model-store.ts'
import { tinyNgram } from '../../../helpers/tiny-ngram.ts'

const ABOUT = { name: MODEL_NAME, language: 'en-US', sampleRate: 16_000, source: 'long ago' }

let store: ModelStore

beforeEach(async () => {
  store = await openModelStore()
})
afterEach(() => store.close())

/** Serves this archive with its right sum and expects the install to refuse it. */
async function expectRefused(entries: readonly ZipEntry[], reason: string | RegExp): Promise<void> {
  const archive = makeZip(entries)
  store.server.serve(archive)
  const catalogPath = store.writeCatalog([store.http(sumOf(archive))])
  await expect(store.ensure({ catalogPath })).rejects.toThrow(reason)
  expect(readdirSync(join(store.dataDir, 'models'))).toEqual(['.downloads'])
}

describe('a model of the catalogue', () => {
  it('is fetched, made fit for 8 kHz and described file by file', async () => {
    expect(await store.ensure()).toEqual({
      name: MODEL_NAME,
      dir: store.modelDir,
      language: 'en-US',
      sampleRate: 16_000,
    })
    expect(readFileSync(join(store.modelDir, 'conf/mfcc.conf'), 'utf8')).toBe(
      '--sample-frequency=16000\n--use-energy=false\n--allow-upsample=true\n',
    )
    const manifest = await readManifest(store.modelDir)
    expect(manifest?.files.map(({ path }) => path)).toContain('graph/Gr.ngram.fst')
    expect(manifest?.files).toHaveLength(modelEntries('').length + 1)
    expect(manifest?.prepared).toBe(PREPARED_VERSION)
    expect(manifest?.source).toBe(store.server.url)
    expect(manifest === null ? null : await listChangedFiles(store.modelDir, manifest, 'sums')).toEqual([])
    expect(readdirSync(join(store.dataDir, 'models', '.downloads'))).toEqual([])
  })

  it('gets the decoder settings of its entry, also when these came later', async () => {
    await store.ensure()
    const conf = join(store.modelDir, 'conf/model.conf')
    expect(readFileSync(conf, 'utf8')).not.toContain('--beam=9.5')
    await store.ensure({ catalogPath: store.writeCatalog(undefined, { beam: '9.5' }) })
    expect(readFileSync(conf, 'utf8').match(/--beam=.*/g)).toEqual(['--beam=9.5'])
    expect(store.server.ranges).toHaveLength(1)
    expect(await modelState(store.modelDir, { decoder: { beam: '9.5' } })).toBe('fit')
    expect(await modelState(store.modelDir, { decoder: { beam: '8' } })).toBe('unfit')
  })

  it('is left alone when it is there', async () => {
    await store.ensure()
    const before = statSync(join(store.modelDir, 'conf/mfcc.conf')).mtimeMs
    store.progress.length = 0
    await store.ensure()
    expect(store.server.ranges).toHaveLength(1)
    expect(store.progress).toEqual([])
    expect(statSync(join(store.modelDir, 'conf/mfcc.conf')).mtimeMs).toBe(before)
  })

  it('is fetched again when a file of it has been cut short', async () => {
    await store.ensure()
    writeFileSync(join(store.modelDir, 'graph/Gr.fst'), 'cut')
    await store.ensure()
    expect(readFileSync(join(store.modelDir, 'graph/Gr.ngram.fst')).equals(tinyNgram())).toBe(true)
    expect((await describeLanguageModel(store.modelDir))?.type).toBe('const')
    expect(readdirSync(join(store.dataDir, 'models')).sort()).toEqual(['.downloads', MODEL_NAME])
  })

  it('is taken as it is when somebody put it there by hand', async () => {
    writeModelFolder(store.modelDir)
    store.server.answerWith(500)
    await store.ensure()
    expect(store.server.ranges).toEqual([])
    expect((await readManifest(store.modelDir))?.source).toBe('placed by hand')
    expect(readFileSync(join(store.modelDir, 'conf/mfcc.conf'), 'utf8')).toContain('--allow-upsample=true')
  })

  describe('that an older Earshot put in place', () => {
    beforeEach(async () => {
      writeModelFolder(store.modelDir)
      await writeManifest(store.modelDir, { ...ABOUT, prepared: 0 })
      store.server.answerWith(500)
    })

    it('is made fit where it lies, without a download', async () => {
      await store.ensure()
      expect(store.progress).toEqual([{ phase: 'rewriting' }, { phase: 'rewritten', states: 7, arcs: 18 }])
      const manifest = await readManifest(store.modelDir)
      expect(manifest).toMatchObject({ source: 'long ago', prepared: PREPARED_VERSION })
      expect(manifest === null ? null : await listChangedFiles(store.modelDir, manifest, 'sums')).toEqual([])
      expect(await describeLanguageModel(store.modelDir)).toMatchObject({ type: 'const', rewritten: true })
    })

    it('is made fit by the next start when one was cut off half-way', async () => {
      const manifest = await readManifest(store.modelDir)
      if (manifest === null) throw new Error('no manifest')
      await announceChanges(store.modelDir, manifest, PREPARED_FILES)
      // Cut off after the first change, with an unfinished file left behind.
      writeFileSync(join(store.modelDir, 'conf/mfcc.conf'), '--allow-upsample=true\n')
      writeFileSync(join(store.modelDir, 'graph/Gr.fst.made'), 'half')
      await store.ensure()
      expect(await modelState(store.modelDir)).toBe('fit')
      expect(existsSync(join(store.modelDir, 'graph/Gr.fst.made'))).toBe(false)
      expect(store.server.ranges).toEqual([])
    })

    it('is made fit once when several processes start at the same time', async () => {
      await Promise.all([store.ensure(), store.ensure(), store.ensure()])
      expect(store.progress.filter(({ phase }) => phase === 'rewritten')).toHaveLength(1)
    })

    it('is made fit again when its settings were changed', async () => {
      await store.ensure()
      writeFileSync(join(store.modelDir, 'conf/mfcc.conf'), ' '.repeat(64))
      await writeManifest(store.modelDir, { ...ABOUT, prepared: PREPARED_VERSION })
      expect(await modelState(store.modelDir)).toBe('unfit')
      await store.ensure()
      expect(await modelState(store.modelDir)).toBe('fit')
    })
  })

  it('is downloaded once when several processes want it at the same time', async () => {
    const found = await Promise.all([store.ensure(), store.ensure(), store.ensure()])
    expect(found.map(({ dir }) => dir)).toEqual([store.modelDir, store.modelDir, store.modelDir])
    expect(store.server.ranges).toHaveLength(1)
    expect(store.progress.filter(({ phase }) => phase === 'waiting')).toHaveLength(2)
  })

  it('does not wait for a process that died while it installed', async () => {
    mkdirSync(join(store.dataDir, 'models'), { recursive: true })
    const lock = join(store.dataDir, 'models', `.${MODEL_NAME}.lock`)
    writeFileSync(lock, '1')
    const longAgo = new Date('2020-01-01')
    utimesSync(lock, longAgo, longAgo)
    await store.ensure()
    expect(existsSync(lock)).toBe(false)
  })

  it('is not there when the install was broken off', async () => {
    store.server.stall(100_000)
    const controller = new AbortController()
    const stopped = store.ensure({
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'downloading') controller.abort(new Error('stopped'))
      },
    })
    await expect(stopped).rejects.toThrow('stopped')
    expect(existsSync(store.modelDir)).toBe(false)
    await store.ensure()
    expect(store.server.ranges.at(-1)).toMatch(/^bytes=[1-9]/)
  })

  it('must be one that is listed', async () => {
    await expect(store.ensure({ model: 'other' })).rejects.toMatchObject({
      code: 'MODEL_UNKNOWN',
      detail: expect.stringContaining(`choose ${MODEL_NAME}`),
    })
  })
})

describe('an archive is refused', () => {
  it('when its sum is another', async () => {
    const catalogPath = store.writeCatalog([
      store.http({ bytes: MODEL_ARCHIVE.length, sha256: '0'.repeat(64) }),
    ])
    await expect(store.ensure({ catalogPath })).rejects.toThrow(/has sha-256 [0-9a-f]{64} instead of 0{64}/)
    expect(existsSync(store.modelDir)).toBe(false)
    expect(readdirSync(join(store.dataDir, 'models', '.downloads'))).toEqual([])
  })

  it('when its size is another', async () => {
    const catalogPath = store.writeCatalog([store.http({ ...sumOf(MODEL_ARCHIVE), bytes: 5 })])
    await expect(store.ensure({ catalogPath })).rejects.toThrow(
      `has ${MODEL_ARCHIVE.length} bytes instead of 5`,
    )
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
      expect(existsSync(join(store.folder, 'evil'))).toBe(false)
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
    store.server.serve(page)
    await expect(
      store.ensure({ catalogPath: store.writeCatalog([store.http({ bytes: null, sha256: null })]) }),
    ).rejects.toThrow(/is not a zip/)
  })
})
