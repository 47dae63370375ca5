import type { BenchOptions } from './bench-options.ts'
import { atLeast, atMost, type BenchResult } from './goals.ts'
import { readBanking } from './issues/banking.ts'
import { codedTable, groupFigures, OURS } from './issues/coded-table.ts'
import { HonestyCourt } from './issues/honesty.ts'
import { PHRASE_PLAN } from './issues/phrase-stream.ts'
import { minutesOf, phraseTable } from './issues/phrase-table.ts'
import { nabTable, youtubeTable } from './issues/real-streams.ts'
import { percent, printTable } from './measure/table.ts'

const TWO_A_WEEK = 2 / 7
/** What a site has that sets nothing. On the tuning seeds a larger one found no more of the goal's incidents. */
const PHRASE_BUDGET = 1
const BUDGETS = [
  ['1 a week', 1 / 7],
  ['2 a week', TWO_A_WEEK],
  ['1 a day', PHRASE_BUDGET],
  ['2 a day', 2],
  ['5 a day', 5],
] as const
/**
 * Settings were chosen on seeds 1 to 3 and 101 to 137. The first of these groups were looked at several times since,
 * the last one once, when all was settled: the goals are about it.
 */
const CODED_SEEDS = {
  full: [
    [11, 12, 13],
    [31, 32, 33],
  ],
  quick: [[11]],
}
const PHRASE_SEEDS = {
  full: [
    [21, 22, 23],
    [41, 42, 43],
    [51, 52, 53],
    [61, 62, 63, 71, 72, 73, 81, 82, 83],
  ],
  quick: [[21]],
}

/** Whether issues are found, how soon, and at what price in false alarms: the protocol is in `issues/`. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  return { goals: { ...coded(options), ...phrases(options), ...honesty(options), ...real(options) } }
}

function coded({ quick }: BenchOptions): BenchResult['goals'] {
  const groups = quick ? CODED_SEEDS.quick : CODED_SEEDS.full
  const plan = quick
    ? { codes: 200, days: 32, testDay: 21, perHour: 100, incidentsEach: 8 }
    : { codes: 1000, days: 56, testDay: 35, perHour: 278, incidentsEach: 60 }
  const scores = groups.map((seeds) => {
    console.log(
      `\nknown issues: ${plan.codes} codes, seeds ${seeds.join(', ')}; found, median minutes, contacts (n)`,
    )
    return codedTable({ seeds, plan, budgets: BUDGETS })
  })
  const ours = scores.at(-1)?.get(`${OURS} ${TWO_A_WEEK}`)
  const { share, minutes, affected } = groupFigures(ours?.groups.get('+12/h'))
  return {
    coded_12h_found: atLeast(share, 1),
    coded_12h_minutes: atMost(minutes, 25),
    coded_12h_contacts: atMost(affected, 4),
    coded_false_alarms_per_day: atMost(ours?.falseAlarmsPerDay ?? NaN, 0.3),
  }
}

function phrases({ quick }: BenchOptions): BenchResult['goals'] {
  const groups = quick ? PHRASE_SEEDS.quick : PHRASE_SEEDS.full
  const plan = quick ? { ...PHRASE_PLAN, days: 13, testDay: 8, perHour: 60 } : PHRASE_PLAN
  const each = quick
    ? PHRASE_PLAN.incidents.map(({ perHour }) => ({ perHour, each: 1 }))
    : PHRASE_PLAN.incidents
  const trial = { plan: { ...plan, incidents: each }, budgets: BUDGETS, banking: readBanking() }
  const scores = groups.map((seeds) => {
    console.log(`\nunknown issues: no labels, seeds ${seeds.join(', ')}`)
    return phraseTable({ ...trial, seeds })
  })
  const score = scores.at(-1)?.get(PHRASE_BUDGET)
  const novel = score?.groups.get('novel 12/h')
  return {
    phrase_12h_found_of_15: atLeast(((novel?.detected ?? 0) / Math.max(1, novel?.incidents ?? 0)) * 15, 14),
    phrase_12h_minutes: atMost(minutesOf(score, 'novel 12/h'), 60),
    phrase_purity: atLeast(score?.purity ?? NaN, 0.9),
    phrase_false_alarms_per_day: atMost(score?.falseAlarmsPerDay ?? NaN, 1),
  }
}

function honesty({ quick }: BenchOptions): BenchResult['goals'] {
  const seeds = quick ? [1] : [1, 2, 3]
  console.log(`\nhonesty, seeds ${seeds.join(', ')}`)
  const scenarios = seeds.flatMap((seed) =>
    new HonestyCourt(seed).run().map((scenario) => ({ seed, scenario })),
  )
  printTable(
    ['what happens', 'seed', 'wanted', 'issues', 'notices', 'as wanted'],
    scenarios.map(({ seed, scenario: { name, expected, issues, notices, isMet } }) => [
      ...[name, String(seed), expected, String(issues.length), String(notices.length), isMet ? 'yes' : 'NO'],
    ]),
  )
  const met = scenarios.filter(({ scenario }) => scenario.isMet).length
  return { honesty_as_wanted: atLeast(met / scenarios.length, 1) }
}

function real({ quick }: BenchOptions): BenchResult['goals'] {
  if (quick) return {}
  console.log('\nYouTube reviews by day, budget 1 a day, learned from the first 30 days')
  const youtube = youtubeTable()
  console.log(`${youtube.alerts} issues; of ${youtube.events} known events: ${youtube.found.join('; ')}`)
  console.log('\nNAB, number of mentions: the volume watch, first week learned only')
  const nab = nabTable()
  console.log(
    `${nab.found} of ${nab.windows} windows (${percent(nab.found / nab.windows, 0)}), ${nab.falsePerDay.toFixed(2)} others a day`,
  )
  return { youtube_events_found_of_5: atLeast(youtube.found.length, 5) }
}
