import { describe, expect, it } from 'vitest'
import { callMs } from '../../../../../server/contracts/time.ts'
import type { StateCondition } from '../../../../../server/rules/compile/rule.ts'
import {
  describeState,
  holds,
  initialMeasures,
  needsOf,
  nextChangeMs,
  takeFact,
  type Measures,
} from '../../../../../server/rules/engine/measures/measures.ts'
import { factsOf, type Happening } from '../../../../helpers/measured-call.ts'
import { STARTED_AT } from '../../../../helpers/message-builders.ts'
import { seededRandom } from '../../../../helpers/seeded-random.ts'

const BOTH = { above: null, below: null }

const OFFICE = {
  name: 'office',
  zone: 'Europe/Berlin',
  hours: [{ days: [7], from: 10 * 60 + 1, to: 10 * 60 + 2 }],
  holidays: [],
}

/** One of every kind, with limits that a random call crosses. */
const CONDITIONS: readonly StateCondition[] = [
  { kind: 'silence', party: null, forMs: 1500 },
  { kind: 'silence', party: 'agent', forMs: 4000 },
  { kind: 'talk-over', by: null, forMs: 300 },
  { kind: 'talk-over', by: 'customer', forMs: 500 },
  { kind: 'talk-ratio', party: 'agent', ...BOTH, above: 0.5, afterMs: 5000, overMs: null },
  { kind: 'talk-ratio', party: 'customer', ...BOTH, below: 0.5, afterMs: 5000, overMs: 20_000 },
  { kind: 'pace', party: 'agent', ...BOTH, above: 150, overMs: 10_000 },
  { kind: 'pace', party: 'customer', above: 60, below: 150, overMs: 20_000 },
  { kind: 'sentiment', party: 'customer', ...BOTH, below: -0.1 },
  { kind: 'sentiment-trend', party: 'customer', ...BOTH, below: -0.1 },
  { kind: 'phase', phases: ['greeting', 'closing'] },
  { kind: 'hold', forMs: 2000 },
  { kind: 'call-time', firstMs: 50_000, afterMs: 20_000 },
  { kind: 'attribute', key: 'queue', test: { kind: 'is', values: ['sales'] } },
  { kind: 'repeat-contact', times: 1, withinMs: 86_400_000 },
  { kind: 'language', languages: ['en'] },
  { kind: 'time', hours: OFFICE, open: true },
]

const TEXTS = [
  'this is terrible and i am angry',
  'wonderful thanks so much',
  'yes',
  'bye bye then',
  'the page froze again',
]

/** Two minutes in which everything happens. */
function randomCall(seed: number): readonly Happening[] {
  const random = seededRandom(seed)
  const upTo = (limit: number): number => Math.floor(random() * limit)
  const speech = (['agent', 'customer'] as const).flatMap((party) => {
    const spoken: Happening[] = []
    for (let from = upTo(3000); from < 120_000;) {
      const to = from + 300 + upTo(6000)
      spoken.push({ party, from, to, says: TEXTS[upTo(TEXTS.length)] ?? 'yes' })
      from = to + upTo(6000)
    }
    return spoken
  })
  const holdFrom = 20_000 + upTo(60_000)
  const changes: Happening[] = [
    { hold: true, at: holdFrom },
    { hold: false, at: holdFrom + upTo(30_000) },
    {
      change: { attributes: { queue: 'sales', 'earshot.earlier-contacts': String(STARTED_AT - 5000) } },
      at: upTo(120_000),
    },
    { change: { agentId: 'agent-9' }, at: upTo(120_000) },
  ]
  return [...speech, ...changes]
}

const SEEDS = Array.from({ length: 5 }, (_, index) => index + 1)

describe('the measures of a random call', () => {
  const needs = needsOf(CONDITIONS)

  it.each(SEEDS)(
    'change only when they said they would, or by a fact (call %i)',
    (seed) => {
      const facts = factsOf(randomCall(seed))
      let measures = initialMeasures()
      let changed = 0
      facts.forEach((fact, index) => {
        measures = takeFact(measures, fact, needs)
        const until = facts[index + 1]?.atMs ?? fact.atMs + 100_000
        for (const condition of CONDITIONS) changed += checkStretch(measures, condition, fact.atMs, until)
      })
      expect(changed).toBeGreaterThan(20)
    },
    60_000,
  )

  it.each(SEEDS)('are plain data, and small (call %i)', (seed) => {
    const sizeOf = (conditions: readonly StateCondition[]): number => {
      const asked = needsOf(conditions)
      let measures = initialMeasures()
      let largest = 0
      for (const fact of factsOf(randomCall(seed))) {
        const restored = JSON.parse(JSON.stringify(measures)) as Measures
        expect(restored).toEqual(measures)
        measures = takeFact(restored, fact, asked)
        largest = Math.max(largest, JSON.stringify(measures).length)
      }
      return largest
    }
    expect(sizeOf(USUAL)).toBeLessThanOrEqual(1024)
    expect(sizeOf(CONDITIONS)).toBeLessThanOrEqual(2048)
  })

  it('hold nothing of what was said', () => {
    const facts = factsOf(randomCall(1))
    const text = JSON.stringify(
      facts.reduce((before, fact) => takeFact(before, fact, needs), initialMeasures()),
    )
    for (const word of ['terrible', 'wonderful', 'froze']) expect(text).not.toContain(word)
  })
})

/** What a usual set of rules asks for besides what every call is measured for. */
const USUAL: readonly StateCondition[] = [
  { kind: 'pace', party: 'agent', ...BOTH, above: 180, overMs: 30_000 },
  { kind: 'talk-ratio', party: 'agent', ...BOTH, above: 0.7, afterMs: 60_000, overMs: null },
  { kind: 'phase', phases: ['closing'] },
  { kind: 'sentiment', party: 'customer', ...BOTH, below: -0.3 },
]

/** Asks at every millisecond up to a time; returns how often the answer changed. */
function checkStretch(
  measures: Measures,
  condition: StateCondition,
  fromMs: number,
  untilMs: number,
): number {
  let now = holds(measures, condition, callMs(fromMs))
  let nextMs = nextChangeMs(measures, condition, callMs(fromMs))
  let changes = 0
  for (let ms = fromMs + 1; ms < untilMs; ms += 1) {
    const before = now
    now = holds(measures, condition, callMs(ms))
    if (now !== before) {
      changes += 1
      if (nextMs !== ms)
        throw new Error(`${describeState(condition)} changed at ${ms}, announced: ${String(nextMs)}`)
    }
    if (nextMs === ms) nextMs = nextChangeMs(measures, condition, callMs(ms))
    if (nextMs !== null && nextMs <= ms)
      throw new Error(`${describeState(condition)} announced the past at ${ms}`)
  }
  return changes
}
