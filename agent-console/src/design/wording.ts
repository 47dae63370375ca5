import type { CallInfo, EndReason, Party } from '../../../server/contracts/call.ts'
import type { OverloadLevel } from '../../../server/contracts/health.ts'
import type { GapNotice } from '../../../server/contracts/transcript.ts'
import type { Outcome } from '../../../server/contracts/outcome.ts'
import type { FeedbackVerdict } from '../../../server/contracts/feedback.ts'
import type { RuleStatus, Severity } from '../../../server/contracts/match.ts'

export const PARTY_NAMES: Readonly<Record<Party, string>> = { agent: 'Agent', customer: 'Customer' }

export const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  info: 'Info',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
}

export const STATE_NAMES: Readonly<Record<Outcome['state'], string>> = {
  shown: 'Just heard',
  confirmed: 'Confirmed',
  retracted: 'Withdrawn',
  held: 'Held',
}

export const STATUS_NAMES: Readonly<Record<RuleStatus, string>> = {
  draft: 'Draft',
  shadow: 'Shadow',
  live: 'Live',
  retired: 'Retired',
}

/** What it means for a rule to be there. */
export const STATUS_TEXTS: Readonly<Record<RuleStatus, string>> = {
  draft: 'being written, never run',
  shadow: 'run and counted, shown to nobody',
  live: 'shown to people',
  retired: 'switched off for good',
}

export const VERDICT_NAMES: Readonly<Record<FeedbackVerdict, string>> = {
  used: 'Used',
  'not-now': 'Not now',
  wrong: 'Wrong',
}

export const END_REASONS: Readonly<Record<EndReason, string>> = {
  completed: 'Call ended',
  abandoned: 'Call ended: its audio stopped',
  shutdown: 'Call ended: the server was stopped',
  failed: 'Call ended by a fault',
}

export const GAP_REASONS: Readonly<Record<GapNotice['reason'], string>> = {
  lost: 'audio missing',
  paused: 'paused',
  dropped: 'audio could not be taken',
}

/** What the server does about being overloaded. */
export const OVERLOAD_TEXTS: Readonly<Record<OverloadLevel, string>> = {
  calm: '',
  'fewer-partials': 'Words in motion are updated less often.',
  'larger-chunks': 'Speech is recognised in larger pieces, which takes less power.',
  behind: 'All that could be saved is saved; no words are lost, but they come late.',
}

/** Where the call came in, as the telephone system names it. */
export function queueOf(info: CallInfo): string {
  return info.attributes['queue'] ?? ''
}
