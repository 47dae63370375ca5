import { describe, expect, it } from 'vitest'
import { callMs } from '../../server/contracts/time.ts'
import { ruleText } from '../fixtures/rules/build-rule.ts'
import { keepCalls, runWithCalls } from '../fixtures/rules/kept-folder.ts'
import { RulesFolder } from '../fixtures/rules/rules-folder.ts'
import { keptCall } from '../helpers/kept-call.ts'
import { buildOutcome, buildUpdate } from '../helpers/message-builders.ts'

const HOLD = ruleText({
  id: 'long-hold',
  when: `{ all: [ { said: { speaker: agent, phrases: [put you on hold] } }, { attribute: { key: queue, is: [billing] } } ] }`,
})

const MISHEARD = keptCall({
  callId: 'misheard',
  said: [
    [5000, 'customer', 'my page is slow'],
    [72_000, 'agent', 'put you on cold'],
  ],
  attributes: { queue: 'billing' },
})

const HEARD = {
  ...keptCall({
    callId: 'heard',
    said: [[10_000, 'agent', 'let me put you on hold']],
    events: [{ ...buildUpdate({ attributes: { queue: 'billing' } }, 'heard'), seq: 7, atMs: callMs(40_000) }],
  }),
  outcomes: [
    buildOutcome({
      callId: 'heard',
      rule: 'long-hold@1',
      state: 'held',
      reason: 'no-agent',
      atMs: callMs(41_000),
    }),
  ],
}

async function withCalls(): Promise<RulesFolder> {
  const folder = await RulesFolder.create({ 'long-hold.rule.yaml': HOLD })
  await keepCalls(folder, [MISHEARD, HEARD])
  return folder
}

describe('earshot rules explain', () => {
  it('shows a supervisor what lacked when it nearly fired', async () => {
    await using folder = await withCalls()
    const run = await runWithCalls(folder, ['rules', 'explain', 'long-hold', '--call', 'misheard'])
    expect(run).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `long-hold@1  Something happened (live)
call misheard, 2:00.0 long

did not fire

conditions
  [ ] all
      → never happened
    [ ] said by agent: “put you on hold”
        → never happened
    [x] attribute: queue is billing
        → so all the time

nearest miss at 1:13.2: 74 % of it held; what lacked
  all[0].said: heard “put you on cold” at 1:12.0, “put you on hold” was asked for: similarity 0.96, one word differs
`,
    })
  })

  it('shows when it fired, by what, and why nobody was told', async () => {
    await using folder = await withCalls()
    const run = await runWithCalls(folder, ['rules', 'explain', 'long-hold', '--call', 'heard'])
    expect(run).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `long-hold@1  Something happened (live)
call heard, 2:00.0 long

fired at 0:40.0: queue is billing; “put you on hold”
  live at 0:41.0, prompt of long-hold@1 held back: nobody had said which agent was on the call

conditions
  all
    → happened at 0:40.0
    said by agent: “put you on hold”
      → happened at 0:11.9 “put you on hold” (agent)
    attribute: queue is billing
      → so from 0:40.0 on
`,
    })
  })

  it('writes one object for scripts', async () => {
    await using folder = await withCalls()
    const run = await runWithCalls(folder, ['rules', 'explain', 'long-hold', '--call', 'misheard', '--json'])
    expect(run.exitCode).toBe(0)
    expect(JSON.parse(run.stdout)).toMatchObject({
      callId: 'misheard',
      rule: { id: 'long-hold', status: 'live', action: { kind: 'prompt' } },
      firings: [],
      conditions: [{ path: 'all' }, { path: 'all[0].said' }, { path: 'all[1].attribute' }],
      nearestMiss: { lacks: [{ path: 'all[0].said', nearest: { heard: 'put you on cold', differ: 1 } }] },
    })
  })

  it.each([
    { name: 'no such rule', args: ['long-holt', '--call', 'heard'], line: 'did you mean "long-hold"?' },
    { name: 'no such call', args: ['long-hold', '--call', 'nobody'], line: 'there is no call with this id' },
    { name: 'no call named', args: ['long-hold'], line: "required option '--call <id>' not specified" },
  ])('calls it wrong use: $name', async ({ args, line }) => {
    await using folder = await withCalls()
    const run = await runWithCalls(folder, ['rules', 'explain', ...args])
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(line)
    expect(run.stdout).toBe('')
  })

  it('says where nothing is kept, and makes nothing there', async () => {
    await using folder = await RulesFolder.create({ 'long-hold.rule.yaml': HOLD })
    const run = await runWithCalls(folder, ['rules', 'explain', 'long-hold', '--call', 'heard'])
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no calls are kept here') })
  })
})
