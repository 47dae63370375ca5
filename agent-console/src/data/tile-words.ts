import { CASE_STATE_NAMES, SEVERITY_NAMES, URGENCY_NAMES } from '../design/wording.ts'
import type { MapTile } from './board-map.ts'
import type { CallView } from './call-view.ts'
import { formatCallTime, formatSeconds, formatSilence } from './format.ts'
import type { Reason } from './urgency.ts'

/** A tile in words, beginning with what is written on it: whose call it is, how much it needs somebody, and why. */
export function tileWords({ call, urgency }: MapTile): string {
  const { info, queue, team, onHold, atMs } = call
  const parts = [
    info.agentId ?? 'No agent',
    urgency.level === 'calm' ? '' : String(urgency.score),
    formatCallTime(atMs),
    onHold ? 'on hold' : '',
    queue ?? '',
    team ?? '',
  ]
  const place = parts.filter((part) => part !== '').join(', ')
  const why = urgency.reasons.map((reason) => reasonWords(reason, call)).join(', ')
  return `${place}. ${URGENCY_NAMES[urgency.level]}${why === '' ? '' : `: ${why}`}.`
}

function reasonWords(reason: Reason, { silenceMs, lagMs }: CallView): string {
  switch (reason.kind) {
    case 'case':
      return `${SEVERITY_NAMES[reason.severity].toLowerCase()} alert, ${CASE_STATE_NAMES[reason.state].toLowerCase()}`
    case 'mood':
      return 'the customer sounds unhappy'
    case 'worse':
      return 'getting worse'
    case 'silence':
      return `nobody has spoken for ${formatSilence(silenceMs)}`
    case 'lag':
      return `${formatSeconds(lagMs)} behind`
  }
}
