import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import {
  choice,
  duration,
  flag,
  listOf,
  longText,
  portNumber,
  text,
} from '../../../server/platform/config-forms.ts'
import { renderTable } from '../../../server/platform/config-table.ts'
import { ConfigError, describeSettings, loadSettings, setting } from '../../../server/platform/config.ts'
import { putTable } from '../../tooling/readme-table.ts'

const schema = z.strictObject({
  port: setting(portNumber(), { env: 'TRIAL_PORT', default: '8080', description: 'Port of the pages.' }),
  deadlineMs: setting(duration(), { env: 'TRIAL_DEADLINE', default: '30s', description: 'Time to drain.' }),
  level: setting(choice(['info', 'debug']), {
    env: 'TRIAL_LEVEL',
    default: 'info',
    description: 'info|debug.',
  }),
  origins: setting(listOf(text()), { env: 'TRIAL_ORIGINS', default: '', description: 'Web origins.' }),
  quiet: setting(flag(), { env: 'TRIAL_QUIET', default: 'false', description: 'Says less.' }),
  key: setting(longText(8).nullable(), {
    env: 'TRIAL_KEY',
    default: null,
    description: 'Signs tokens.',
    secret: true,
  }),
})

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function load(environment: Readonly<Record<string, string>>): Readonly<z.output<typeof schema>> {
  return loadSettings(schema, { environment, prefix: 'TRIAL_' })
}

function faultsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(environment)
  } catch (thrown) {
    if (thrown instanceof ConfigError) return thrown.faults
    throw thrown
  }
  return []
}

