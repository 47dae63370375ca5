import { rename } from 'node:fs/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../server/contracts/errors.ts'
import type { CodeFrame } from '../../server/issues/codes/code-frame.ts'
import { CodeKeeper } from '../../server/issues/codes/code-keeper.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { metricValue } from '../helpers/metric-value.ts'
import { until } from '../helpers/until.ts'

const WEB = 'codes: [{ id: web, title: Web site, phrases: [site is <slow>] }]\n'
const SLOW = 'list: slow\nwords: [slow]\n'

let folder: RulesFolder
let keeper: CodeKeeper
let registry: Registry
let lines: string[]
let changes: CodeFrame[]

beforeEach(async () => {
  folder = await RulesFolder.create({ 'codes/web.codes.yaml': WEB, 'lists/slow.yaml': SLOW })
  registry = new Registry()
  lines = []
  changes = []
  keeper = new CodeKeeper({
    rulesDir: folder.dir,
    clock: systemClock,
    log: createLog({ level: 'info', destination: { write: (line) => lines.push(line) } }),
    registry,
    onChanged: (frame) => changes.push(frame),
  })
})

afterEach(async () => {
  await keeper.close()
  await folder[Symbol.asyncDispose]()
})

function finds(text: string): readonly string[] {
  return keeper.frame.finder().find({ channel: 'call', step: null, text }).codes
}

it('takes changed, new and removed files while it runs', async () => {
  await keeper.load()
  expect(finds('the site is slow')).toEqual(['web'])
  await keeper.follow()
  const first = keeper.frame.hash
  await folder.write('codes/more/app.codes.yaml', 'codes: [{ id: app, title: App, phrases: [app is slow] }]')
  await until('the new file is in force', () => finds('the app is slow').length > 0)
  await folder.write('lists/slow.yaml', SLOW.replace('[slow]', '[sluggish]'))
  await until('the list is in force', () => finds('the site is sluggish').length > 0)
  expect(finds('the site is slow')).toEqual([])
  await folder.remove('codes/more/app.codes.yaml')
  await until('the file is gone', () => finds('the app is slow').length === 0)
  await folder.write('lists/slow.yaml', SLOW)
  await until('it is as it was', () => keeper.frame.hash === first)
  expect(changes.length).toBeGreaterThanOrEqual(4)
  expect(changes.at(-1)).toBe(keeper.frame)
})

it('keeps the running frame when a file is broken, says so, and recovers', async () => {
  await keeper.load()
  await keeper.follow()
  const before = keeper.frame
  await folder.write('codes/web.codes.yaml', WEB.replace('site is', 'Site is'))
  await until('the fault is seen', () => keeper.faults.length > 0)
  expect(keeper.frame).toBe(before)
  expect(keeper.faults).toEqual([
    {
      ...{ file: 'codes/web.codes.yaml', line: 1, column: 47, check: 'phrase', severity: 'error' },
      message: '"Site" has capital letters, expected "site"',
    },
  ])
  expect(lines.some((line) => line.includes('the frame loaded before stays in force'))).toBe(true)
  expect(await metricValue(registry, 'earshot_codes_file_faults')).toBe(1)
  expect(await metricValue(registry, 'earshot_codes_loaded')).toBe(1)
  await folder.write('codes/web.codes.yaml', WEB.replace('is <slow>', 'is (very)? <slow>'))
  await until('the repaired file is in force', () => finds('the site is very slow').length > 0)
  expect(keeper.faults).toEqual([])
  expect(await metricValue(registry, 'earshot_codes_file_faults')).toBe(0)
})

it('sees a file that is written beside and moved into its place', async () => {
  await keeper.load()
  await keeper.follow()
  await folder.write('codes/.aside', WEB.replace('id: web', 'id: site'))
  await rename(folder.path('codes/.aside'), folder.path('codes/web.codes.yaml'))
  await until('the moved file is in force', () => finds('the site is slow').includes('site'))
})

it('does not start with broken files, and names every fault', async () => {
  await folder.write('codes/bad.codes.yaml', 'codes: [{ id: Bad, title: "" }]')
  const failure = await keeper.load().then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(failure).toBeInstanceOf(AppError)
  expect(failure).toMatchObject({
    code: 'CODES_INVALID',
    faults: [
      { file: 'codes/bad.codes.yaml', line: 1, column: 15, check: 'form' },
      { file: 'codes/bad.codes.yaml', line: 1, column: 28, check: 'form' },
    ],
  })
  expect(keeper.frame.codes).toEqual([])
})

it('reads anew on demand, and at once', async () => {
  await keeper.load()
  await folder.write('codes/web.codes.yaml', WEB.replace('id: web', 'id: site'))
  await keeper.reload()
  expect(finds('the site is slow')).toEqual(['site'])
  await keeper.reload()
  expect(await metricValue(registry, 'earshot_codes_reloads_total')).toBe(2)
  expect(changes).toHaveLength(2)
})

it('is content without a folder of codes, and takes it when it comes', async () => {
  await folder.remove('codes/web.codes.yaml')
  await keeper.load()
  expect(keeper.frame.codes).toEqual([])
  await keeper.follow()
  await folder.write('codes/web.codes.yaml', WEB)
  await until('the codes are in force', () => keeper.frame.codes.length === 1)
})
