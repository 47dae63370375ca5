import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FloorPlace } from '../../server/contracts/floor.ts'
import type { FeedbackVerdict } from '../../server/contracts/feedback.ts'
import type { Outcome } from '../../server/contracts/outcome.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { createFigures, type FiguresRoom } from '../../server/figures/figures-room.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { buildCall, buildOutcome } from '../helpers/message-builders.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Berlin puts its clocks forward on 29 March: the Sunday has 23 hours. */
const ZONE = 'Europe/Berlin'
const SATURDAY = Date.parse('2026-03-28T00:00:00+01:00')
const SUNDAY = SATURDAY + DAY_MS
const MONDAY = SUNDAY + 23 * HOUR_MS
const WEEK = Date.parse('2026-03-23T00:00:00+01:00')

let folder: string
let clock: ManualClock
let store: Store
let room: FiguresRoom
let outcomes = 0

function start(timeZone = ZONE): void {
  const log = createLog({ level: 'silent' })
  // A write is committed a moment later, on a clock that goes.
  const path = join(folder, 'store.sqlite')
  store = openSqliteStore({ path, log, clock: systemClock, registry: new Registry() })
  const ruleTitles = (): ReadonlyMap<string, string> => new Map([['cancel-risk', 'Wants to cancel']])
  room = createFigures({ store, clock, log, registry: new Registry(), timeZone, ruleTitles })
}

async function restart(timeZone = ZONE): Promise<void> {
  await room.stop()
  await store.close()
  start(timeZone)
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-figures-'))
  clock = new ManualClock(SATURDAY + 12 * HOUR_MS)
  outcomes = 0
  start()
})

afterEach(async () => {
  await room.stop()
  await store.close()
  await rm(folder, { recursive: true })
})

async function goTo(moment: number): Promise<void> {
  clock.advance(moment - clock.now())
  await room.count()
}

/** A call of an hour, in which an agent is shown a prompt. */
async function tell(at: number, change: Partial<Outcome> = {}, place?: FloorPlace): Promise<string> {
  const id = `o-${(outcomes += 1)}`
  const end = { endedAt: wallMs(at + HOUR_MS), durationMs: HOUR_MS, reason: 'completed' } as const
  const made = { outcomeId: id, callId: id, createdAt: wallMs(at), latencyMs: { deliver: 5 } }
  // Written in order, and committed together.
  await Promise.all([
    store.saveCall(buildCall({ callId: id, startedAt: wallMs(at) }), place),
    store.endCall(id, end),
    store.saveOutcome(buildOutcome({ ...made, ...change })),
  ])
  return id
}

async function judge(outcomeId: string, verdict: FeedbackVerdict, by = 'agent-7'): Promise<void> {
  const at = wallMs(clock.now())
  await store.rules.saveFeedback({ outcomeId, rule: 'cancel-risk@2', verdict, by, role: 'agent', at })
}

function report(from: number, to: number, step: 'day' | 'week' = 'day') {
  return room.desk.report({ from: wallMs(from), to: wallMs(to), step })
}

const prompts = async (from: number, to: number): Promise<readonly (readonly [number, number])[]> =>
  (await report(from, to)).points.map((point) => [point.at, point.prompts])

