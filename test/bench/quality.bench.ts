import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuUsage } from 'node:process'
import type { QualityDesk, ScoreCard, ScoreItem, ScoreResult } from '../../server/contracts/quality.ts'
import type { QualityStore, Store } from '../../server/contracts/store.ts'
import { callMs, wallMs } from '../../server/contracts/time.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createLog } from '../../server/platform/log.ts'
import { Registry } from '../../server/platform/metrics.ts'
import { openSqliteStore } from '../../server/store/sqlite-store.ts'
import { buildCall } from '../helpers/message-builders.ts'
import { qualityDesk } from '../helpers/quality-desk.ts'
import { seededRandom } from '../helpers/seeded-random.ts'
import type { BenchOptions } from './bench-options.ts'
import { atMost, type BenchResult } from './goals.ts'
import { figure, printTable } from './measure/table.ts'

const DAY_MS = 86_400_000
const DAYS = 400
const FIRST_DAY = Date.UTC(2026, 0, 1) / DAY_MS
const AGENTS = 500
const AGENTS_PER_TEAM = 20
const ITEMS = 27
const AT_ONCE = 2000

const FROM = wallMs(FIRST_DAY * DAY_MS)
const TO = wallMs((FIRST_DAY + DAYS) * DAY_MS)

/** Reports and lists over score cards of 500 agents on 400 days: how long they take, and for how long nothing else runs. */
export async function run({ number }: BenchOptions): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-quality-bench-'))
  const path = join(folder, 'store.sqlite')
  const log = createLog({ level: 'silent' })
  const store = openSqliteStore({ path, log, registry: new Registry(), clock: systemClock })
  try {
    const cards = number('calls', { full: 1_000_000, quick: 10_000 })
    const beganAt = systemClock.now()
    await fill(store, cards)
    const perCard = (systemClock.now() - beganAt) / cards
    const { size } = await stat(path)
    console.log(
      `${cards} cards of ${ITEMS} items, ${figure(perCard, 2)} ms and ${figure(size / cards)} bytes a card with its call`,
    )
    const measured = await measureAll(store)
    printTable(
      ['', 'ms', 'CPU ms', 'nothing else ran for, CPU ms', 'answered'],
      measured.map(({ name, ms, cpuMs, busyMs, answered }) => [
        ...[name, figure(ms), figure(cpuMs), figure(busyMs, 1), figure(answered)],
      ]),
    )
    return {
      goals: {
        quality_slowest_cpu_ms: atMost(Math.max(...measured.map(({ cpuMs }) => cpuMs)), 2000),
        quality_month_report_cpu_ms: atMost(measured[0]?.cpuMs ?? Infinity, 200),
        quality_longest_busy_cpu_ms: atMost(Math.max(...measured.map(({ busyMs }) => busyMs)), 50),
      },
    }
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

async function measureAll(store: Store) {
  const longest: Longest = { ms: 0 }
  const quality = qualityDesk({ quality: timed(store.quality, longest) })
  const month = { from: wallMs(TO - 30 * DAY_MS), to: TO }
  const year = { from: FROM, to: TO }
  const report = (query: Partial<Parameters<QualityDesk['report']>[0]>) => async () =>
    (await quality.report({ ...month, group: 'team', step: 'day', ...query })).rows.length
  const cards = (query: Partial<Parameters<QualityDesk['cards']>[0]>) => async () =>
    (await quality.cards({ ...year, limit: 50, order: 'newest', ...query })).length
  const asked: readonly (readonly [string, () => Promise<number>])[] = [
    ['30 days by team and day', report({})],
    ['30 days of one team by agent', report({ group: 'agent', team: 'team-3' })],
    ['400 days by agent and week', report({ ...year, group: 'agent', step: 'week' })],
    [
      '400 days by site and month, one item',
      report({ ...year, group: 'site', step: 'month', itemId: 'item-5' }),
    ],
    ['400 days of one agent', report({ ...year, group: 'agent', step: 'week', agentId: 'agent-77' })],
    ['400 days of one team', report({ ...year, group: 'agent', step: 'week', team: 'team-3' })],
    ['the newest cards', cards({})],
    ['the newest cards of one team that failed', cards({ team: 'team-3', failed: true })],
    ['the lowest of 400 days', cards({ order: 'lowest' })],
    ['the lowest of one team', cards({ order: 'lowest', team: 'team-3' })],
    ['the lowest of one agent', cards({ order: 'lowest', agentId: 'agent-77' })],
    ['cards with something that never was', cards({ item: { itemId: 'item-0', result: 'missed' } })],
  ]
  const measured = []
  for (const [name, ask] of asked) measured.push({ name, ...(await measure(ask, longest)) })
  return measured
}

async function measure(ask: () => Promise<number>, longest: Longest) {
  longest.ms = 0
  const before = cpuUsage()
  const beganAt = systemClock.now()
  const answered = await ask()
  const ms = systemClock.now() - beganAt
  const { user, system } = cpuUsage(before)
  return { ms, cpuMs: (user + system) / 1000, busyMs: longest.ms, answered }
}

interface Longest {
  ms: number
}

/** Nothing else runs while the store reads; how long that was at most, in CPU time: other programs do not count. */
function timed(store: QualityStore, longest: Longest): QualityStore {
  return new Proxy(store, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name)
      if (typeof found !== 'function') return found
      return (...args: readonly unknown[]): unknown => {
        const before = cpuUsage()
        const answer: unknown = Reflect.apply(found, target, args)
        const { user, system } = cpuUsage(before)
        longest.ms = Math.max(longest.ms, (user + system) / 1000)
        return answer
      }
    },
  })
}

