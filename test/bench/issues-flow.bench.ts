import { join } from 'node:path'
import { wallMs } from '../../server/contracts/time.ts'
import { BOOK_DEFAULTS } from '../../server/issues/book/book-settings.ts'
import { loadCodeFrame } from '../../server/issues/codes/code-frame-loader.ts'
import { IssueEngine } from '../../server/issues/issue-engine.ts'
import { heardContact } from '../helpers/heard-contact.ts'
import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, type BenchResult } from './goals.ts'
import { figure, printTable } from './measure/table.ts'

const RULES = join(import.meta.dirname, '../../rules')
const HOUR_MS = 3_600_000
/** As many as 500 agents have. */
const PER_HOUR = 3000
const START = Date.UTC(2026, 10, 20)
const FREEZES = 'i am trying to pay my bill on your website but the payment page freezes every time'
const CALM = [
  'i would like to change my delivery address please',
  'could you tell me when my contract ends and what i pay then',
  'please send me a copy of my last invoice',
  'my neighbour recommended you so i wanted to ask about prices',
]

interface Phase {
  readonly name: string
  readonly perSecond: number
  /** The longest that one contact, a minute's tick, the figures or a save held the process, in milliseconds. */
  readonly worstMs: number
}

/** A floor of 500 agents through detection and book: how many contacts a second, and what holds up everybody else. */
export async function run({ quick }: BenchOptions): Promise<BenchResult> {
  const { frame } = await loadCodeFrame(RULES)
  const engine = new IssueEngine({ codes: () => frame.codes, settings: BOOK_DEFAULTS, timeZone: 'UTC' })
  const finder = frame.finder()
  const part = { channel: 'call', step: null } as const
  const found = measure('codes looked for', quick ? 5000 : 20_000, (n) =>
    finder.find({ ...part, text: textOf(n) }),
  )
  let count = 0
  const take = (text: string, codes: readonly string[], at: number): void => {
    count += 1
    engine.take(
      heardContact({ id: `calls:${String(count)}`, at, codes, texts: [text], mood: -0.2 }),
      wallMs(at),
    )
  }
  const quietHours = 26
  const quiet = measure('quiet day', quietHours * PER_HOUR, (n) => take(textOf(n), [], timeOf(n)))
  const before = quietHours * PER_HOUR
  const incident = measure('two hours with an issue of a fifth', 2 * PER_HOUR, (n) => {
    const isHit = n % 5 === 0
    take(isHit ? FREEZES : textOf(n), isHit ? ['web.payment.page-freezes'] : [], timeOf(before + n))
    engine.book.collect(wallMs(timeOf(before + n)), 'urgent')
  })
  const now = timeOf(before + 2 * PER_HOUR)
  const calmSave = measure('saving the state', 3, () => engine.save())
  const flood = measure('100,000 contacts of it in a minute', quick ? 20_000 : 100_000, (n) =>
    take(FREEZES, ['web.payment.page-freezes'], now + n * 0.6),
  )
  const later = wallMs(now + 60_000)
  const steps = [
    measure('a minute’s tick', 1, () => engine.advanceTo(later)),
    measure('figures of all issues', 1, () => engine.book.collect(later, 'all')),
    measure('saving the state then', 1, () => engine.save()),
  ]
  printTable(
    ['', 'a second', 'longest ms'],
    [found, quiet, incident, calmSave, flood, ...steps].map(({ name, perSecond, worstMs }) => [
      name,
      figure(perSecond),
      figure(worstMs, 1),
    ]),
  )
  return {
    goals: {
      issues_flow_quiet_per_second: atLeast(quiet.perSecond, 20_000),
      issues_flow_flood_per_second: atLeast(flood.perSecond, 10_000),
      issues_flow_longest_ms: atMost(Math.max(quiet.worstMs, incident.worstMs, flood.worstMs), 100),
    },
  }
}

/** In time of this thread alone, so that a busy machine does not count. */
function measure(name: string, times: number, step: (n: number) => unknown): Phase {
  let worstMs = 0
  const began = threadMs()
  let before = began
  for (let n = 0; n < times; n += 1) {
    step(n)
    const after = threadMs()
    worstMs = Math.max(worstMs, after - before)
    before = after
  }
  return { name, perSecond: (times * 1000) / (before - began), worstMs }
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function textOf(n: number): string {
  return `${CALM[n % CALM.length] ?? ''} word${String(n % 5000)}`
}

function timeOf(n: number): number {
  return START + (n * HOUR_MS) / PER_HOUR
}
