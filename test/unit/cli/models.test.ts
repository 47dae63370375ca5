import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../../server/app/settings.ts'
import { main } from '../../../server/cli/cli.ts'
import { createModelProgressPrinter } from '../../../server/cli/model-progress.ts'
import { systemClock } from '../../../server/platform/clock.ts'
import { makeZip, modelEntries } from '../../helpers/make-zip.ts'
import {
  MODEL_NAME,
  openModelStore,
  sumOf,
  writeModelFolder,
  type ModelStore,
} from '../../helpers/model-store.ts'
import { tinyNgram } from '../../helpers/tiny-ngram.ts'

const SHIPPED_DEFAULT = 'vosk-model-small-en-us-0.15'

let store: ModelStore
let out: string
let err: string

beforeEach(async () => {
  store = await openModelStore()
  out = ''
  err = ''
})
afterEach(() => store.close())

/** Runs `earshot models …` and returns its exit code; what it wrote is in `out` and `err`. */
function run(...args: readonly string[]): Promise<number> {
  out = ''
  err = ''
  return main(['models', ...args], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    clock: systemClock,
    settings: () => readSettings({ EARSHOT_DATA_DIR: store.dataDir }),
    colour: () => false,
  })
}

/** The lines that were written, as objects. */
function objects(): unknown[] {
  const lines = out.trim().split('\n')
  return lines.map((line): unknown => JSON.parse(line))
}

describe('earshot models list', () => {
  it('shows of the shipped catalogue what there is and what is installed', async () => {
    writeModelFolder(join(store.dataDir, 'models', SHIPPED_DEFAULT))
    expect(await run('list', '--json')).toBe(0)
    expect(objects()).toContainEqual(
      expect.objectContaining({
        name: SHIPPED_DEFAULT,
        installed: true,
        default: true,
        languageModel: { type: 'ngram', rewritten: false, fault: null },
      }),
    )
    expect(objects()).toContainEqual(
      expect.objectContaining({
        language: 'zh-CN',
        sampleRate: 16_000,
        installed: false,
        installedBytes: null,
        languageModel: null,
      }),
    )
  })

  it('changes nothing', async () => {
    writeModelFolder(store.modelDir)
    await run('list', '--catalog', store.writeCatalog())
    expect(readFileSync(join(store.modelDir, 'graph/Gr.fst')).equals(tinyNgram())).toBe(true)
    expect(readFileSync(join(store.modelDir, 'conf/mfcc.conf'), 'utf8')).not.toContain('upsample')
  })

  it('tells language, rate, size, licence, accuracy and the form of the language model', async () => {
    const catalog = store.writeCatalog()
    await run('list', '--catalog', catalog)
    expect(out).toBe(
      `${MODEL_NAME} (default)\n  en-US, 16000 Hz, 1 MB to fetch, about 1 MB unpacked\n` +
        '  licence: Apache-2.0\n  accuracy: none\n',
    )
    await run('install', MODEL_NAME, '--catalog', catalog)
    await run('list', '--catalog', catalog)
    expect(out).toContain(`${MODEL_NAME} (installed, default)\n  en-US, 16000 Hz, 0 MB on disk\n`)
    expect(out).toContain('  language model: const, rewritten\n')
  })
})

