import { isOver } from '../core/news.ts'
import type { Telling } from './telling.ts'
import { factsOf, quotesOf, titleOf } from './wording.ts'

/** Prometheus names as end of an open alert four times the interval of its repeats; so does this. */
const INTERVALS = 4

/** When nothing is repeated: after a week the figures are the usual ones. */
const WEEK_MS = 7 * 24 * 3_600_000

/** Alerts for `POST /api/v2/alerts` (prometheus/alertmanager, api/v2/openapi.yaml, `postableAlerts`). */
export function alertmanagerBody({ at, entries, linkTo, repeatIntervalMs }: Telling): unknown {
  const openUntil = at + (repeatIntervalMs === 0 ? WEEK_MS : INTERVALS * repeatIntervalMs)
  return entries.map(({ issue }) => {
    const link = linkTo(issue.issueId)
    return {
      // What an alert is known and routed by. One whose severity changes is another alert; the former ends by itself.
      labels: {
        alertname: 'EarshotIssue',
        severity: issue.severity,
        issue: issue.issueId,
        ...(issue.code === null ? {} : { code: issue.code }),
        ...(issue.channel === null ? {} : { channel: issue.channel }),
        ...(issue.unit === null ? {} : { unit: issue.unit }),
      },
      annotations: {
        summary: titleOf(issue),
        description: [
          ...factsOf(issue).map(({ name, value }) => `${name}: ${value}`),
          ...quotesOf(issue),
        ].join('\n'),
      },
      startsAt: new Date(issue.onsetAt).toISOString(),
      endsAt: new Date(isOver(issue) ? Math.max(issue.updatedAt, issue.onsetAt) : openUntil).toISOString(),
      ...(link === null ? {} : { generatorURL: link }),
    }
  })
}
