import type { HonestFigures } from '../../../server/contracts/figures.ts'
import { percent } from './format.ts'

/** One tile: a figure, and what it is made of. */
export interface Tile {
  readonly name: string
  readonly value: string
  /** What the figure is counted from, in whole sentences or none. */
  readonly about: readonly string[]
}

export function countText(count: number): string {
  return count.toLocaleString()
}

/** A delay with as many digits as tell something; a dash for none. */
export function delayText(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 1) return '<1\u00a0ms'
  return ms < 1000 ? `${Math.round(ms)}\u00a0ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)}\u00a0s`
}

/** A rate as `4.2`; a dash for none. */
export function rateText(rate: number | null): string {
  if (rate === null) return '–'
  return Number.isInteger(rate) || rate >= 100 ? String(Math.round(rate)) : rate.toFixed(1)
}

export function figureTiles(figures: HonestFigures): readonly Tile[] {
  return [
    {
      name: 'Prompts per agent-hour',
      value: rateText(figures.promptsPerAgentHour),
      about:
        figures.promptsPerAgentHour === null
          ? ['No agent was on a call.']
          : [`${counted(figures.prompts, 'prompt')} in ${hoursText(figures.agentHours)} on calls.`],
    },
    { name: 'Seen to used', value: percent(figures.seenToUsed), about: seenWords(figures) },
    { name: 'Called wrong', value: percent(figures.wrongShare), about: verdictWords(figures) },
    { name: 'Word to painted', value: delayText(figures.wordToPainted.p50), about: delayWords(figures) },
    { name: 'Withdrawn', value: percent(figures.retractedShare), about: withdrawnWords(figures) },
  ]
}

function hoursText(hours: number): string {
  return hours < 1 ? counted(Math.round(hours * 60), 'minute') : counted(Math.round(hours * 10) / 10, 'hour')
}

function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? '' : 's'}`
}

function seenWords({ prompts, seen, usedOfSeen }: HonestFigures): readonly string[] {
  if (prompts === 0) return ['No prompt was shown.']
  const unseen = prompts - seen
  return [
    seen === 0
      ? 'No browser said that it painted one.'
      : `${countText(usedOfSeen)} of ${countText(seen)} that agents saw.`,
    unseen === 0
      ? 'All that were shown were painted.'
      : `${countText(unseen)} shown and painted on no screen.`,
  ]
}

function verdictWords({ used, notNow, wrong }: HonestFigures): readonly string[] {
  const all = used + notNow + wrong
  if (all === 0) return ['Nobody has said anything of what was shown.']
  return [
    `${countText(wrong)} of ${counted(all, 'verdict')}.`,
    `${countText(used)} used or useful, ${countText(notNow)} not now.`,
  ]
}

function delayWords({ wordToPainted }: HonestFigures): readonly string[] {
  const { n, p95, p99 } = wordToPainted
  if (n === 0) return ['Not measured: nothing that words caused was painted.']
  return [
    `Half come sooner; 95 % within ${delayText(p95)}, 99 % within ${delayText(p99)}.`,
    n === 1 ? 'Measured once.' : `Measured ${countText(n)} times.`,
  ]
}

function withdrawnWords({ prompts, alerts, retracted, held }: HonestFigures): readonly string[] {
  const shown = prompts + alerts
  const kept = `${countText(held)} held back before anybody saw them.`
  if (shown === 0) return ['Nothing was shown.', kept]
  return [`${countText(retracted)} of ${countText(shown)} prompts and alerts.`, kept]
}

/** Precision with its interval, as `75 % (30–95)`. */
export function precisionText(precision: number | null, range: readonly [number, number] | null): string {
  if (precision === null || range === null) return '–'
  const [low, high] = range.map((bound) => Math.round(bound * 100))
  return `${percent(precision)} (${low}–${high})`
}
