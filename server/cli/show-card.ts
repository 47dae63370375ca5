import type { ScoreCard, ScoreItem, ScoreMoment, ScoreResult } from '../contracts/quality.ts'
import { clock } from '../rules/explain/words.ts'

const MARKS: Readonly<Record<ScoreResult, string>> = { met: '[x]', missed: '[ ]', 'not-applicable': ' - ' }

/** A score card as lines for whoever looks after quality. */
export function showCard(card: ScoreCard): readonly string[] {
  const { callId, durationMs, agentId, queue, team, score, failed, reason, resolution, repeatedBy } = card
  const who = [`agent ${agentId ?? 'unknown'}`, `queue ${queue ?? 'unknown'}`, `team ${team ?? 'unknown'}`]
  const came = repeatedBy === null ? '' : ` by ${repeatedBy}`
  const sections = new Map<string, ScoreItem[]>()
  for (const item of card.items) sections.set(item.section, [...(sections.get(item.section) ?? []), item])
  return [
    `call ${callId}, ${clock(durationMs)} long, ${who.join(', ')}`,
    `score ${score ?? 'none: no item applied'}${failed ? ', failed: a critical item was missed' : ''}`,
    `about ${reason ?? 'unknown'}, contact ${resolution}${came}`,
    ...[...sections].flatMap(([title, items]) => ['', title, ...items.flatMap(itemLines)]),
  ]
}

function itemLines({ title, weight, critical, result, moments }: ScoreItem): readonly string[] {
  const points = String(weight).padStart(4)
  return [
    `  ${MARKS[result]}${points}  ${title}${critical ? ' (critical)' : ''}`,
    ...moments.map((moment) => `             ${momentLine(moment)}`),
  ]
}

function momentLine({ atMs, words }: ScoreMoment): string {
  return words === '' ? `at ${clock(atMs)}` : `at ${clock(atMs)} “${words}”`
}
