import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MemoryBus } from '../../server/bus/memory-bus.ts'
import { AppError } from '../../server/contracts/errors.ts'
import type { Match } from '../../server/contracts/match.ts'
import type { Store } from '../../server/contracts/store.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { redactKept } from '../../server/redaction/redact-words.ts'
import { createRules, type RulesRoom } from '../../server/rules/rules-room.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { CallBuilder } from '../fixtures/rules/call-builder.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { noRuleCounts } from '../helpers/no-rule-counts.ts'
import { strictBus } from '../helpers/strict-bus.ts'
import { until } from '../helpers/until.ts'

function saidText(phrase: string, change: { id?: string; status?: string; version?: number } = {}): string {
  return ruleText({ id: 'hello', when: `{ said: { speaker: customer, phrases: [${phrase}] } }`, ...change })
}

const HELLO = saidText('hello')

let folder: RulesFolder
let bus: MemoryBus
let registry: Registry
let lines: string[]
let matches: Match[]
let store: Store
let room: RulesRoom

beforeEach(async () => {
  folder = await RulesFolder.create({ 'service/hello.rule.yaml': HELLO })
  bus = strictBus()
  registry = new Registry()
  lines = []
  matches = []
  bus.subscribe('match', (match) => matches.push(match))
  const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } })
  store = openSqliteStore({
    path: join(folder.dir, '.data', 'rules.db'),
    log,
    registry: new Registry(),
    clock: systemClock,
  })
  room = createRules({
    bus,
    log,
    registry,
    clock: systemClock,
    rulesDir: folder.dir,
    store,
    keptCalls: [],
    mask: redactKept,
    countRules: noRuleCounts,
  })
})

afterEach(async () => {
  await room.stop()
  await store.close()
  await folder[Symbol.asyncDispose]()
})

function say(callId: string, text: string): void {
  const call = new CallBuilder(callId)
    .partial({ id: 'u1', text, fromMs: 1000, atMs: 2500 })
    .final({ id: 'u1', text, fromMs: 1000, atMs: 3500 })
    .end(9000)
  for (const message of call.messages) bus.publish('call', message)
}

function states(): readonly string[] {
  return matches.map(({ callId, rule, state }) => `${callId} ${rule.id}@${rule.version} ${state}`)
}

async function metric(line: string | RegExp): Promise<boolean> {
  const found = (await registry.metrics()).split('\n')
  return found.some((each) => (typeof line === 'string' ? each === line : line.test(each)))
}

describe('the rules room', () => {
  it('turns topic call into topic match', async () => {
    await room.start()
    const before = systemClock.now()
    say('a', 'well hello')
    expect(states()).toEqual(['a hello@1 fired', 'a hello@1 confirmed'])
    expect(matches[0]?.ruleSetHash).toBe(room.current().hash)
    expect(matches[0]?.stamps?.matchedAt).toBeGreaterThanOrEqual(before)
    expect(await metric('earshot_rules_matches_total{rule="hello",state="fired"} 1')).toBe(true)
    expect(await metric('earshot_rules_open_calls 0')).toBe(true)
  })

  it('tells what is in force', async () => {
    await folder.write('service/draft.rule.yaml', saidText('hi', { id: 'draft', status: 'draft' }))
    await room.start()
    const { rules, faults, hash, loadedAt } = room.current()
    expect(rules.map(({ id, status, file }) => `${id} ${status} ${file}`)).toEqual([
      'draft draft service/draft.rule.yaml',
      'hello live service/hello.rule.yaml',
    ])
    expect(faults).toEqual([])
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(loadedAt).toBeLessThanOrEqual(systemClock.now())
    expect(await metric('earshot_rules_loaded{status="draft"} 1')).toBe(true)
  })

  it('runs live and shadow rules, drafts and retired ones not', async () => {
    for (const status of ['draft', 'shadow', 'retired']) {
      await folder.write(`${status}.rule.yaml`, saidText('hello', { id: status, status }))
    }
    await room.start()
    say('a', 'hello')
    expect(new Set(matches.map(({ rule }) => rule.id))).toEqual(new Set(['hello', 'shadow']))
  })

  it('hears nothing before start and after stop', async () => {
    say('a', 'hello')
    await room.start()
    await room.stop()
    say('b', 'hello')
    expect(matches).toEqual([])
  })

  it('does not start on faulty files, and lists every fault', async () => {
    await folder.write('a.rule.yaml', saidText('Hello', { id: 'a' }))
    await folder.write('b.rule.yaml', 'id: [')
    const failure = await room.start().then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(failure).toBeInstanceOf(AppError)
    expect(failure).toMatchObject({ code: 'RULES_INVALID' })
    const detail = failure instanceof AppError ? (failure.detail ?? '') : ''
    expect(detail.replaceAll(`${folder.dir}/`, '').split('\n')).toEqual([
      expect.stringMatching(
        /^a\.rule\.yaml:7:\d+: "Hello" has capital letters, expected "hello" \[phrase\]$/,
      ),
      expect.stringMatching(/^b\.rule\.yaml:1:6: .*expected well-formed YAML \[yaml\]$/),
    ])
    say('a', 'hello')
    expect(matches).toEqual([])
  })
})

