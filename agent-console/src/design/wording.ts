import type { CaseState } from '../../../server/contracts/alert-case.ts'
import type { CallInfo, EndReason, Party } from '../../../server/contracts/call.ts'
import type { OverloadLevel } from '../../../server/contracts/health.ts'
import type { GapNotice } from '../../../server/contracts/transcript.ts'
import type { LatencyStage, Outcome, OutcomeReason } from '../../../server/contracts/outcome.ts'
import type { UrgencyLevel } from '../data/urgency.ts'
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

export const CASE_STATE_NAMES: Readonly<Record<CaseState, string>> = {
  new: 'Nobody has looked yet',
  seen: 'Seen',
  owned: 'Taken',
  resolved: 'Done',
}

/** Why an outcome is in its state, as the end of a sentence about it. */
export const REASON_TEXTS: Readonly<Record<OutcomeReason, string>> = {
  matched: 'The words of the rule were said.',
  'confirmed-by-final': 'The final words confirmed it.',
  'not-in-final': 'The final words did not have it.',
  cooldown: 'Held back: the rule told of it a moment ago.',
  'once-per-call': 'Held back: the rule tells once a call.',
  'rule-in-shadow': 'Held back: the rule is being tried out.',
  'no-agent': 'Held back: nobody has the call.',
  silenced: 'Held back: somebody wants silence about it.',
  demoted: 'Held back: people called the rule wrong too often.',
  'not-for-team': 'Held back: the rule is not for this team or person.',
  'below-threshold': 'Less serious, important or sure than this team wants it.',
  'same-words': 'Held back: another card rests on the same words.',
  'budget-spent': 'Held back: the agent has been shown enough for now.',
  'agent-speaking': 'Waits until the agent pauses.',
  inhibited: 'Held back: something that matters more stands in this call.',
  grouped: 'Held back: told together with the same in other calls.',
  outranked: 'Withdrawn for one that matters more and rests on the same words.',
  'issue-over': 'Withdrawn: the issue is over.',
}

export const STAGE_NAMES: Readonly<Record<LatencyStage, string>> = {
  network: 'network',
  settle: 'words to settle',
  recognise: 'recognition',
  rules: 'rules',
  actions: 'decision',
  wait: 'waiting for a pause',
  deliver: 'sending',
  paint: 'painting',
}

export const URGENCY_NAMES: Readonly<Record<UrgencyLevel, string>> = {
  calm: 'Calm',
  watch: 'Watch',
  warm: 'Soon',
  urgent: 'Now',
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
