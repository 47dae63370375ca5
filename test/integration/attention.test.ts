import { afterEach, beforeEach, expect, test } from 'vitest'
import { QuietKeeper } from '../../server/actions/quiet/quiet-keeper.ts'
import type { FeedbackVerdict } from '../../server/contracts/feedback.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { createLog } from '../../server/platform/log.ts'
import { startHttpApp, type HttpApp } from '../helpers/http-app.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { buildCall, buildOutcome, buildStart } from '../helpers/message-builders.ts'

const USER = { by: 'ana' }
const PLACE = { callId: 'c', ruleId: 'upset', queue: null, agentId: null }

let app: HttpApp
let clock: ManualClock
let keeper: QuietKeeper

beforeEach(async () => {
  app = await startHttpApp()
  clock = new ManualClock(Date.now())
  keeper = newKeeper()
  await keeper.start()
})

afterEach(async () => {
  keeper.stop()
  await app.close()
})

function newKeeper(): QuietKeeper {
  const { rules, attention } = app.store
  return new QuietKeeper({ rules, store: attention, clock, log: createLog({ level: 'silent' }) })
}

/** People's verdicts on as many outcomes of the rule, all made now. */
async function judged(verdict: FeedbackVerdict, times: number): Promise<void> {
  app.bus.publish('transcript', buildStart(buildCall({ callId: 'c' })))
  for (let n = 0; n < times; n += 1) {
    const outcomeId = `${verdict}-${clock.now()}-${n}`
    const at = wallMs(clock.now())
    app.bus.publish('outcome', buildOutcome({ outcomeId, callId: 'c', rule: 'upset@1', createdAt: at }))
    await app.store.flush()
    await app.store.rules.saveFeedback({ outcomeId, rule: 'upset@1', verdict, by: 'a', role: 'agent', at })
  }
}

test('a rule that is called wrong too often is demoted within a minute, until somebody restores it', async () => {
  await judged('wrong', 8)
  expect(keeper.reasonFor(PLACE)).toBeNull()
  clock.advance(60_000)
  await keeper.review()
  expect(keeper.reasonFor(PLACE)).toBe('demoted')
  expect(keeper.demotions()).toMatchObject([{ ruleId: 'upset', wrong: 8, used: 0 }])
  await keeper.restore('upset', USER)
  expect([keeper.reasonFor(PLACE), keeper.demotions()]).toEqual([null, []])
  await expect(keeper.restore('upset', USER)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const restarted = newKeeper()
  await restarted.start()
  expect(restarted.demotions()).toEqual([])
  restarted.stop()
  clock.advance(1000)
  await judged('wrong', 8)
  await keeper.review()
  expect(keeper.demotions()).toMatchObject([{ ruleId: 'upset', wrong: 8 }])
})

test('a change of the rule gives it another chance, and so does a week', async () => {
  await judged('wrong', 9)
  await keeper.review()
  expect(keeper.demotions()).toHaveLength(1)
  clock.advance(1000)
  const version = {
    version: 2,
    fingerprint: 'new',
    status: 'live',
    at: wallMs(clock.now()),
    by: 'ana',
  } as const
  await app.store.rules.saveVersion('upset', version)
  await keeper.review()
  expect(keeper.demotions()).toEqual([])
})

test('silences hold over a restart and people’s own lines are none of theirs', async () => {
  const until = wallMs(clock.now() + 60_000)
  const about = { ruleId: null, queue: null, agentId: 'a7' }
  const silence = await keeper.silence({ ...about, until, reason: 'training' }, USER)
  const restarted = newKeeper()
  await restarted.start()
  expect(restarted.silences()).toEqual([silence])
  expect(restarted.reasonFor({ ...PLACE, agentId: 'a7' })).toBe('silenced')
  for (const ruleId of ['whisper', 'issue.i-1']) {
    expect(restarted.reasonFor({ ...PLACE, ruleId, agentId: 'a7' })).toBeNull()
  }
  await restarted.endSilence(silence.silenceId)
  await expect(restarted.endSilence(silence.silenceId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await app.store.attention.listSilences(wallMs(clock.now()))).toEqual([])
  restarted.stop()
})

test('supervisors set and end silences over HTTP, by name', async () => {
  const token = await app.token('supervisor')
  const body = { queue: 'billing', until: Date.now() + 60_000, reason: 'test calls' }
  const answer = await app.send({ method: 'POST', path: '/v1/silences', body, token })
  expect(answer.status).toBe(200)
  const { silenceId } = (await answer.json()) as { silenceId: string }
  const list = await (await app.get('/v1/silences', token)).json()
  expect(list).toMatchObject([{ silenceId, queue: 'billing', ruleId: null, reason: 'test calls' }])
  expect((await app.send({ method: 'DELETE', path: `/v1/silences/${silenceId}`, token })).status).toBe(204)
  expect(await (await app.get('/v1/silences', token)).json()).toEqual([])
})
