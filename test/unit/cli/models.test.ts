import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../../../server/app/settings.ts'
import { createModelProgressPrinter } from '../../../server/cli/model-progress.ts'
import { modelsCommand } from '../../../server/cli/models.ts'
import { modelEntries } from '../../helpers/make-zip.ts'

const NAME = 'vosk-model-small-en-us-0.15'

let folder: string
let out: string
let err: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-models-'))
  out = ''
  err = ''
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: readonly string[]): Promise<void> {
  const command = modelsCommand({
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    settings: () => readSettings({ EARSHOT_DATA_DIR: folder }),
  })
  await command.parseAsync(args, { from: 'user' })
}

function writeModel(): void {
  for (const { name, content } of modelEntries('x')) {
    const path = join(folder, 'models', NAME, name.slice(2))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

describe('earshot models', () => {
  it('lists what there is and what is installed', async () => {
    writeModel()
    await run('list', '--json')
    const lines = out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toContainEqual(expect.objectContaining({ name: NAME, installed: true, default: true }))
    expect(lines).toContainEqual(
      expect.objectContaining({ language: 'de-DE', installed: false, default: false }),
    )
  })

  it('installs the default model without being told its name, and does nothing when it is there', async () => {
    writeModel()
    await run('install', '--json')
    expect(JSON.parse(out)).toMatchObject({ name: NAME, dir: join(folder, 'models', NAME) })
    expect(err).toBe('')
  })

  it('finds a file that has changed without changing its size', async () => {
    writeModel()
    await run('install')
    out = ''
    await run('check')
    expect(out).toBe(`${NAME}: whole\n`)
    out = ''
    writeFileSync(join(folder, 'models', NAME, 'ivector/final.ie'), 'ei')
    await expect(run('check', NAME, '--json')).rejects.toMatchObject({ exitCode: 1 })
    expect(JSON.parse(out)).toEqual({ name: NAME, ok: false, faults: ['ivector/final.ie has changed'] })
  })

  it('refuses a name that is not in the catalogue', async () => {
    await expect(run('install', 'nothing')).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' })
  })

  it('refuses a kind of source that there is not', () => {
    expect(readSettings({ EARSHOT_MODEL_SOURCES: 'maven, http' }).modelSources).toEqual(['maven', 'http'])
    expect(() => readSettings({ EARSHOT_MODEL_SOURCES: 'ftp' })).toThrow(
      /EARSHOT_MODEL_SOURCES.*ftp.*expected one of http, maven/,
    )
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
