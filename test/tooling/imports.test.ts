import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkImports, findFaults, type ImportReport } from './import-check.ts'

const SETTINGS = resolve(import.meta.dirname, '../..')

/** A small project that keeps every rule; the planted files import from it. */
const SKELETON: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { rxjs: '7', koffi: '3', vosk: '0', pino: '1', '@nats-io/jetstream': '3' },
    devDependencies: { vite: '8' },
  }),
  ...Object.fromEntries(
    ['rxjs', 'koffi', 'vosk', 'pino', '@nats-io/jetstream', 'vite', 'stowaway'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, exports: './index.js' })],
      [`node_modules/${name}/index.js`, 'export const value = 1'],
    ]),
  ),
  'server/main.ts': `import './app/app.ts'`,
  'server/app/app.ts': `import '../asr/worker.ts'; import '../rules/engine/step.ts'; import '../bus/nats-bus.ts'; import '../issues/room.ts'`,
  'server/asr/worker.ts': `import 'koffi'; import type { A } from '../contracts/a.ts'; export type W = A`,
  'server/bus/bus.ts': `import type { A } from '../contracts/a.ts'; export type Bus = A`,
  'server/bus/nats-bus.ts': `import '@nats-io/jetstream'; import './bus.ts'`,
  'server/contracts/a.ts': `import type { B } from './b.ts'; export type A = B; export const a = 1`,
  'server/contracts/b.ts': `export type B = 1`,
  'server/cli/cli.ts': `import '../app/app.ts'; import '../asr/worker.ts'`,
  'server/platform/log.ts': `import 'pino'; import './clock.ts'`,
  'server/platform/clock.ts': `export const clock = 1`,
  'server/rules/engine/step.ts': `import 'rxjs'; import '../compile/compile.ts'; import '../../contracts/a.ts'`,
  'server/language/words.ts': `import type { A } from '../contracts/a.ts'; import './letters.ts'; export type W = A`,
  'server/language/letters.ts': `export const letters = 1`,
  'server/rules/compile/compile.ts': `import '../file/schema.ts'; import '../../language/words.ts'`,
  'server/rules/file/schema.ts': `export const schema = 1`,
  'server/issues/room.ts': `import './detect/detect.ts'; import '../bus/bus.ts'`,
  'server/issues/detect/detect.ts': `import '../../language/words.ts'; import type {} from '../../contracts/a.ts'`,
  'server/boot/start.mjs': `import 'node:fs'; import './prepare.mjs'`,
  'server/boot/prepare.mjs': `export {}`,
  'agent-console/panel.ts': `import type { A } from '../server/contracts/a.ts'; export const p = 1 satisfies A`,
  'agent-console/page.ts': `import './panel.ts'`,
  'test/helpers/fake.ts': `import '../../server/app/app.ts'`,
  'test/unit/app.test.ts': `import '../helpers/fake.ts'; import 'vite'`,
}

/** The other half of a planted cycle, which is reported once. */
const HEN = { 'server/platform/hen.ts': `import './egg.ts'; export const hen = 1` }

