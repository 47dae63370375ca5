import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DECODER_SETTINGS } from '../../../../server/asr/models/decoder-settings.ts'
import { economyFolder } from '../../../../server/asr/models/economy-folder.ts'
import { describeLanguageModel } from '../../../../server/asr/models/graph/language-model.ts'
import { assertModelComplete } from '../../../../server/asr/models/model-files.ts'
import { prepareModel } from '../../../../server/asr/models/prepare.ts'
import { openModelStore, writeModelFolder, type ModelStore } from '../../../helpers/model-store.ts'
import { tinyNgram } from '../../../helpers/tiny-ngram.ts'

let store: ModelStore
let own: string

beforeEach(async () => {
  store = await openModelStore()
  own = join(store.folder, 'own-model')
})
afterEach(() => store.close())

/** Every file of a folder with its content. */
function contentOf(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(dir, path)).isFile(),
  )
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(dir, path), 'base64')]))
}

describe('a folder of the operator', () => {
  it('is used where it lies when nothing has to be changed', async () => {
    writeModelFolder(own)
    await prepareModel(own)
    writeFileSync(join(own, 'conf/mfcc.conf'), '--sample-frequency=8000\n--allow-upsample=true\n')
    const found = await store.ensure({ model: own })
    expect(found).toEqual({ name: 'own-model', dir: own, language: 'und', sampleRate: 8000 })
  })

  it('is never changed: what has to be is in a folder of links', async () => {
    writeModelFolder(own)
    const before = contentOf(own)
    const { dir } = await store.ensure({ model: own })
    expect(dir).not.toBe(own)
    expect(contentOf(own)).toEqual(before)
    expect(readFileSync(join(dir, 'conf/mfcc.conf'), 'utf8')).toContain('--allow-upsample=true')
    expect(await describeLanguageModel(dir)).toEqual({ type: 'const', rewritten: true, fault: null })
    expect(readFileSync(join(dir, 'graph/Gr.ngram.fst')).equals(tinyNgram())).toBe(true)
    expect(readFileSync(join(dir, 'am/final.mdl')).equals(readFileSync(join(own, 'am/final.mdl')))).toBe(true)
    await assertModelComplete(dir, 'the folder of links')
  })

  it('gets its folder of links once, and another one when it changes', async () => {
    writeModelFolder(own)
    const { dir } = await store.ensure({ model: own })
    const inode = statSync(dir).ino
    await store.ensure({ model: own })
    expect(statSync(dir).ino).toBe(inode)

    writeFileSync(join(own, 'conf/model.conf'), '--beam=13.0\n')
    expect((await store.ensure({ model: own })).dir).toBe(dir)
    expect(readFileSync(join(dir, 'conf/model.conf'), 'utf8')).toContain('--beam=13.0')
    expect(readdirSync(join(store.dataDir, 'models/.views'))).toHaveLength(1)
  })

  it('gets one folder of links when several processes want it at the same time', async () => {
    writeModelFolder(own)
    const found = await Promise.all([1, 2, 3].map(() => store.ensure({ model: own })))
    expect(new Set(found.map(({ dir }) => dir)).size).toBe(1)
    expect(readdirSync(join(store.dataDir, 'models/.views'))).toHaveLength(1)
  })

  it.each([
    ['is missing', () => undefined, /There is no folder .*own-model\./],
    ['lacks files', () => mkdirSync(own), /own-model has no am\/final\.mdl, /],
  ])('that %s is refused', async (_what, make, reason) => {
    make()
    await expect(store.ensure({ model: own })).rejects.toThrow(reason)
    await expect(store.ensure({ model: own })).rejects.toMatchObject({ code: 'MODEL_INCOMPLETE' })
  })
})

describe('the economy folder', () => {
  it('differs from the model in the size of the chunks alone', async () => {
    const { dir } = await store.ensure()
    const before = contentOf(dir)
    const economy = await economyFolder(dir, join(store.dataDir, 'models'))
    expect(contentOf(dir)).toEqual(before)
    const settings = readFileSync(join(economy, 'conf/model.conf'), 'utf8')
    expect(settings.match(/--frames-per-chunk=.*/g)).toEqual(['--frames-per-chunk=51'])
    for (const [name, value] of Object.entries(DECODER_SETTINGS)) {
      if (name !== 'frames-per-chunk') expect(settings).toContain(`--${name}=${value}`)
    }
    const { 'conf/model.conf': _changed, '.earshot-view': _seal, ...rest } = contentOf(economy)
    expect(before).toMatchObject(rest)
    await assertModelComplete(economy, 'the economy folder')
  })

  it('is made anew when it was removed', async () => {
    const { dir } = await store.ensure()
    const economy = await economyFolder(dir, join(store.dataDir, 'models'))
    rmSync(economy, { recursive: true })
    expect(await economyFolder(dir, join(store.dataDir, 'models'))).toBe(economy)
    await assertModelComplete(economy, 'the economy folder')
  })
})
