import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const REPORTER = join(ROOT, 'test/helpers/summary-reporter.ts')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-summary-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a real vitest on the given test file in a folder of its own. */
function runVitest(source: string | null): { lastLine: string; code: number | null } {
  if (source !== null) writeFileSync(join(folder, 'case.test.js'), source)
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { test: { globals: true, reporters: ['default', ${JSON.stringify(REPORTER)}] } }`,
  )
  const { VITEST: _vitest, ...env } = process.env
  const run = spawnSync(process.execPath, [VITEST, 'run'], { cwd: folder, env, encoding: 'utf8' })
  return { lastLine: run.stdout.trimEnd().split('\n').at(-1) ?? '', code: run.status }
}

describe('the last line of a test run', () => {
  it.each([
    ['passes', `it('a', () => {}); it('b', () => {})`, '2 passed, 0 failed', 0],
    [
      'counts a failure',
      `it('a', () => {}); it('b', () => { throw new Error('no') })`,
      '1 passed, 1 failed',
      1,
    ],
    [
      'counts what was skipped',
      `it('a', () => {}); it.skip('b', () => {}); it.todo('c')`,
      '1 passed, 0 failed, 2 skipped',
      0,
    ],
    [
      'counts a file that cannot be read',
      `import './missing.js'; it('a', () => {})`,
      '0 passed, 1 failed',
      1,
    ],
    [
      'counts a hook that failed',
      `afterAll(() => { throw new Error('no') }); it('a', () => {})`,
      '1 passed, 1 failed',
      1,
    ],
    [
      'counts an error outside of any test',
      `it('a', () => { Promise.reject(new Error('stray')) }); it('b', () => new Promise((r) => setTimeout(r, 50)))`,
      '2 passed, 1 failed',
      1,
    ],
    [
      'fails a run in which every test was skipped',
      `it.skip('a', () => {})`,
      '0 passed, 0 failed, 1 skipped',
      1,
    ],
    ['fails a file without tests', `export {}`, '0 passed, 1 failed', 1],
    ['fails a run without files', null, '0 passed, 0 failed', 1],
  ])('%s', (_name, source, line, code) => {
    expect(runVitest(source)).toEqual({ lastLine: line, code })
  })
})
