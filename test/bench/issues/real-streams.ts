import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { wallMs } from '../../../server/contracts/time.ts'
import { IssueDetector } from '../../../server/issues/detect/issue-detector.ts'
import type { Detection, Issue } from '../../../server/issues/detect/issue.ts'
import { VolumeWatch } from '../../../server/issues/detect/volume-watch.ts'
import { figure, printTable } from '../measure/table.ts'
import { DATA_DIR, parseCsv } from './banking.ts'
import { DAY_MS, HOUR_MS, TICK_MS } from './volume-model.ts'

const STREAMS = join(DATA_DIR, 'stream')
const MONTH = 30
/** The set knows only the day of a review: a day's reviews are put into three hours, so that the longest window holds a day. */
const STRETCH_HOURS = 2.9

/** What people wrote about an app, by day, and what the makers' release notes say was broken. */
export function youtubeTable(): { alerts: number; found: readonly string[]; events: number } {
  const detector = new IssueDetector({ phraseFalseAlarms: 1, recalibrateTicks: Infinity })
  const byDay = Map.groupBy(readReviews(), ({ date }) => date)
  const found: Detection[] = []
  let days = 0
  detector.startLearning()
  for (const [date, reviews] of [...byDay].toSorted(([a], [b]) => a.localeCompare(b))) {
    if (days === MONTH) detector.stopLearning()
    days += 1
    const first = Date.parse(`${date}T04:00:00Z`)
    reviews.forEach((review, index) => {
      const at = wallMs(first + Math.floor((index / reviews.length) * STRETCH_HOURS * HOUR_MS))
      found.push(
        ...detector.observe({
          ...{ id: `${date}/${index}`, channel: 'app', step: null, authorKey: null, language: 'en-US', at },
          ...{ codes: [], texts: [review.text], rating: review.rating, sourceId: 'app-store' },
        }),
      )
    })
    found.push(...detector.advanceTo(wallMs(first + DAY_MS)))
  }
  const issues = found.flatMap((one) => (one.type === 'opened' ? [one.issue] : []))
  printTable(
    ['opened', 'customers', 'words'],
    issues.slice(0, 40).map((issue) => [dayOf(issue), figure(issue.contacts), issue.words.join(', ')]),
  )
  const known = EVENTS.filter((event) => issues.some((issue) => isAbout(issue, event))).map(
    ({ what }) => what,
  )
  return { alerts: issues.length, found: known, events: EVENTS.length }
}

/** What is known to have gone wrong, from the release notes and from reading the reviews. */
const EVENTS = [
  { what: '11.47 crashes, mended on 13 December', from: '2016-12-07', to: '2016-12-12', word: /crash/ },
  { what: 'subscriptions do not load', from: '2016-12-30', to: '2017-01-01', word: /subscription|load/ },
  { what: '12.03 changes skipping', from: '2017-02-01', to: '2017-02-04', word: /skip/ },
  { what: 'an outage', from: '2017-02-12', to: '2017-02-13', word: /something|can't|aren't|work/ },
  { what: 'people are logged out', from: '2017-02-23', to: '2017-02-25', word: /log|account/ },
] as const

function isAbout(issue: Issue, { from, to, word }: (typeof EVENTS)[number]): boolean {
  return dayOf(issue) >= from && dayOf(issue) <= to && issue.words.some((one) => word.test(one))
}

function dayOf({ openedAt }: Issue): string {
  return new Date(openedAt).toISOString().slice(0, 10)
}

function readReviews(): readonly { date: string; rating: number; text: string }[] {
  const rows = parseCsv(unzipped('youtube_reviews.csv.gz')).slice(1)
  return rows.map(([date = '', , rating = '', title = '', text = '']) => ({
    ...{ date, rating: Number(rating), text: `${title} ${text}` },
  }))
}

/** Mentions of companies every five minutes (NAB): the watch over the number of contacts, against labelled windows. */
export function nabTable(): { windows: number; found: number; falsePerDay: number } {
  const labelled = JSON.parse(readFileSync(join(STREAMS, 'nab/combined_windows.json'), 'utf8')) as Record<
    string,
    readonly (readonly [string, string])[]
  >
  const sum = { windows: 0, found: 0, falseNotices: 0, days: 0 }
  const rows: (readonly string[])[] = []
  for (const [file, spans] of Object.entries(labelled)) {
    const name = /Twitter_volume_(\w+)\.csv$/.exec(file)?.[1]
    if (name === undefined) continue
    const points = parseCsv(unzipped(`nab/Twitter_volume_${name}.csv.gz`)).slice(1)
    const notices = noticesOf(points)
    const first = Date.parse(`${points[0]?.[0] ?? ''}Z`) + 7 * DAY_MS
    const windows = spans
      .map(([from, to]) => [Date.parse(`${from}Z`), Date.parse(`${to}Z`)] as const)
      .filter(([from]) => from >= first)
    const found = windows.filter(([from, to]) => notices.some((at) => at >= from && at <= to)).length
    const wrong = notices.filter((at) => !windows.some(([from, to]) => at >= from && at <= to)).length
    const days = (points.length * TICK_MS) / DAY_MS - 7
    rows.push([name, `${found} of ${windows.length}`, figure(wrong / days, 2)])
    sum.windows += windows.length
    sum.found += found
    sum.falseNotices += wrong
    sum.days += days
  }
  printTable(['mentions of', 'windows with a notice', 'others a day'], rows)
  return { windows: sum.windows, found: sum.found, falsePerDay: sum.falseNotices / sum.days }
}

function noticesOf(points: readonly (readonly string[])[]): readonly number[] {
  const watch = new VolumeWatch()
  return points.flatMap(([stamp = '', value = '']) => {
    const at = Date.parse(`${stamp}Z`)
    const local = { hour: new Date(at).getUTCHours(), weekday: new Date(at).getUTCDay() }
    return watch.close([Number(value)], local) === null ? [] : [at]
  })
}

function unzipped(file: string): string {
  return gunzipSync(readFileSync(join(STREAMS, file))).toString('utf8')
}