describe('when rule files change', () => {
  it('puts a new, a changed and a removed rule in force', async () => {
    await room.start()
    const first = room.current().hash
    await folder.write('late/bye.rule.yaml', saidText('bye', { id: 'bye' }))
    await until('the new rule is in force', () => room.current().rules.length === 2)
    say('a', 'bye')
    await folder.write('service/hello.rule.yaml', saidText('good day', { version: 2 }))
    await until('the changed rule is in force', () =>
      room.current().rules.some(({ version }) => version === 2),
    )
    say('b', 'hello')
    say('c', 'good day')
    await folder.remove('late/bye.rule.yaml')
    await until('the removed rule is gone', () => room.current().rules.length === 1)
    say('d', 'bye')
    expect(states()).toEqual(['a bye@1 fired', 'a bye@1 confirmed', 'c hello@2 fired', 'c hello@2 confirmed'])
    expect(room.current().hash).not.toBe(first)
  })

  it('keeps a call that is half-way through a match', async () => {
    await room.start()
    const messages = new CallBuilder('a')
      .partial({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 2000 })
      .final({ id: 'u1', text: 'hello', fromMs: 1000, atMs: 3000 }).messages
    for (const message of messages.slice(0, 2)) bus.publish('call', message)
    await folder.write('bye.rule.yaml', saidText('bye', { id: 'bye' }))
    await until('the new rule is in force', () => room.current().rules.length === 2)
    for (const message of messages.slice(2)) bus.publish('call', message)
    expect(states()).toEqual(['a hello@1 fired', 'a hello@1 confirmed'])
  })

  it('leaves the running rules in force when a file is broken, says so, and recovers', async () => {
    await room.start()
    const { hash } = room.current()
    await folder.write('service/hello.rule.yaml', HELLO.replace('speaker: customer', 'speaker: caller'))
    await until('the fault is told', () => room.current().faults.length > 0)
    expect(room.current()).toMatchObject({
      hash,
      rules: [{ id: 'hello' }],
      faults: [{ file: 'service/hello.rule.yaml', line: 7, severity: 'error' }],
    })
    expect(await metric('earshot_rules_file_faults 1')).toBe(true)
    expect(await metric(/^earshot_rules_reloads_total\{result="refused"\} [1-9]/)).toBe(true)
    expect(
      lines.some((line) => line.includes('"level":"error"') && line.includes('hello.rule.yaml:7:')),
    ).toBe(true)
    say('a', 'hello')
    expect(matches).toHaveLength(2)

    await folder.write('service/hello.rule.yaml', HELLO)
    await until('the fault is gone', () => room.current().faults.length === 0)
    expect(room.current().hash).toBe(hash)
    expect(await metric('earshot_rules_file_faults 0')).toBe(true)
  })

  it('sees a file that an editor writes beside and moves into its place', async () => {
    await room.start()
    await folder.write('service/hello.rule.yaml.swp', saidText('good day', { version: 2 }))
    await rename(folder.path('service/hello.rule.yaml.swp'), folder.path('service/hello.rule.yaml'))
    await until('the moved file is in force', () => room.current().rules[0]?.version === 2)
    say('a', 'good day')
    expect(matches).toHaveLength(2)
  })
})