async function fill(store: Store, cards: number): Promise<void> {
  const random = seededRandom(5)
  let writes: Promise<void>[] = []
  for (let card = 0; card < cards; card += 1) {
    const built = buildCard(card, cards, random)
    const { callId, startedAt, agentId } = built
    const day = Math.floor(startedAt / DAY_MS)
    writes.push(
      store.saveCall(buildCall({ callId, startedAt, agentId })),
      store.quality.saveCard(built, { day, legs: [] }),
    )
    if (writes.length < AT_ONCE) continue
    await Promise.all(writes)
    writes = []
  }
  await store.flush()
  await Promise.all(writes)
}

/** Calls are spread evenly over agents and time; an agent works in two queues, a team of twenty on a site of five teams. */
function buildCard(number: number, cards: number, random: () => number): ScoreCard {
  const agent = number % AGENTS
  const team = Math.floor(agent / AGENTS_PER_TEAM)
  const startedAt = wallMs(FROM + Math.floor((number / cards) * (TO - FROM)))
  const items = Array.from({ length: ITEMS }, (_, at) => buildItem(at, number, random))
  const failed = random() < 0.01
  return {
    callId: `call-${number}`,
    cardHash: 'f00d',
    scoredAt: startedAt,
    startedAt,
    durationMs: 240_000,
    agentId: `agent-${agent}`,
    site: `site-${Math.floor(team / 5)}`,
    team: `team-${team}`,
    queue: `queue-${(team % 5) * 2 + Math.floor(random() * 2)}`,
    score: failed ? 0 : Math.round(400 + random() * 600) / 10,
    failed,
    items,
    reason: 'bill',
    resolution: random() < 0.1 ? 'repeated' : 'first',
    repeatedBy: null,
  }
}

function buildItem(at: number, number: number, random: () => number): ScoreItem {
  const missed: ScoreResult = at > 0 && random() < 0.15 ? 'missed' : 'met'
  const result = at > 12 && random() < 0.7 ? 'not-applicable' : missed
  const callId = `call-${number}`
  const said = {
    callId,
    atMs: callMs(4000),
    words: 'some words of the call',
    utteranceId: 'u-1',
    outcomeId: null,
  }
  return {
    ...{ itemId: `item-${at}`, title: `Item ${at}`, section: 'Section', weight: 5, critical: at === 2 },
    result,
    moments: result === 'missed' ? [said] : [],
  }
}
