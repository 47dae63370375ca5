import type { Stage } from '../stage.ts'

/** From this priority on a prompt is shown whatever else was. */
export const URGENT = 90

/** The part of a budget that prompts up to a priority may spend, so that the important ones spend it last. */
const SHARES = [
  { below: 30, share: 0.4 },
  { below: 50, share: 0.6 },
  { below: 70, share: 0.8 },
] as const

/** A prompt is held when the agent has had as many as its priority may spend: in the call, in the hour, of the rule. */
export const attention: Stage = ({ match, spent, limits }) => {
  const { priority } = match.rule
  if (match.action.kind !== 'prompt' || priority >= URGENT) return null
  const share = SHARES.find(({ below }) => priority < below)?.share ?? 1
  const allowed = (limit: number): number => Math.max(1, Math.floor(limit * share))
  const isSpent =
    spent.inCall >= allowed(limits.perCall) ||
    spent.inHour >= allowed(limits.perAgentHour) ||
    spent.ofRuleInHour >= limits.perRuleHour
  return isSpent ? 'budget-spent' : null
}
