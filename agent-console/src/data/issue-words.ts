import type { Issue, IssueHistoryEntry, IssueVerification } from '../../../server/contracts/issue.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span of time as one says it: `40 s`, `23 min`, `2 h 05 min`, `3 days`. */
export function spanWords(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / 1000))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE)
    const hours = `${Math.floor(ms / HOUR)} h`
    return minutes === 0 ? hours : `${hours} ${String(minutes).padStart(2, '0')} min`
  }
  const days = Math.floor(ms / DAY)
  return days === 1 ? '1 day' : `${days} days`
}

/** Hours away from now in which a time of day is no riddle. */
const SAME_DAY = 18 * HOUR

/** The time of day, with the day before it when it is far from now. */
export function clockWords(at: number, now: number): string {
  const when = new Date(at)
  const time = when.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  if (Math.abs(now - at) < SAME_DAY) return time
  return `${when.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${time}`
}

/** A count that may be a fraction: whole from ten on. */
export function countWords(count: number): string {
  if (count === 0) return '0'
  if (count < 0.05) return '<0.1'
  return count < 10 && !Number.isInteger(count) ? count.toFixed(1) : String(Math.round(count))
}

/** When it began: an estimate, but never later than it was found, as late reports may make it. */
export function beganAt({ onsetAt, openedAt }: Pick<Issue, 'onsetAt' | 'openedAt'>): number {
  return Math.min(onsetAt, openedAt)
}

/** How the last hour grew on the one before: `+8/h`, `−3/h`, `steady`. */
export function growthWords(perHour: number): string {
  const whole = Math.round(perHour)
  if (whole === 0) return 'steady'
  return whole > 0 ? `+${whole}/h` : `−${-whole}/h`
}

/** How many times what is usual; null where nothing is usual or it is no more than that. */
export function timesUsual(seen: number, expected: number): number | null {
  return expected < 0.05 || seen <= expected ? null : seen / expected
}

/** How customers sound, -1 to 1. */
export function moodWords(mood: number | null): string {
  if (mood === null) return 'not known'
  if (mood <= -0.6) return 'furious'
  if (mood <= -0.25) return 'annoyed'
  if (mood < 0.25) return 'calm'
  return mood < 0.6 ? 'pleased' : 'delighted'
}

/** Money in the site's currency, without cents. */
export function moneyWords(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat(undefined, {
      style: 'currency',
      currency,
      maximumFractionDigits: 0,
    }).format(amount)
  } catch {
    // Expected for a currency that has no code of three letters.
    return `${Math.round(amount)} ${currency}`
  }
}

/** `14 extra calls expected in the next hour, 2 more agents`; empty when none are. */
export function staffingWords(issue: Pick<Issue, 'extraCallsNextHour' | 'extraAgentsNextHour'>): string {
  const calls = Math.round(issue.extraCallsNextHour)
  if (calls <= 0) return ''
  const expected = `${calls} extra ${calls === 1 ? 'call' : 'calls'} expected in the next hour`
  return `${expected}, ${agentWords(issue.extraAgentsNextHour)}`
}

/** `2 more agents`. */
export function agentWords(count: number): string {
  const agents = Math.ceil(Math.max(0, count))
  return `${agents} more ${agents === 1 ? 'agent' : 'agents'}`
}

/** What contacts since the fix say of it. */
export function verificationWords({ contacts, expected, result }: IssueVerification): string {
  const figures = `${contacts} ${contacts === 1 ? 'contact' : 'contacts'} since, ${countWords(expected)} would be usual`
  switch (result) {
    case 'waiting':
      return `Being measured: ${figures}.`
    case 'holds':
      return `The fix holds: ${figures}.`
    case 'does-not-hold':
      return `The fix does not hold: ${figures}.`
    default:
      return result
  }
}

/** What contacts share, word pairs as `basket … empty`. */
export function featureWords(features: readonly string[]): string {
  return features.map((feature) => feature.replaceAll(' + ', ' … ')).join(' · ')
}

const DONE: Readonly<Record<string, string>> = {
  opened: 'found it',
  'closed-as-verified': 'closed it, as the fix held',
  'closed-as-faded': 'closed it, as nobody spoke of it any more',
  'came-back': 'heard of it again',
  'fix-holds': 'measured that the fix holds',
  'fix-does-not-hold': 'measured that the fix does not hold',
  acknowledge: 'acknowledged it',
  own: 'took it',
  advise: 'told the floor',
  'withdraw-advice': 'withdrew the line',
  fixed: 'said that it is fixed',
  close: 'closed it',
  reopen: 'opened it again',
  silence: 'silenced it',
  'add-task': 'added a task',
  'finish-task': 'finished a task',
  note: 'noted',
}

/** What somebody did, after their name; as the server names it where there is no sentence for it. */
export function deedWords({ action, by, note }: IssueHistoryEntry): string {
  if (action === 'own' && note !== null && note !== by) return `gave it to ${note}`
  return DONE[action] ?? action.replaceAll('-', ' ')
}

/** The next time that the clock shows this (`14:30`), in this machine's zone; null for no time. */
export function nextTimeOfDay(time: string, now: number): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? []
  if (hours === undefined || minutes === undefined) return null
  const at = new Date(now)
  at.setHours(Number(hours), Number(minutes), 0, 0)
  if (at.getTime() <= now) at.setDate(at.getDate() + 1)
  return at.getTime()
}
