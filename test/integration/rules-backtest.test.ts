import { describe, expect, it } from 'vitest'
import type { OutcomeFeedback } from '../../server/contracts/feedback.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock, type Clock } from '../../server/platform/clock.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { keepCalls, runWithCalls, type KeptRun } from '../fixtures/rules/kept-folder.ts'
import { jsonLines } from '../fixtures/rules/rules-command.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { keptCall } from '../helpers/kept-call.ts'
import { STARTED_AT, buildEvidence, buildOutcome, buildUpdate } from '../helpers/message-builders.ts'

const DAY_MS = 86_400_000

function said(id: string, phrase: string, status = 'live'): string {
  return ruleText({ id, status, when: `{ said: { speaker: customer, phrases: [${phrase}] } }` })
}

const RULES = {
  'cancel.rule.yaml': said('cancel', 'cancel my contract'),
  'freezes.rule.yaml': said('freezes', 'page freezes'),
  'hold.rule.yaml': ruleText({ id: 'hold', when: '{ hold: { for: 30s } }' }),
  'planned.rule.yaml': said('planned', 'good morning', 'draft'),
  'lists/pages.yaml': 'list: pages\nwords: [page, form]\n',
}

const FIRST = keptCall({
  callId: 'first',
  said: [
    [1000, 'customer', 'good morning the page freezes'],
    [60_000, 'customer', 'then i cancel my contract'],
  ],
  durationMs: 1_800_000,
  events: [
    { ...buildUpdate({ onHold: true }, 'first'), seq: 8, atMs: callMs(70_000) },
    { ...buildUpdate({ onHold: false }, 'first'), seq: 9, atMs: callMs(110_000) },
  ],
})

const EARLIER = keptCall({
  callId: 'earlier',
  said: [[2000, 'customer', 'the form freezes']],
  durationMs: 1_800_000,
})
const SECOND = { ...EARLIER, call: { ...EARLIER.call, startedAt: wallMs(STARTED_AT - 10 * DAY_MS) } }

async function withCalls(): Promise<RulesFolder> {
  const folder = await RulesFolder.create(RULES)
  const evidence = buildEvidence({ startMs: callMs(60_640), endMs: callMs(61_600) })
  const outcome = buildOutcome({ callId: 'first', rule: 'cancel@1', atMs: callMs(62_000), evidence })
  const feedback: OutcomeFeedback = {
    ...{ outcomeId: outcome.outcomeId, rule: 'cancel@1', verdict: 'used' },
    ...{ by: 'a', role: 'agent', at: wallMs(STARTED_AT) },
  }
  await keepCalls(folder, [{ ...FIRST, outcomes: [outcome] }, SECOND], (store) =>
    store.rules.saveFeedback(feedback),
  )
  return folder
}

async function backtest(folder: RulesFolder, ...args: readonly string[]): Promise<KeptRun> {
  const clock: Clock = { ...systemClock, now: () => STARTED_AT + DAY_MS }
  return runWithCalls(folder, ['rules', 'backtest', ...args], clock)
}

function ofType(run: KeptRun, type: string): readonly Record<string, unknown>[] {
  return jsonLines(run.stdout).flatMap((line) => {
    const each = line as Record<string, unknown>
    return each['type'] === type ? [each] : []
  })
}