describe('today', () => {
  it('is counted hour by hour, with what was painted and judged a moment ago', async () => {
    const first = await tell(SATURDAY + 9 * HOUR_MS)
    await tell(SATURDAY + 11.9 * HOUR_MS, { kind: 'alert', state: 'retracted' })
    await room.count()
    const before = await report(clock.now(), clock.now())
    expect(before.all).toMatchObject({ prompts: 1, seen: 0, alerts: 1, retracted: 1, agentHours: 2 })
    expect(before).toMatchObject({ from: SATURDAY, to: clock.now(), countedAt: clock.now(), daysToCount: 0 })
    // The hour of the prompt is long over; somebody judged what was told in it.
    await store.addLatency(first, { paint: 30 })
    await judge(first, 'used')
    await goTo(clock.now() + 30_000)
    const after = await report(clock.now(), clock.now())
    expect(after.all).toMatchObject({ prompts: 1, seen: 1, usedOfSeen: 1, used: 1 })
    expect(after.all.stages.paint.n).toBe(1)
    expect(after.rules).toMatchObject([{ ruleId: 'cancel-risk', title: 'Wants to cancel', precision: 1 }])
  })

  it('counts live calls until now', async () => {
    await store.saveCall(buildCall({ startedAt: wallMs(clock.now()) }))
    await goTo(clock.now() + HOUR_MS / 2)
    expect((await report(clock.now(), clock.now())).all.agentHours).toBeCloseTo(0.5, 6)
    await goTo(clock.now() + 3 * HOUR_MS)
    expect((await report(clock.now(), clock.now())).all.agentHours).toBeCloseTo(3.5, 6)
  })

  it('is said not to be counted before it was', async () => {
    const { countedAt, points } = await report(clock.now(), clock.now())
    expect([countedAt, points]).toEqual([null, []])
  })
})

describe('days that are over', () => {
  it('are those of the site, also where one has 23 hours', async () => {
    for (const at of [SATURDAY + 23.5 * HOUR_MS, SUNDAY + 22.5 * HOUR_MS, MONDAY + 1]) await tell(at)
    await tell(SUNDAY - 1)
    await goTo(MONDAY + 12 * HOUR_MS)
    expect(await prompts(SATURDAY, clock.now())).toEqual([
      [SATURDAY, 2],
      [SUNDAY, 1],
      [MONDAY, 1],
    ])
    expect(await prompts(SUNDAY, SUNDAY + 1)).toEqual([[SUNDAY, 1]])
    const weeks = await report(SUNDAY, clock.now(), 'week')
    expect(weeks.points.map((point) => [point.at, point.prompts])).toEqual([
      [WEEK, 3],
      [MONDAY, 1],
    ])
    expect((await store.figures.listDays()).map(({ from, to }) => [from, to])).toEqual([
      [SATURDAY, SUNDAY],
      [SUNDAY, MONDAY],
    ])
  })

  it('are taken over from today, and made up after a time when the server was off', async () => {
    await tell(SATURDAY + HOUR_MS)
    await room.count()
    await tell(SUNDAY + HOUR_MS)
    await restart()
    clock.advance(MONDAY + 12 * HOUR_MS - clock.now())
    const early = await report(SATURDAY, clock.now())
    expect(early.points).toEqual([])
    await room.count()
    expect((await report(SATURDAY, clock.now())).all.prompts).toBe(2)
  })

  it('are counted again for late verdicts and last paints, also over a restart', async () => {
    const told = await tell(SATURDAY + 23.9 * HOUR_MS)
    await goTo(SUNDAY + 60_000)
    await store.addLatency(told, { paint: 40 })
    await goTo(SUNDAY + 3 * HOUR_MS)
    expect((await report(SATURDAY, SATURDAY)).all).toMatchObject({ seen: 1, used: 0 })
    await judge(told, 'used')
    // Within the hour since it was counted it waits, and a process that takes over knows.
    await goTo(clock.now() + 30_000)
    expect((await report(SATURDAY, SATURDAY)).all).toMatchObject({ used: 0 })
    await restart()
    await goTo(clock.now() + HOUR_MS)
    expect((await report(SATURDAY, SATURDAY)).all).toMatchObject({ seen: 1, usedOfSeen: 1, used: 1 })
    await judge(told, 'wrong')
    await goTo(clock.now() + 2 * DAY_MS)
    expect((await report(SATURDAY, SATURDAY)).all).toMatchObject({ usedOfSeen: 0, used: 0, wrong: 1 })
  })

  it('are counted anew in another time zone', async () => {
    await tell(SATURDAY + HOUR_MS / 2)
    await goTo(SUNDAY + 12 * HOUR_MS)
    await restart('UTC')
    await room.count()
    const utc = Date.parse('2026-03-27T00:00:00Z')
    expect(await prompts(utc, clock.now())).toEqual([
      [utc, 1],
      [utc + DAY_MS, 0],
      [utc + 2 * DAY_MS, 0],
    ])
  })
})

