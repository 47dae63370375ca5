import { html, type TemplateResult } from 'lit'
import type { Issue } from '../../../../server/contracts/issue.ts'
import {
  agentWords,
  countWords,
  growthWords,
  moneyWords,
  moodWords,
  timesUsual,
} from '../../data/issue-words.ts'
import { KANO_NAMES, KANO_TEXTS, NEED_NAMES, NEED_TEXTS } from '../../design/issue-wording.ts'

interface Fact {
  readonly name: string
  readonly value: string
  readonly note: string
  readonly tone: 'much' | 'more' | ''
  readonly title?: string
}

/** An issue in numbers: so many customers, so much more than usual, what it will bring and cost. */
export function issueFacts(issue: Issue): TemplateResult {
  return html`<dl class="facts">
    ${factsOf(issue).map(
      ({ name, value, note, tone, title = '' }) =>
        html`<div title=${title}>
          <dt>${name}</dt>
          <dd class="tabular ${tone}">${value}</dd>
          <dd class="note">${note}</dd>
        </div>`,
    )}
  </dl>`
}

function factsOf(issue: Issue): readonly Fact[] {
  const { counts, growthPerHour, sentiment, need, kano } = issue
  const times = timesUsual(counts.lastHour, counts.expectedLastHour)
  return [
    { name: 'Contacts so far', value: String(counts.contacts), note: 'distinct customers', tone: '' },
    {
      name: 'Last hour',
      value: String(counts.lastHour),
      note: `${countWords(counts.expectedLastHour)} usual${times === null ? '' : `, ${countWords(times)}×`}`,
      tone: times === null ? '' : 'much',
    },
    {
      name: 'Growth',
      value: growthWords(growthPerHour),
      note: 'on the hour before',
      tone: growthPerHour >= 1 ? 'much' : '',
    },
    extraCalls(issue),
    costFact(issue),
    {
      name: 'Customers sound',
      value: moodWords(sentiment),
      note: sentiment === null ? 'no words tell' : `${sentiment.toFixed(1)} of −1 to 1`.replace('-', '−'),
      tone: sentiment !== null && sentiment <= -0.25 ? 'more' : '',
    },
    {
      name: 'Need',
      value: NEED_NAMES[need],
      note: KANO_NAMES[kano],
      tone: '',
      title: `${NEED_TEXTS[need]} ${KANO_NAMES[kano]}: ${KANO_TEXTS[kano]}`,
    },
  ]
}

function extraCalls({ extraCallsNextHour, extraAgentsNextHour }: Issue): Fact {
  const calls = Math.max(0, Math.round(extraCallsNextHour))
  return {
    name: 'Next hour',
    value: calls === 0 ? '+0 calls' : `+${calls} ${calls === 1 ? 'call' : 'calls'}`,
    note: calls === 0 ? 'none expected' : agentWords(extraAgentsNextHour),
    tone: calls > 0 ? 'more' : '',
    title: 'Calls above what is usual, and the agents that it takes so that nobody waits longer than usual.',
  }
}

function costFact({ cost }: Issue): Fact {
  if (cost === null) return { name: 'Cost so far', value: '–', note: 'no cost per hour set', tone: '' }
  return {
    name: 'Cost so far',
    value: moneyWords(cost.soFar, cost.currency),
    note: `${moneyWords(cost.nextHour, cost.currency)} next hour`,
    tone: '',
    title: 'Handling time of its contacts, at the cost per hour of the settings.',
  }
}
