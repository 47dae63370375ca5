import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ScoreCard, ScoreCardQuery } from '../../server/contracts/quality.ts'
import type { Store } from '../../server/contracts/store.ts'
import { wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { LocalDays } from '../../server/platform/local-days.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { buildCall } from '../helpers/message-builders.ts'
import { qualityDesk } from '../helpers/quality-desk.ts'
import { buildScoreCard, buildScoreItem } from '../helpers/score-cards.ts'
import { seededRandom } from '../helpers/seeded-random.ts'

const DAY_MS = 86_400_000
const ZONE = 'Europe/Berlin'
/** Forty days around the day on which the clocks go forward. */
const FROM = Date.parse('2026-03-10T00:00:00Z')
const TO = FROM + 40 * DAY_MS

let folder: string
let store: Store
let cards: readonly ScoreCard[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-quality-cards-'))
  const path = join(folder, 'store.sqlite')
  store = openSqliteStore({
    path,
    log: createLog({ level: 'silent' }),
    registry: new Registry(),
    clock: systemClock,
  })
  const random = seededRandom(11)
  const days = new LocalDays(ZONE)
  // Many begin in the same millisecond, and many have the same score.
  cards = Array.from({ length: 400 }, (_, at) => {
    const startedAt = wallMs(FROM + Math.floor(random() * 80) * (DAY_MS / 2))
    return buildScoreCard({
      callId: `c-${at}`,
      startedAt,
      score: random() < 0.1 ? null : Math.floor(random() * 10) * 10,
      failed: random() < 0.2,
      agentId: `agent-${Math.floor(random() * 4)}`,
      team: random() < 0.5 ? 'billing' : null,
      items: [buildScoreItem('greeting', random() < 0.3 ? 'missed' : 'met')],
    })
  })
  const writes = cards.flatMap((card) => [
    store.saveCall(buildCall({ callId: card.callId, startedAt: card.startedAt })),
    store.quality.saveCard(card, { day: days.numberOf(card.startedAt), legs: [] }),
  ])
  await store.flush()
  await Promise.all(writes)
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

/** What should be found, looked for one by one. */
function expected({ from, to, agentId, team, failed, item, order }: ScoreCardQuery): readonly string[] {
  return cards
    .filter((card) => card.startedAt >= from && card.startedAt < to)
    .filter((card) => agentId === undefined || card.agentId === agentId)
    .filter((card) => team === undefined || (card.team ?? '') === team)
    .filter((card) => failed === undefined || card.failed === failed)
    .filter((card) => item === undefined || card.items[0]?.result === item.result)
    .filter((card) => order === 'newest' || card.score !== null)
    .toSorted((one, other) => {
      const byScore = order === 'newest' ? 0 : (one.score ?? 0) - (other.score ?? 0)
      return byScore || other.startedAt - one.startedAt || (one.callId < other.callId ? 1 : -1)
    })
    .map(({ callId }) => callId)
}

const ALL = { from: wallMs(FROM), to: wallMs(TO), limit: 500 }

it.each<[string, Partial<ScoreCardQuery>]>([
  ['of everybody', {}],
  ['of one agent', { agentId: 'agent-2' }],
  ['of calls without a team', { team: '' }],
  ['that failed', { failed: true }],
  ['with something missed', { item: { itemId: 'greeting', result: 'missed' } }],
  ['of some hours', { from: wallMs(FROM + 18.3 * DAY_MS), to: wallMs(FROM + 20.6 * DAY_MS) }],
])('finds the cards %s, whole and page by page, in both orders', async (_name, filter) => {
  const desk = qualityDesk(store, ZONE)
  for (const order of ['newest', 'lowest'] as const) {
    const query = { ...ALL, ...filter, order }
    const ids = expected(query)
    expect(ids.length).toBeGreaterThan(10)
    expect((await desk.cards(query)).map(({ callId }) => callId)).toEqual(ids)
    const paged: string[] = []
    for (;;) {
      const page = await desk.cards({ ...query, limit: 37, after: paged.at(-1) })
      paged.push(...page.map(({ callId }) => callId))
      if (page.length < 37) break
    }
    expect(paged).toEqual(ids)
  }
})

it('finds the lowest as well when the site has moved to another time zone', async () => {
  const query = {
    ...ALL,
    from: wallMs(FROM + 5 * DAY_MS),
    to: wallMs(FROM + 6 * DAY_MS),
    order: 'lowest',
  } as const
  for (const zone of ['Pacific/Auckland', 'Pacific/Honolulu']) {
    const found = await qualityDesk(store, zone).cards(query)
    expect(found.map(({ callId }) => callId)).toEqual(expected(query))
  }
})

it('counts what is found, day by day', async () => {
  const desk = qualityDesk(store, ZONE)
  const period = { from: wallMs(FROM + DAY_MS), to: wallMs(TO - DAY_MS) }
  const { from, to, all, rows, items } = await desk.report({ ...period, group: 'agent', step: 'day' })
  const within = cards.filter(({ startedAt }) => startedAt >= from && startedAt < to)
  expect(all.calls).toBe(within.length)
  expect(items[0]).toMatchObject({ met: within.filter((card) => card.items[0]?.result === 'met').length })
  for (const { key, points } of rows) {
    for (const { at, until, calls, failed } of points) {
      const found = await desk.cards({ from: at, to: until, agentId: key, order: 'newest', limit: 500 })
      expect([found.length, found.filter((card) => card.failed).length]).toEqual([calls, failed])
    }
  }
})
