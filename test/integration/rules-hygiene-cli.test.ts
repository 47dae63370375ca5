import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../server/contracts/outcome.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { systemClock, type Clock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { createRegistry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { dataDirOf, jsonLines, runRulesCommand, type RulesRun } from '../fixtures/rules/rules-command.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { buildCall, buildOutcome } from '../helpers/message-builders.ts'

const NOW = Date.UTC(2026, 10, 25, 12)
const DAY_MS = 86_400_000
/** Timers run, for the store writes by them; the date stands still. */
const CLOCK: Clock = { ...systemClock, now: () => NOW }

function rule(id: string, phrase: string): Readonly<Record<string, string>> {
  return {
    [`${id}.rule.yaml`]: ruleText({ id, when: `{ said: { speaker: customer, phrases: [${phrase}] } }` }),
  }
}

interface Kept {
  readonly outcomes: readonly Partial<Outcome>[]
  /** Of the one call. */
  readonly hours?: number
}

/** Writes a database with one call of yesterday and its outcomes, by the store that the server uses. */
async function keep(folder: RulesFolder, { outcomes, hours = 2 }: Kept): Promise<void> {
  await mkdir(dataDirOf(folder), { recursive: true })
  const store = openSqliteStore({
    path: join(dataDirOf(folder), 'earshot.db'),
    log: createLog({ level: 'silent' }),
    registry: createRegistry(),
    clock: systemClock,
  })
  const startedAt = wallMs(NOW - DAY_MS)
  await store.saveCall(buildCall({ callId: 'call-1', startedAt }))
  const saved = outcomes.map((outcome, index) => {
    // Many in one millisecond: pages of the store must not lose one at their borders.
    const createdAt = wallMs(startedAt + Math.floor(index / 7))
    return store.saveOutcome(
      buildOutcome({ outcomeId: `o${index}`, callId: 'call-1', createdAt, ...outcome }),
    )
  })
  await Promise.all(saved)
  const durationMs = hours * 3_600_000
  await store.endCall('call-1', { endedAt: wallMs(startedAt + durationMs), durationMs, reason: 'completed' })
  await store.flush()
  await store.close()
}

function hygiene(folder: RulesFolder, ...args: readonly string[]): Promise<RulesRun> {
  return runRulesCommand(folder, ['hygiene', folder.dir, ...args], CLOCK)
}

function times(count: number, outcome: Partial<Outcome>): readonly Partial<Outcome>[] {
  return Array.from({ length: count }, () => outcome)
}

describe('earshot rules hygiene', () => {
  it('says so when all rules do their work', async () => {
    await using folder = await RulesFolder.create(rule('hello', 'good day'))
    await keep(folder, { outcomes: times(3, { rule: 'hello@1' }) })
    expect(await hygiene(folder)).toEqual({
      exitCode: 0,
      stdout: '1 rule, 0 findings (1 call, 2.0 hours, 3 outcomes in 30 days)\n',
      stderr: '',
    })
  })

  it('shows each finding at its line, over more outcomes than one page holds', async () => {
    await using folder = await RulesFolder.create({
      ...rule('hello', 'good day'),
      ...rule('never', 'good bye'),
    })
    await keep(folder, { outcomes: times(1203, { rule: 'hello@1', state: 'held', reason: 'cooldown' }) })
    const run = await hygiene(folder, '--per-hour', '100')
    expect(run.exitCode).toBe(1)
    expect(run.stdout)
      .toBe(`hello.rule.yaml:1:5: warning: the rule fired 601.5 times in an hour of calls (1203 in all), expected at most 100 [fires-too-much]
  1 | id: hello
    |     ^

never.rule.yaml:1:5: warning: the rule did not fire in 1 calls of 30 days, expected it to hear something, or to be retired [never-fired]
  1 | id: never
    |     ^

2 rules, 2 findings (1 call, 2.0 hours, 1203 outcomes in 30 days)
`)
    expect(run.stderr).toBe('the rules want looking after')
  })

  it('looks no further back than asked', async () => {
    await using folder = await RulesFolder.create(rule('hello', 'good day'))
    await keep(folder, { outcomes: times(3, { rule: 'hello@1' }) })
    const run = await hygiene(folder, '--days', '0.5')
    expect(run.stdout).toBe('1 rule, 0 findings (0 calls, 0.0 hours, 0 outcomes in 0.5 days)\n')
  })

  it('writes one object a line for scripts', async () => {
    await using folder = await RulesFolder.create({
      ...rule('one', 'good day'),
      ...rule('two', 'a good day'),
    })
    await keep(folder, { outcomes: [...times(6, { rule: 'one@1' }), ...times(5, { rule: 'two@3' })] })
    const run = await hygiene(folder, '--json')
    expect(jsonLines(run.stdout)).toEqual([
      expect.objectContaining({
        type: 'finding',
        file: 'two.rule.yaml',
        line: 7,
        check: 'overlap',
        severity: 'warning',
      }),
      { type: 'summary', rules: 2, findings: 1, days: 30, calls: 1, callHours: 2, firings: 11, ok: false },
    ])
  })

  it.each([
    { name: 'no calls are kept', args: [], line: 'no calls are kept here' },
    { name: 'no number', args: ['--days', 'many'], line: 'Expected a number above 0' },
  ])('calls it wrong use: $name', async ({ args, line }) => {
    await using folder = await RulesFolder.create(rule('hello', 'good day'))
    const run = await hygiene(folder, ...args)
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(line)
  })

  it('refuses to judge rules that cannot be read', async () => {
    await using folder = await RulesFolder.create({ 'hello.rule.yaml': 'id: [' })
    await keep(folder, { outcomes: [] })
    const run = await hygiene(folder)
    expect(run).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('run earshot rules lint') })
  })
})