describe('places', () => {
  it('are what is asked for and answered for, of kept days and of today', async () => {
    const red = { site: 'leeds', team: 'red' }
    const blue = { site: 'york', team: 'blue' }
    for (const at of [SATURDAY, SUNDAY]) {
      await tell(at, {}, red)
      await tell(at, { rule: 'upsell@1' }, blue)
      await tell(at)
    }
    await goTo(SUNDAY + 4 * HOUR_MS)
    const ask = async (filter: Partial<Parameters<typeof room.desk.report>[0]>) =>
      room.desk.report({ from: wallMs(SATURDAY), to: wallMs(SUNDAY + 1), step: 'day', ...filter })
    expect((await ask({})).all.prompts).toBe(6)
    expect((await ask({})).places).toEqual([red, blue, { site: null, team: null }])
    expect((await ask({ team: 'red' })).rules.map(({ ruleId }) => ruleId)).toEqual(['cancel-risk'])
    expect((await ask({ site: '' })).all.prompts).toBe(2)
    const scope = { sites: ['york'], teams: [] }
    const ofYork = await ask({ scope })
    expect([ofYork.all.prompts, ofYork.places]).toEqual([2, [blue]])
    expect((await ask({ scope, team: 'red' })).all.prompts).toBe(0)
    const behind = { from: wallMs(SATURDAY), to: wallMs(SUNDAY + 1), ruleId: 'upsell', limit: 10 }
    expect((await room.desk.behind({ ...behind, scope })).map(({ callId }) => callId)).toEqual(['o-5', 'o-2'])
    expect(await room.desk.behind({ ...behind, team: 'red' })).toEqual([])
  })
})

it('a rule’s figures lead to the outcomes behind them', async () => {
  const wrong = await tell(SATURDAY + HOUR_MS)
  await judge(wrong, 'wrong')
  const held = await tell(SATURDAY + 2 * HOUR_MS, { state: 'held', reason: 'cooldown' })
  const seen = await tell(SATURDAY + 3 * HOUR_MS, { latencyMs: { paint: 1 } })
  const query = { from: wallMs(SATURDAY), to: wallMs(SUNDAY), ruleId: 'cancel-risk', limit: 10 }
  const ids = async (what?: 'shown' | 'unseen' | 'wrong' | 'held'): Promise<readonly string[]> =>
    (await room.desk.behind({ ...query, what })).map(({ outcomeId }) => outcomeId)
  expect(await ids()).toEqual([seen, held, wrong])
  expect(await ids('shown')).toEqual([seen, wrong])
  expect(await ids('unseen')).toEqual([wrong])
  expect(await ids('wrong')).toEqual([wrong])
  expect(await ids('held')).toEqual([held])
  expect((await room.desk.behind({ ...query, limit: 1 }))[0]).toMatchObject({
    callId: seen,
    seen: true,
    verdicts: [],
  })
  expect(await room.desk.behind({ ...query, from: wallMs(SUNDAY), to: wallMs(SUNDAY + 1) })).toEqual([])
})

it('those who write rules are told of whole days, today with the days before it', async () => {
  await tell(SATURDAY)
  await tell(SUNDAY, { state: 'held', reason: 'cooldown' })
  await goTo(SUNDAY + 4 * HOUR_MS)
  expect(await room.desk.countRules(1)).toMatchObject({
    since: SUNDAY,
    callMs: HOUR_MS,
    rules: [{ fired: 1 }],
  })
  expect(await room.desk.countRules(7)).toMatchObject({
    callMs: 2 * HOUR_MS,
    rules: [{ ruleId: 'cancel-risk', fired: 2, held: { cooldown: 1 } }],
  })
})

it('a time that is no period is refused', async () => {
  await expect(report(SUNDAY, SATURDAY)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  await expect(report(0, SATURDAY)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
  expect((await report(SATURDAY + 9 * DAY_MS, SATURDAY + 10 * DAY_MS)).points).toEqual([])
})
