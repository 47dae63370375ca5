import type { Outcome } from '../../../server/contracts/outcome.ts'
import { clockWords } from './issue-words.ts'

const FIX = / Fix expected at [^.]*\.$/

/** The line as agents get it: when the fix is expected stands in it, as the digital team's clock shows it. */
export function withFix(text: string, fixExpectedAt: number | null, now: number): string {
  const line = text.trim()
  if (fixExpectedAt === null || line === '') return line
  const ended = /[.!?…]$/.test(line) ? line : `${line}.`
  return `${ended} Fix expected at ${clockWords(fixExpectedAt, now)}.`
}

/** What was typed, without what `withFix` has put to it. */
export function withoutFix(line: string): string {
  return line.replace(FIX, '')
}

/** Whether a card is a line of the digital team, and not one of a rule. */
export function isFromDigitalTeam({ kind, rule }: Outcome): boolean {
  return kind === 'issue' || rule.startsWith('issue.')
}

/** The person whose words a card is; null: a rule's. */
export function senderOf(outcome: Outcome): string | null {
  if (isFromDigitalTeam(outcome)) return 'From the digital team'
  return outcome.rule.startsWith('whisper@') ? 'From your supervisor' : null
}