function writeFile(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('settings', () => {
  it('are the defaults, decoded, where nothing is set', () => {
    expect(load({})).toEqual({
      port: 8080,
      deadlineMs: 30_000,
      level: 'info',
      origins: [],
      quiet: false,
      key: null,
    })
  })

  it('have the types of their forms', () => {
    expectTypeOf(load({})).toEqualTypeOf<
      Readonly<{
        port: number
        deadlineMs: number
        level: 'info' | 'debug'
        origins: readonly string[]
        quiet: boolean
        key: string | null
      }>
    >()
  })

  it('come from the environment before the file, and from the file before the defaults', () => {
    const config = writeFile('c.yaml', 'port: 1\ndeadlineMs: 5m\norigins: [a, b]\nquiet: true\n')
    expect(load({ TRIAL_CONFIG: config, TRIAL_PORT: '2' })).toMatchObject({
      port: 2,
      deadlineMs: 300_000,
      origins: ['a', 'b'],
      quiet: true,
      level: 'info',
    })
  })

  it('are frozen to the bottom', () => {
    const settings = load({ TRIAL_ORIGINS: 'a, b' })
    expect(settings.origins).toEqual(['a', 'b'])
    expect(Object.isFrozen(settings) && Object.isFrozen(settings.origins)).toBe(true)
  })

  it('leave variables of other programs alone', () => {
    expect(faultsOf({ PATH: '/bin', TRIALS: '1' })).toEqual([])
  })
})

describe('a wrong setting', () => {
  it.each([
    ['TRIAL_PORT', '80a', 'TRIAL_PORT is "80a": expected a whole number from 0 to 65535'],
    ['TRIAL_PORT', '70000', 'TRIAL_PORT is "70000": expected a whole number from 0 to 65535'],
    ['TRIAL_DEADLINE', '30', 'TRIAL_DEADLINE is "30": expected a duration such as 300ms, 30s, 5m, 1h or 7d'],
    ['TRIAL_LEVEL', 'loud', 'TRIAL_LEVEL is "loud": expected one of info, debug'],
    ['TRIAL_QUIET', 'yes', 'TRIAL_QUIET is "yes": expected true or false'],
    ['TRIAL_PROT', '80', 'TRIAL_PROT is not a setting; did you mean TRIAL_PORT?'],
    ['TRIAL_COLOUR_SCHEME', 'red', 'TRIAL_COLOUR_SCHEME is not a setting'],
    ['TRIAL_PORT_FILE', '/x', 'TRIAL_PORT_FILE is not a setting'],
  ])('%s=%s is named with its value and what was expected', (name, value, fault) => {
    expect(faultsOf({ [name]: value })).toEqual([fault])
  })

  it('of the file is named with its line and column', () => {
    const config = writeFile('c.yaml', 'level: info\n\nprot: 80\n')
    expect(faultsOf({ TRIAL_CONFIG: config })).toEqual([
      `${config}:3:1: there is no setting "prot"; did you mean port?`,
    ])
    const wrong = writeFile('d.yaml', 'level: info\nport: eighty\n')
    expect(faultsOf({ TRIAL_CONFIG: wrong })).toEqual([
      `${wrong}:2:1 is "eighty": expected a whole number from 0 to 65535`,
    ])
  })

  it.each([
    ['twice', 'port: 1\nport: 2\n', /:2:1: Map keys must be unique/],
    ['as a map', 'port: { a: 1 }\n', /:1:1: expected a word, a number or a list of them/],
    ['in a list', '- port\n', /:1:1: expected lines of "key: value"/],
  ])('that stands in the file %s is refused', (_what, content, fault) => {
    expect(faultsOf({ TRIAL_CONFIG: writeFile('c.yaml', content) })).toEqual([expect.stringMatching(fault)])
  })

  it('does not hide the others', () => {
    expect(faultsOf({ TRIAL_PORT: 'x', TRIAL_LEVEL: 'y', TRIAL_PROT: '1' })).toHaveLength(3)
  })

  it('is a configuration file that is not there', () => {
    expect(faultsOf({ TRIAL_CONFIG: join(folder, 'none.yaml') })).toEqual([
      expect.stringMatching(/configuration file cannot be read: ENOENT/),
    ])
  })
})

describe('a secret', () => {
  it('may come from a file, without the line end', () => {
    expect(load({ TRIAL_KEY_FILE: writeFile('key', 'long enough\n') }).key).toBe('long enough')
  })

  it('must not be set twice', () => {
    const path = writeFile('key', 'long enough')
    expect(faultsOf({ TRIAL_KEY: 'also long enough', TRIAL_KEY_FILE: path })).toEqual([
      'TRIAL_KEY and TRIAL_KEY_FILE are both set: set one of them',
    ])
  })

  it('is not printed, neither when it is wrong nor when settings are described', () => {
    expect(faultsOf({ TRIAL_KEY: 'hunter2' })).toEqual([
      'TRIAL_KEY is not allowed: expected at least 8 characters',
    ])
    expect(describeSettings(schema, load({ TRIAL_KEY: 'long enough' }))).toMatchObject({
      key: '[set]',
      port: 8080,
    })
    expect(describeSettings(schema, load({}))).toMatchObject({ key: null })
  })

  it('that cannot be read says which file', () => {
    const missing = join(folder, 'missing')
    expect(faultsOf({ TRIAL_KEY_FILE: missing }).join()).toMatch(
      /^TRIAL_KEY_FILE names a file that cannot be read: .*missing/,
    )
  })
})

describe('the table', () => {
  it('has a line for each setting, with the escaping that Markdown needs', () => {
    const lines = renderTable(schema).split('\n')
    expect(lines).toHaveLength(8)
    expect(lines).toContain('| `TRIAL_PORT` | `port` | `8080` | Port of the pages. |')
    expect(lines).toContain('| `TRIAL_LEVEL` | `level` | `info` | info\\|debug. |')
    expect(lines).toContain('| `TRIAL_KEY` or `TRIAL_KEY_FILE` | `key` | not set | Signs tokens. |')
  })

  it('replaces what stands between the marks and nothing else', () => {
    const readme = 'a\n<!-- settings:begin -->\nold\n<!-- settings:end -->\nb\n'
    const once = putTable(readme, 'new')
    expect(once).toMatch(/^a\n<!-- settings:begin -->[^]*\nnew\n[^]*<!-- settings:end -->\nb\n$/)
    expect(once).not.toContain('old')
    expect(putTable(once, 'new')).toBe(once)
    expect(() => putTable('no marks', 'new')).toThrow(/lacks/)
  })
})