/** For each rule, one file that breaks it and no other. */
const PLANTS: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['no-circular', 'server/platform/egg.ts', `import './hen.ts'; export const egg = 1`],
  ['rooms-talk-over-the-bus', 'server/delivery/planted.ts', `import '../asr/worker.ts'`],
  ['rooms-talk-over-the-bus', 'server/access/planted.ts', `import type {} from '../rules/file/schema.ts'`],
  ['rooms-know-no-app', 'server/store/planted.ts', `import '../app/app.ts'`],
  ['rooms-know-no-app', 'server/actions/planted.ts', `import '../cli/cli.ts'`],
  ['rooms-see-bus-interface-only', 'server/ingest/planted.ts', `import '../bus/nats-bus.ts'`],
  ['bus-knows-no-room', 'server/bus/planted.ts', `import '../asr/worker.ts'`],
  ['contracts-import-nothing', 'server/contracts/planted.ts', `import '../platform/clock.ts'`],
  ['contracts-import-nothing', 'server/contracts/planted-fs.ts', `import 'node:fs'`],
  ['contracts-import-nothing', 'server/contracts/planted-library.ts', `import 'pino'`],
  ['platform-knows-no-domain', 'server/platform/planted.ts', `import '../contracts/a.ts'`],
  ['language-is-pure', 'server/language/planted-fs.ts', `import 'node:fs'`],
  ['language-is-pure', 'server/language/planted-library.ts', `import 'koffi'`],
  ['language-is-pure', 'server/language/planted-room.ts', `import '../rules/file/schema.ts'`],
  [
    'console-sees-contract-types-only',
    'agent-console/planted-words.ts',
    `import '../server/language/words.ts'`,
  ],
  ['rule-core-is-pure', 'server/rules/engine/planted-fs.ts', `import 'node:fs'`],
  ['rule-core-is-pure', 'server/rules/compile/planted-clock.ts', `import '../../platform/clock.ts'`],
  ['rule-core-is-pure', 'server/rules/engine/planted-library.ts', `import 'pino'`],
  ['rule-core-is-pure', 'server/rules/engine/planted-room.ts', `import '../../asr/worker.ts'`],
  ['issue-core-is-pure', 'server/issues/detect/planted-fs.ts', `import 'node:fs'`],
  ['issue-core-is-pure', 'server/issues/detect/planted-clock.ts', `import '../../platform/clock.ts'`],
  ['issue-core-is-pure', 'server/issues/detect/planted-library.ts', `import 'rxjs'`],
  ['issue-core-is-pure', 'server/issues/detect/planted-room.ts', `import '../../rules/file/schema.ts'`],
  ['notify-core-is-pure', 'server/notify/core/planted-fs.ts', `import 'node:fs'`],
  ['notify-core-is-pure', 'server/notify/shapes/planted-clock.ts', `import '../../platform/clock.ts'`],
  ['notify-core-is-pure', 'server/notify/core/planted-room.ts', `import '../../rules/file/schema.ts'`],
  ['nats-lives-in-bus', 'server/delivery/planted-nats.ts', `import '@nats-io/jetstream'`],
  ['native-calls-live-in-asr', 'server/app/planted-native.ts', `import 'koffi'`],
  ['nothing-imports-boot', 'server/cli/planted.ts', `import '../boot/prepare.mjs'`],
  ['boot-needs-nothing', 'server/boot/planted.mjs', `import 'pino'`],
  ['boot-needs-nothing', 'server/boot/planted-server.mjs', `import '../platform/clock.ts'`],
  [
    'console-sees-contract-types-only',
    'agent-console/planted.ts',
    `import type {} from '../server/platform/log.ts'`,
  ],
  [
    'console-imports-no-contract-values',
    'agent-console/planted-value.ts',
    `import { a } from '../server/contracts/a.ts'; export const b = a`,
  ],
  ['server-knows-no-console', 'server/delivery/planted-console.ts', `import '../../agent-console/panel.ts'`],
  ['nothing-imports-test', 'server/redaction/planted.ts', `import '../../test/helpers/fake.ts'`],
  ['nothing-imports-test', 'agent-console/planted-test.ts', `import '../test/helpers/fake.ts'`],
  ['no-test-imports-test', 'test/unit/planted.test.ts', `import './app.test.ts'`],
  ['no-undeclared-packages', 'server/delivery/planted-stowaway.ts', `import 'stowaway'`],
  ['server-needs-no-dev-packages', 'server/app/planted-dev.ts', `import 'vite'`],
  ['not-to-unresolvable', 'server/app/planted-missing.ts', `import './nowhere.ts'`],
  ['no-orphans', 'server/platform/planted-orphan.ts', `export const alone = 1`],
]

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

function makeProject(...parts: readonly Readonly<Record<string, string>>[]): string {
  const root = mkdtempSync(join(tmpdir(), 'earshot-imports-'))
  folders.push(root)
  for (const [file, source] of parts.flatMap((part) => Object.entries(part))) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), source)
  }
  return root
}

describe('the import rules', () => {
  let planted: ImportReport
  let sound: ImportReport

  beforeAll(async () => {
    const plants = Object.fromEntries(PLANTS.map(([, file, source]) => [file, source]))
    planted = await checkImports({ root: makeProject(SKELETON, HEN, plants), settings: SETTINGS })
    sound = await checkImports({ root: makeProject(SKELETON), settings: SETTINGS })
  })

  it('find nothing in a project that keeps them', () => {
    expect(findFaults(sound)).toEqual([])
    expect(sound.modules).toBe(
      Object.keys(SKELETON).filter((file) => /^(server|agent-console|test)\//.test(file)).length,
    )
  })

  it.each(PLANTS)('%s reports %s, and no other rule does', (rule, file) => {
    const found = planted.violations.filter(({ from }) => from === file).map((violation) => violation.rule)
    expect(new Set(found)).toEqual(new Set([rule]))
  })

  it('report only what was planted', () => {
    const plants = new Set(PLANTS.map(([, file]) => file))
    expect(planted.violations.filter(({ from }) => !plants.has(from))).toEqual([])
  })

  it('have a planted violation each, and advice each', () => {
    const config: unknown = createRequire(import.meta.url)(join(SETTINGS, '.dependency-cruiser.cjs'))
    const { forbidden } = config as { forbidden: { name: string; comment?: string }[] }
    expect(new Set(PLANTS.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)))
    expect(forbidden.filter(({ comment }) => comment === undefined)).toEqual([])
  })
})

describe('the import check', () => {
  it('fails when it read no modules', async () => {
    const report = await checkImports({ root: makeProject(), settings: SETTINGS })
    expect(report.modules).toBe(0)
    expect(findFaults(report)).toContain('no modules were read, so nothing was checked')
  })

  it('fails when a source file was not read', () => {
    const report = { modules: 1, imports: 1, rules: 1, violations: [], unread: ['server/app/app.ts'] }
    expect(findFaults(report)).toEqual(['not read: server/app/app.ts'])
  })
})
