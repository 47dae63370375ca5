import { describe, expect, it } from 'vitest'
import type { AssistState } from '../../../server/contracts/assist.ts'
import type { CallSummary } from '../../../server/contracts/events.ts'
import { callMs } from '../../../server/contracts/time.ts'
import type { Tick } from '../../../server/contracts/transcript.ts'
import { MOST_POINTS, withLevel, type LevelSeries } from '../../../server/delivery/live/level-series.ts'
import {
  startLiveCall,
  stepLiveCall,
  summarise,
  type LiveCall,
  type LiveCallStep,
} from '../../../server/delivery/live/live-call.ts'
import { buildCase } from '../../helpers/case-builders.ts'
import {
  buildCall,
  buildEnd,
  buildStart,
  buildUpdate,
  buildUtterance,
} from '../../helpers/message-builders.ts'
import { seededRandom } from '../../helpers/seeded-random.ts'

const NORTH = { site: 'leeds', team: 'north' }

const LIMITS = { finalsPerCall: 5, outcomesPerCall: 2 }

function fold(...messages: LiveCallStep['message'][]): LiveCall {
  const start = startLiveCall(buildStart(buildCall({ attributes: { skill: 'billing' } })), NORTH)
  return messages.reduce((before, message) => stepLiveCall({ before, message, limits: LIMITS }), start)
}

const figures = (...messages: LiveCallStep['message'][]): CallSummary =>
  summarise(fold(...messages), { queue: 'skill' })

const tick = (atMs: number): Tick => ({
  type: 'tick',
  callId: 'call-1',
  seq: 5,
  atMs: callMs(atMs),
  lagMs: 0,
})

function assist(atMs: number, level: number | null): AssistState {
  const mood = level === null ? null : { level, trend: null, sustained: false }
  return {
    type: 'assist',
    callId: 'call-1',
    revision: atMs,
    atMs: callMs(atMs),
    checklists: [],
    articles: [],
    mood,
    labels: [],
  }
}

describe('the figures of a live call', () => {
  it('say where it belongs, by the attribute that the site names and by its place', () => {
    expect(figures()).toMatchObject({ queue: 'billing', team: 'north' })
    const nowhere = summarise(startLiveCall(buildStart()), { queue: 'skill' })
    expect(nowhere).toMatchObject({ queue: null, team: null })
  })

  it('say since when nobody has spoken; a hold is no silence between the two', () => {
    const said = buildUtterance({ text: 'one two', startMs: 2000 })
    expect(figures(said, tick(12_620)).silenceMs).toBe(10_000)
    const moving = buildUtterance({ text: 'so', startMs: 12_000, state: 'partial' })
    expect(figures(said, moving, tick(12_620)).silenceMs).toBe(320)
    expect(figures(said, buildUtterance({ text: '', startMs: 9000 }), tick(12_620)).silenceMs).toBe(10_000)
    const hold = { ...buildUpdate({ onHold: true }), atMs: callMs(4000) }
    const back = { ...buildUpdate({ onHold: false }), atMs: callMs(10_000) }
    expect(figures(said, hold, back, tick(12_620)).silenceMs).toBe(2620)
  })

  it('say how much of the talking is over each other, once for each final', () => {
    const agent = buildUtterance({ text: 'one two three', startMs: 0, party: 'agent' })
    const customer = buildUtterance({ text: 'no', startMs: 320, utteranceId: 'u' })
    // 900 ms of the agent, of which the customer's 300 ms are a part.
    expect(figures(agent, customer).overlap).toBe(0.333)
    expect(figures(agent, customer, customer).overlap).toBe(0.333)
    const moved = buildUtterance({ text: 'no', startMs: 9000, utteranceId: 'u' })
    expect(figures(agent, customer, moved).overlap).toBe(0)
    expect(figures().overlap).toBe(0)
  })

  it('have the spans in which it was on hold', () => {
    const at = (onHold: boolean, atMs: number) => ({ ...buildUpdate({ onHold }), atMs: callMs(atMs) })
    const live = fold(at(true, 1000), at(true, 1500), at(false, 3000), at(true, 8000))
    expect(live.holds).toEqual([
      { fromMs: 1000, toMs: 3000 },
      { fromMs: 8000, toMs: null },
    ])
    const ended = stepLiveCall({ before: live, message: buildEnd('call-1', 9000), limits: LIMITS })
    expect(ended.holds.at(-1)).toEqual({ fromMs: 8000, toMs: 9000 })
  })

  it('name its case while it is open', () => {
    const alertCase = buildCase({ state: 'owned', severity: 'critical' })
    expect(figures(alertCase).openCase).toEqual({ caseId: 'case-1', state: 'owned', severity: 'critical' })
    expect(figures(alertCase, buildCase({ state: 'resolved', revision: 2 })).openCase).toBeNull()
  })

  it('follow how the customer sounds, and keep what was known when nothing counts', () => {
    expect(figures(assist(3000, null)).mood).toBeNull()
    expect(figures(assist(5000, 0.2), assist(16_000, -0.4), assist(20_000, null)).mood).toEqual({
      level: -0.4,
      fromMs: 5000,
      stepMs: 10_000,
      levels: [0.2, -0.4],
    })
  })
})

describe('a series of levels', () => {
  const seriesOf = (points: readonly (readonly [number, number])[]): LevelSeries | null =>
    points.reduce<LevelSeries | null>((series, [atMs, level]) => withLevel(series, level, atMs), null)

  it('carries a level on until the next one', () => {
    expect(
      seriesOf([
        [0, 1],
        [42_000, 2],
        [43_000, 3],
      ])?.levels,
    ).toEqual([1, 1, 1, 1, 3])
  })

  it('stays short however long the call is, and ends with the newest level', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seededRandom(seed)
      const longest = random() * 7_200_000
      const points = Array.from(
        { length: 1 + Math.floor(random() * 100) },
        () => [Math.floor(random() * longest), Math.round(random() * 40) - 20] as const,
      ).toSorted(([one], [other]) => one - other)
      const series = seriesOf(points)
      if (series === null) throw new Error('there is a first point')
      const [atMs, level] = points.at(-1) ?? [0, 0]
      expect(series.levels.length).toBeLessThanOrEqual(MOST_POINTS)
      expect(series.levels.at(-1)).toBe(level)
      expect(Math.floor((atMs - series.fromMs) / series.stepMs)).toBe(series.levels.length - 1)
    }
  })

  it('keeps its shape when its steps get longer', () => {
    const series = seriesOf(Array.from({ length: 40 }, (_, n) => [n * 10_000, n] as const))
    expect(series?.stepMs).toBe(20_000)
    expect(series?.levels).toEqual(Array.from({ length: 20 }, (_, n) => n * 2 + 1))
  })
})
