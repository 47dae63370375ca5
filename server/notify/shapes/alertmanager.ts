import { isOver } from '../core/news.ts'
import { NOTICES_KEPT_MS, type VolumeNotice } from '../../contracts/volume-notice.ts'
import { noticeText, noticeTitle, severityOf } from './notice-wording.ts'
import type { NoticeTelling, Telling } from './telling.ts'
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

/** A feed's alert lasts until it delivers again, a day at most; the others as long as nothing new is opened. */
export function alertmanagerNotices({ notices, link }: NoticeTelling): unknown {
  return notices.map((notice) => ({
    labels: labelsOf(notice),
    annotations: { summary: noticeTitle(notice), description: noticeText(notice) },
    startsAt: new Date(notice.sinceAt).toISOString(),
    endsAt: new Date(endOf(notice)).toISOString(),
    ...(link === null ? {} : { generatorURL: link }),
  }))
}

/** The end of a feed's silence has the labels of its beginning: by them an alert is known. */
function labelsOf(notice: VolumeNotice): Readonly<Record<string, string>> {
  const { kind, sourceId } = notice
  const feed = sourceId === null ? {} : { feed: sourceId }
  if (kind === 'source-stopped' || kind === 'source-resumed') {
    return { alertname: 'EarshotFeedSilent', severity: 'medium', ...feed }
  }
  return { alertname: 'EarshotContacts', severity: severityOf(notice), change: kind, ...feed }
}

function endOf({ kind, at, quietUntil }: VolumeNotice): number {
  if (kind === 'source-stopped') return at + NOTICES_KEPT_MS
  return kind === 'source-resumed' ? at : quietUntil
}