describe('earshot rules backtest', () => {
  it('plays all kept calls through the rules in force, and drafts beside them', async () => {
    await using folder = await withCalls()
    const run = await backtest(folder)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toBe(`+ first   0:02.0  planned  “good morning”
  first   0:03.0  freezes  “page freezes”
  first   1:02.0  cancel   “cancel my contract”
  first   1:40.0  hold     on hold for 30 s

rule        fires      told    told/h  in force    gained      lost precision
cancel          1         1      1.00         1         0         0     100 %
freezes         1         1      1.00         1         0         0         -
hold            1         1      1.00         1         0         0         -
planned         1         1      1.00         0         1         0         -

4 rules, of which 0 never fired; 4.00 told an agent hour
2 calls, 1.00 hours, played in 0 ms: 0 times real time
`)
  })

  it('tells a folder of drafts from what is in force, also what is gone', async () => {
    await using folder = await withCalls()
    await using drafts = await RulesFolder.create({
      'freezes.rule.yaml': said('freezes', '(page|form) freezes'),
      'cancel.rule.yaml': said('cancel', 'cancel everything'),
    })
    const run = await backtest(folder, drafts.dir, '--json')
    expect(run.exitCode).toBe(0)
    const counts = ofType(run, 'rule').map(({ ruleId, count, now, gained, lost }) => [
      ruleId,
      count,
      now,
      gained,
      lost,
    ])
    expect(counts).toEqual([
      ['cancel', 0, 1, 0, 1],
      ['freezes', 2, 1, 1, 0],
      ['hold', 0, 1, 0, 1],
    ])
    expect(ofType(run, 'firing').map(({ change, callId, words }) => [change, callId, words])).toEqual([
      ['same', 'first', 'page freezes'],
      ['lost', 'first', 'cancel my contract'],
      ['lost', 'first', ''],
      ['gained', 'earlier', 'form freezes'],
    ])
    expect(ofType(run, 'summary')).toMatchObject([{ calls: 2, callHours: 1, rules: 3 }])
  })

  it('judges a file among the rules and lists in force, on calls since a time', async () => {
    await using folder = await withCalls()
    await using drafts = await RulesFolder.create({ 'freezes.rule.yaml': said('freezes', '<pages> freezes') })
    const path = drafts.path('freezes.rule.yaml')
    const all = await backtest(folder, path, '--json')
    expect(ofType(all, 'rule')).toMatchObject([{ ruleId: 'freezes', count: 2, now: 1, gained: 1, lost: 0 }])
    const recent = await backtest(folder, path, '--since', '7d', '--json')
    expect(ofType(recent, 'summary')).toMatchObject([{ calls: 1 }])
    const named = await backtest(folder, path, '--calls', 'earlier', '--json')
    expect(ofType(named, 'firing')).toMatchObject([{ callId: 'earlier', change: 'gained' }])
  })

  it('plays files: what a stream prints, and records of the API, without a database', async () => {
    await using folder = await RulesFolder.create(RULES)
    const lines = [
      ...FIRST.utterances.map((utterance) => JSON.stringify({ ...utterance, delayMs: 12 })),
      JSON.stringify(buildOutcome({ callId: 'first' })),
      JSON.stringify({ type: 'end', callId: 'first', durationMs: 1_800_000, reason: 'completed' }),
    ]
    await folder.write('.calls/first.jsonl', lines.join('\n'))
    await folder.write('.calls/whole.json', JSON.stringify({ ...FIRST, outcomes: [] }, null, 2))
    const streamed = await backtest(folder, '--calls', folder.path('.calls/first.jsonl'), '--json')
    expect(streamed).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ofType(streamed, 'firing').map(({ ruleId }) => ruleId)).toEqual(['planned', 'freezes', 'cancel'])
    const whole = await backtest(folder, '--calls', folder.path('.calls/whole.json'), '--json')
    expect(ofType(whole, 'firing').map(({ ruleId }) => ruleId)).toEqual([
      'planned',
      'freezes',
      'cancel',
      'hold',
    ])
  })

  it('shows faults in the rules at their line, and plays nothing', async () => {
    await using folder = await withCalls()
    await using drafts = await RulesFolder.create({ 'freezes.rule.yaml': said('freezes', 'Page freezes') })
    const run = await backtest(folder, drafts.path('freezes.rule.yaml'))
    expect(run.exitCode).toBe(1)
    expect(run.stdout).toContain('"Page" has capital letters, expected "page" [phrase]')
    expect(run.stderr).toContain('the rules have faults')
  })

  it.each([
    { name: 'no such call', args: ['--calls', 'nobody'], line: 'there is no call with this id' },
    { name: 'no time', args: ['--since', 'monday'], line: 'Expected a time such as 12h or 7d.' },
  ])('calls it wrong use: $name', async ({ args, line }) => {
    await using folder = await withCalls()
    const run = await backtest(folder, ...args)
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(line)
  })

  it('names the line of a file that is no event, and nothing that is in it', async () => {
    await using folder = await RulesFolder.create(RULES)
    await folder.write('.calls/bad.jsonl', `\n{"type":"utterance","callId":"c","text":"secret"}\n`)
    const run = await backtest(folder, '--calls', folder.path('.calls/bad.jsonl'))
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain('bad.jsonl:2: seq has another form than an event of a call')
    expect(run.stderr).not.toContain('secret')
  })

  it('is what replay shows of one call', async () => {
    await using folder = await withCalls()
    const run = await runWithCalls(folder, ['replay', 'first'])
    expect(run.exitCode).toBe(0)
    expect(run.stdout).toContain('4 would fire')
    expect(run.stdout).toContain('100.0 s  hold@1')
  })
})
