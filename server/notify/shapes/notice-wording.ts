import type { Severity } from '../../contracts/match.ts'
import type { VolumeChange, VolumeNotice } from '../../contracts/volume-notice.ts'
import { timeOf } from './wording.ts'

/** How a notice is put into words for people, the same in every shape. A feed's name has no character with a meaning. */

const SEVERITIES: Readonly<Record<VolumeChange, Severity>> = {
  'volume-up': 'low',
  'volume-down': 'low',
  'source-started': 'info',
  'source-stopped': 'medium',
  'source-resumed': 'info',
}

export function severityOf({ kind }: VolumeNotice): Severity {
  return SEVERITIES[kind]
}

/** "31 % more contacts than usual since 2026-11-27 14:05 UTC". */
export function noticeTitle(notice: VolumeNotice): string {
  const { kind, sourceId, sinceAt } = notice
  const since = `since ${timeOf(sinceAt)}`
  const feed = `The feed ${sourceId ?? 'without a name'}`
  switch (kind) {
    case 'volume-up':
    case 'volume-down':
      return `${changeOf(notice)} contacts than usual ${since}`
    case 'source-started':
      return `${feed} began to deliver at ${timeOf(sinceAt)}`
    case 'source-stopped':
      return `${feed} has been silent ${since}`
    case 'source-resumed':
      return `${feed} has delivered again ${since}`
  }
}

/** What it means, in one line. */
export function noticeText({ sourceId, perHour, expectedPerHour, quietUntil }: VolumeNotice): string {
  const figures = sourceId === null ? `${perHour} an hour, usually ${expectedPerHour}. ` : ''
  return `${figures}No new issue is opened until ${timeOf(quietUntil)}.`
}

/** The headline of a whole message. */
export function noticeSummary(notices: readonly VolumeNotice[]): string {
  const latest = notices.at(-1)
  if (latest === undefined) return 'Earshot'
  return notices.length === 1 ? noticeTitle(latest) : `${noticeTitle(latest)}, and ${notices.length - 1} more`
}

function changeOf({ kind, perHour, expectedPerHour }: VolumeNotice): string {
  const word = kind === 'volume-up' ? 'more' : 'fewer'
  const percent = Math.round(100 * Math.abs(perHour / expectedPerHour - 1))
  // Where next to nothing is usual, a share of it says nothing.
  return Number.isFinite(percent) && percent < 1000
    ? `${percent} % ${word}`
    : word === 'more'
      ? 'Far more'
      : 'Far fewer'
}
