import { describe, expect, test } from 'vitest'
import type { Clause } from '../../../agent-console/src/data/condition-words.ts'
import { durationWords } from '../../../agent-console/src/data/duration-words.ts'
import { ruleInWords } from '../../../agent-console/src/data/rule-words.ts'

function rule(when: string, then = "prompt: { text: 'Say it.', cooldown: 5m }"): string {
  return `id: a\ntitle: A title\nseverity: high\nowner: a-team\nwhen:\n  ${when}\nthen:\n  ${then}\n`
}

/** A clause as a text: quotes in ‹›, members in []. */
function flat({ pieces, members }: Clause): string {
  const own = pieces.map((piece) => (typeof piece === 'string' ? piece : `‹${piece.quote}›`)).join('')
  return members.length === 0 ? own : `${own} [${members.map(flat).join(' | ')}]`
}

function when(text: string): string {
  const words = ruleInWords(rule(text))
  if (words === null) throw new Error('the rule was not put into words')
  return flat(words.when)
}

describe('a rule in words', () => {
  test('says who says what, and how many phrases are not named', () => {
    expect(when('said: { speaker: customer, phrases: [cancel* my plan, not renewing] }')).toBe(
      'The customer says ‹cancel… my plan› or ‹not renewing›',
    )
    expect(when('said: { speaker: any, phrases: [a b, c d, e f, g h, i j] }')).toBe(
      'Somebody says ‹a b›, ‹c d›, ‹e f› or 2 others',
    )
  })

  test.each([
    [
      'near: { speaker: agent, phrases: [fee], to: [waive*], words: 4 }',
      'The agent says ‹fee› with ‹waive…› within 4 words',
    ],
    [
      'absence: { missing: { speaker: agent, phrases: [my name is] }, within: 45s }',
      "The agent does not say ‹my name is› within 45 s of the call's start",
    ],
    [
      'absence: { after: { speaker: customer, phrases: [help] }, missing: { speaker: agent, phrases: [of course] }, within: 30s, clock: talk }',
      'The agent does not say ‹of course› within 30 s (hold does not count) after this: [The customer says ‹help›]',
    ],
    [
      'sequence: { within: 30s, of: [{ hold: { for: 60s } }, { silence: { for: 10s } }] }',
      'One after another, each within 30 s: [The caller has been on hold for 60 s | Nobody speaks for 10 s]',
    ],
    ['all: { within: 2m, of: [{ rule: upset }] }', 'All of these, within 2 min: [The rule ‹upset› fires]'],
    ['not: { phase: [greeting, hold] }', 'Not so: [The call is in its greeting or hold]'],
    ['talk-over: { for: 2s, by: agent }', 'The agent talks over the other for 2 s'],
    [
      'talk-ratio: { speaker: agent, above: 0.7, over: 5m }',
      'The agent has more than 70 % of the talk in the last 5 min',
    ],
    [
      'sentiment-trend: { speaker: customer, below: -0.4 }',
      "The customer's mood has fallen by more than 0.4 since the call began",
    ],
    ['attribute: { key: queue, is: [billing, pay*] }', "The call's queue is billing or pay*"],
    ['time: { calendar: office-hours, open: false }', 'It is outside the hours of office-hours'],
    [
      'repeat-contact: { within: 7d, times: 2 }',
      'The customer has called 2 times or more in the 7 days before',
    ],
  ])('%s', (text, words) => {
    expect(when(text)).toBe(words)
  })

  test('says what is told to whom, and how often', () => {
    expect(ruleInWords(rule('hold: { for: 60s }'))).toMatchObject({
      title: 'A title',
      severity: 'high',
      to: 'agent',
      tells: 'Say it.',
      howOften: 'not again for 5 min',
    })
    const alert = ruleInWords(rule('hold: { for: 60s }', 'alert: { text: Look., once: call }'))
    expect(alert).toMatchObject({ to: 'supervisors', howOften: 'at most once in a call' })
  })

  test.each([
    ['', []],
    [
      'inhibits: { rules: [coaching/*, retention/*, dead-air] }',
      [
        'While that stands, coaching/*, retention/* and dead-air say nothing in the same call, for the rest of the call.',
      ],
    ],
    [
      'inhibits: { rules: [dead-air], for: 10m }, group: { calls: 3, within: 10m }',
      [
        'While that stands, dead-air say nothing in the same call, for 10 min.',
        'From 3 calls within 10 min on, supervisors see them as one.',
      ],
    ],
    [
      'group: 5, inhibits: {}',
      ['While that stands, … say nothing in the same call, for the rest of the call.'],
    ],
  ])('says what else follows of "%s"', (more, besides) => {
    const then = `alert: { text: Look., once: call${more === '' ? '' : `, ${more}`} }`
    expect(ruleInWords(rule('hold: { for: 60s }', then))?.besides).toEqual(besides)
  })

  test('is none while the text is broken, and has an ellipsis where a part is', () => {
    expect(ruleInWords('when: [')).toBeNull()
    expect(ruleInWords('')).toBeNull()
    expect(when('sayd: { speaker: agent }')).toBe('…')
    expect(when('said: { speaker: customer, phrazes: [a b] }')).toBe('The customer says …')
    expect(when('all: [{ said: 5 }, 7]')).toBe('All of these: [… | …]')
  })

  test('writes durations as people do', () => {
    expect(['500ms', '1.5m', '1d', '7d', 'soon', 5].map(durationWords)).toEqual([
      '500 ms',
      '1.5 min',
      '1 day',
      '7 days',
      '…',
      '…',
    ])
  })
})