describe('earshot models install', () => {
  it('fetches, rewrites and says so', async () => {
    expect(await run('install', MODEL_NAME, '--catalog', store.writeCatalog())).toBe(0)
    expect(out).toBe(`${MODEL_NAME} is in ${store.modelDir}\n  language model: const, rewritten\n`)
    expect(err).toContain(
      'model: rewriting the language model as const\n' +
        "model: rewritten; its 7 states and 18 arcs equal the original's\n",
    )
  })

  it('does nothing when all is done', async () => {
    const catalog = store.writeCatalog()
    await run('install', MODEL_NAME, '--catalog', catalog)
    expect(await run('install', MODEL_NAME, '--catalog', catalog, '--json')).toBe(0)
    expect(objects()).toEqual([
      {
        name: MODEL_NAME,
        dir: store.modelDir,
        language: 'en-US',
        sampleRate: 16_000,
        languageModel: { type: 'const', rewritten: true, fault: null },
      },
    ])
    expect(err).toBe('')
    expect(store.server.ranges).toHaveLength(1)
  })

  it('takes the model of the settings when it is told no name', async () => {
    writeModelFolder(join(store.dataDir, 'models', SHIPPED_DEFAULT))
    expect(await run('install', '--json')).toBe(0)
    expect(objects()).toMatchObject([{ name: SHIPPED_DEFAULT }])
  })

  it('leaves a language model that it cannot read, and tells where it is at fault', async () => {
    const archive = makeZip(
      modelEntries('inside/model').map((entry) =>
        entry.name.endsWith('/Gr.fst') ? { ...entry, content: tinyNgram().subarray(0, 100) } : entry,
      ),
    )
    store.server.serve(archive)
    const catalog = store.writeCatalog([store.http(sumOf(archive))])
    expect(await run('install', MODEL_NAME, '--catalog', catalog)).toBe(0)
    expect(err).toMatch(/model: left as it is: graph\/Gr\.fst, byte \d+: expected .*, found /)
    expect(out).toContain('language model: ngram, as its makers ship it\n')
  })

  it('refuses a name that is not in the catalogue', async () => {
    expect(await run('install', 'nothing', '--catalog', store.writeCatalog())).toBe(2)
    expect(err).toContain(`There is no "nothing"; choose ${MODEL_NAME}`)
  })

  it('refuses a kind of source that there is not', () => {
    expect(readSettings({}).modelSources).toEqual(['http', 'maven', 'pypi'])
    expect(readSettings({ EARSHOT_MODEL_SOURCES: 'maven, http' }).modelSources).toEqual(['maven', 'http'])
    expect(() => readSettings({ EARSHOT_MODEL_SOURCES: 'ftp' })).toThrow(
      /EARSHOT_MODEL_SOURCES.*ftp.*expected one of http, maven, pypi/,
    )
  })
})

describe('earshot models check', () => {
  let catalog: string

  beforeEach(async () => {
    catalog = store.writeCatalog()
    await run('install', MODEL_NAME, '--catalog', catalog)
  })

  it('says that a model is whole, and of which type its language model is', async () => {
    expect(await run('check', '--catalog', catalog)).toBe(0)
    expect(out).toBe(`${MODEL_NAME}: whole; language model: const, rewritten\n`)
  })

  it('finds a file that has changed without changing its size', async () => {
    writeFileSync(join(store.modelDir, 'ivector/final.ie'), 'ei')
    expect(await run('check', MODEL_NAME, '--catalog', catalog, '--json')).toBe(1)
    expect(objects()).toMatchObject([
      { name: MODEL_NAME, ok: false, faults: ['ivector/final.ie has changed'] },
    ])
    expect(err).toContain(`${MODEL_NAME}: remove the folder and install it again`)
  })

  it('finds a language model that is no graph, and says at which byte', async () => {
    writeFileSync(join(store.modelDir, 'graph/Gr.fst'), 'no graph')
    expect(await run('check', '--catalog', catalog)).toBe(1)
    expect(out).toMatch(/graph\/Gr\.fst has changed; graph\/Gr\.fst, byte 0: expected .*found 0x67206f6e/)
  })
})

describe('the progress of a download', () => {
  it('is a line for every tenth in a log', () => {
    const print = createModelProgressPrinter({ write: (text) => (err += text) })
    for (let receivedBytes = 0; receivedBytes <= 40_000_000; receivedBytes += 1_000_000) {
      print({ phase: 'downloading', source: 'x', receivedBytes, totalBytes: 40_000_000 })
    }
    expect(err.trim().split('\n')).toHaveLength(11)
    expect(err).toContain('model: 40.0 of 40.0 MB (100 %)\n')
  })

  it('is one moving line on a terminal', () => {
    const print = createModelProgressPrinter({ isTTY: true, write: (text) => (err += text) })
    print({ phase: 'downloading', source: 'x', receivedBytes: 1_000_000, totalBytes: null })
    print({ phase: 'downloading', source: 'x', receivedBytes: 2_000_000, totalBytes: null })
    print({ phase: 'unpacking', source: 'x' })
    expect(err).toBe('\rmodel: 1.0 MB\rmodel: 2.0 MB\nmodel: unpacking\n')
  })
})
