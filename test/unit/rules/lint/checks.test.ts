import { describe, expect, it } from 'vitest'
import type { Hearing } from '../../../../server/rules/lint/check.ts'
import { lintRules } from '../../../../server/rules/lint/lint-rules.ts'
import { ruleText } from '../../../fixtures/rules/build-rule.ts'
import { RulesFolder } from '../../../fixtures/rules/rules-folder.ts'

const CALENDAR = `calendar: site
zone: UTC
hours: [{ days: [mon], from: '08:00', to: '18:00' }]
`

const KNOWN = new Set('good day any desk open it what a please say now good bye'.split(' '))

const HEARING: Hearing = {
  hears: (word) => KNOWN.has(word),
  nearWords: (word) => (word === 'anydesk' ? ['any desk'] : []),
}

interface Lint {
  readonly when: string
  readonly then?: string
  readonly owner?: string
  readonly more?: Readonly<Record<string, string>>
  readonly hearing?: Hearing
}

/** `line:column severity check: message` of the checks of one rule; it has no tests, and that is left out. */
async function lint({ when, then, owner = 'a-team', more = {}, hearing }: Lint): Promise<readonly string[]> {
  const text = ruleText({ id: 'rule-a', when, ...(then === undefined ? {} : { then }) }).replace(
    'test-team',
    owner,
  )
  await using folder = await RulesFolder.create({ 'rule-a.rule.yaml': text, ...more })
  const { faults } = await lintRules(folder.dir, { hearing: hearing ?? null })
  return faults
    .filter(({ check }) => check !== 'missing-test')
    .map(({ file, line, column, severity, check, message }) => {
      return `${file.slice(folder.dir.length + 1)}:${line}:${column} ${severity} ${check}: ${message}`
    })
}

const SAID = '{ said: { speaker: agent, phrases: [good day] } }'

describe('checks of conditions', () => {
  it.each([
    ['{ call-time: { first: 60s, after: 60s } }', '7:20', 'no time is in the first part and after it'],
    [
      '{ sentiment: { speaker: agent, above: 0.2, below: 0.2 } }',
      '7:20',
      'no number is above 0.2 and below 0.2',
    ],
    ['{ pace: { speaker: agent, above: 200, below: 100 } }', '7:15', 'no number is above 200'],
    ['{ talk-ratio: { speaker: agent, above: 1 } }', '7:21', 'no share is above 1'],
    ['{ attribute: { key: tier, above: 5, below: 3 } }', '7:20', 'no number is above 5'],
  ])('never-holds: %s', async (when, place, message) => {
    const [only, ...others] = await lint({ when })
    expect(others).toEqual([])
    expect(only).toContain(`rule-a.rule.yaml:${place} warning never-holds: this never holds: ${message}`)
  })

  it.each([
    '{ call-time: { first: 60s, after: 10s } }',
    '{ sentiment: { speaker: agent, above: 0.2, below: 0.3 } }',
    '{ talk-ratio: { speaker: agent, above: 0.9 } }',
  ])('never-holds: nothing about %s', async (when) => {
    expect(await lint({ when })).toEqual([])
  })

  it.each([
    ['{ language: en }', '{ language: [de, fr] }'],
    ['{ attribute: { key: queue, is: billing } }', '{ attribute: { key: queue, is: [sales, "tech*"] } }'],
    ['{ attribute: { key: tier, above: 5 } }', '{ attribute: { key: tier, below: 5 } }'],
    ['{ phase: greeting }', '{ phase: [closing, hold] }'],
    ['{ call-time: { first: 60s } }', '{ call-time: { after: 5m } }'],
    ['{ sentiment: { speaker: customer, above: 0 } }', '{ sentiment: { speaker: customer, below: -0.1 } }'],
    ['{ hold: { for: 10s } }', '{ not: { hold: { for: 10s } } }'],
    ['{ language: en }', `{ all: [${SAID}, { language: de }] }`],
  ])('never-together: %s and %s', async (one, other) => {
    const [only, ...others] = await lint({
      when: `{ all: [${SAID}, ${one}, ${other}] }`.replace(`${SAID}, ${one}, { all`, `${one}, { all`),
    })
    expect(others).toEqual([])
    expect(only).toContain('warning never-together: this never holds together with')
  })

  it.each([
    ['{ language: en }', '{ language: [de, en-GB] }'],
    ['{ attribute: { key: queue, is: "bill*" } }', '{ attribute: { key: queue, is: [sales, Billing] } }'],
    ['{ attribute: { key: queue, is: a } }', '{ attribute: { key: skill, is: b } }'],
    ['{ phase: greeting }', '{ phase: [closing, greeting] }'],
    ['{ call-time: { first: 60s } }', '{ call-time: { after: 5s } }'],
    ['{ sentiment: { speaker: customer, above: 0 } }', '{ sentiment: { speaker: agent, below: -0.1 } }'],
    ['{ hold: { for: 10s } }', '{ not: { hold: { for: 20s } } }'],
  ])('never-together: nothing about %s and %s', async (one, other) => {
    expect(await lint({ when: `{ all: [${SAID}, ${one}, ${other}] }` })).toEqual([])
  })

  it('never-together: a site that is open and closed', async () => {
    const time = (open: boolean): string => `{ time: { calendar: site, open: ${open} } }`
    const more = { 'calendars/site.yaml': CALENDAR }
    expect(
      await lint({ when: `{ all: [${SAID}, ${time(true)}, ${time(true).replace('true', 'false')}] }`, more }),
    ).toEqual([
      expect.stringContaining('warning never-together: this never holds together with the "time" in line 7'),
    ])
  })

  it('last-in-not: known only at the end', async () => {
    const last = `{ last: { time: 30s, of: ${SAID} } }`
    expect(
      await lint({
        when: `{ all: [{ said: { speaker: customer, phrases: [hey there] } }, { not: ${last} }] }`,
      }),
    ).toEqual([expect.stringContaining('warning last-in-not')])
    expect(await lint({ when: last })).toEqual([])
  })

  it('duplicate-condition: the same member twice, in whatever order its phrases are', async () => {
    const one = '{ said: { speaker: agent, phrases: [good day, good bye] } }'
    const other = '{ said: { speaker: agent, phrases: [good bye, good day] } }'
    expect(await lint({ when: `{ any: [${one}, ${SAID}, ${other}] }` })).toEqual([
      expect.stringContaining('warning duplicate-condition: the condition stands in this "any" already'),
    ])
  })

  it('duplicate-rule: two rules that wait for the same', async () => {
    const more = { 'rule-b.rule.yaml': ruleText({ id: 'rule-b', when: SAID }) }
    expect(await lint({ when: SAID, more })).toEqual([
      'rule-b.rule.yaml:7:7 warning duplicate-rule: the rule waits for the same as "rule-a", expected one rule, or "rule: rule-a" in this one',
    ])
    const retired = { 'rule-b.rule.yaml': ruleText({ id: 'rule-b', when: SAID, status: 'retired' }) }
    expect(await lint({ when: SAID, more: retired })).toEqual([])
  })

  it.each(['draft', 'retired'])('idle-rule: waits for a %s', async (status) => {
    const more = { 'rule-b.rule.yaml': ruleText({ id: 'rule-b', when: SAID, status }) }
    expect(await lint({ when: '{ rule: rule-b }', more })).toEqual([
      `rule-a.rule.yaml:7:15 warning idle-rule: the rule "rule-b" is ${status} and never fires, expected one that is live or in shadow`,
    ])
  })

  it.each(['todo', 'N/A', '"-"', 'nobody'])('no-owner: %s', async (owner) => {
    expect(await lint({ when: SAID, owner })).toEqual([expect.stringContaining('rule-a.rule.yaml:6:')])
  })
})

describe('checks of words', () => {
  it.each(['yeah', '(okay|cancellation)', 'the?  so'.replace('  ', ' '), 'you'])(
    'short-phrase: "%s"',
    async (phrase) => {
      const when = `{ said: { speaker: any, phrases: ['${phrase}'] } }`
      expect(await lint({ when })).toEqual([
        expect.stringContaining(`warning short-phrase: "${phrase}" can be one common word alone`),
      ])
    },
  )

  it.each(['cancel', 'you know', 'so ... what', '<number>', '~go'])(
    'short-phrase: nothing about "%s"',
    async (phrase) => {
      expect(await lint({ when: `{ said: { speaker: any, phrases: ['${phrase}'] } }` })).toEqual([])
    },
  )

  it('short-phrase: what must be missing may be short', async () => {
    expect(
      await lint({ when: '{ absence: { missing: { speaker: any, phrases: [you] }, within: 5s } }' }),
    ).toEqual([])
  })

  it('unknown-word: where it stands, with what is near', async () => {
    const when = "{ said: { speaker: any, phrases: ['open (it|anydesk)', good day] } }"
    expect(await lint({ when, hearing: HEARING })).toEqual([
      'rule-a.rule.yaml:7:51 warning unknown-word: the recogniser never writes "anydesk", expected a word that it knows; it can write "any desk"',
    ])
    expect(await lint({ when })).toEqual([])
  })

  it('unknown-word: in lists, and what is near them in phrases', async () => {
    const more = { 'lists/tools.yaml': 'list: tools\nwords: [any desk, anydesk]\n' }
    const when = "{ near: { speaker: any, phrases: [open it], to: ['<tools>', 'say nowe'] } }"
    const found = await lint({ when, more, hearing: HEARING })
    expect(found).toHaveLength(3)
    for (const expected of [
      'lists/tools.yaml:2:19 warning unknown-word: the recogniser never writes "anydesk"',
      'rule-a.rule.yaml:7:68 warning deaf-phrase: the model can never hear "say nowe"',
      'rule-a.rule.yaml:7:72 warning unknown-word: the recogniser never writes "nowe"',
    ]) {
      expect(found).toContainEqual(expect.stringContaining(expected))
    }
  })

  it('deaf-phrase: no way to say it is known', async () => {
    const when = "{ said: { speaker: any, phrases: ['open (anydesk|teamviewer)', good day] } }"
    const found = await lint({ when, hearing: HEARING })
    expect(found.filter((line) => line.includes('deaf'))).toEqual([
      'rule-a.rule.yaml:7:42 warning deaf-phrase: the model can never hear "open (anydesk|teamviewer)", expected words that it knows; it can write "any desk"',
    ])
  })

  it.each([
    ['{ said: { speaker: any, phrases: [anydesk] } }', 'so this never happens'],
    [
      '{ absence: { missing: { speaker: any, phrases: [anydesk] }, within: 5s } }',
      'so they are always missing',
    ],
  ])('deaf-rule: %s', async (when, message) => {
    const found = await lint({ when, hearing: HEARING })
    expect(found.filter((line) => line.includes('deaf'))).toEqual([
      expect.stringContaining(`error deaf-rule: the model can hear none of these phrases, ${message}`),
    ])
  })

  it('unknown-word: a phrase that needs no certain word is heard', async () => {
    const when = "{ said: { speaker: any, phrases: ['anyd*', 'good (anydesk)? day'] } }"
    const found = await lint({ when, hearing: HEARING })
    expect(found.filter((line) => line.includes('deaf'))).toEqual([])
  })
})

describe('unused-list, unused-calendar', () => {
  const more = { 'lists/tools.yaml': 'list: tools\nwords: [any desk]\n', 'calendars/site.yaml': CALENDAR }

  it('tells of those that nothing names', async () => {
    expect(await lint({ when: SAID, more })).toEqual([
      expect.stringContaining('calendars/site.yaml:1:1 warning unused-calendar'),
      expect.stringContaining('lists/tools.yaml:1:1 warning unused-list'),
    ])
  })

  it('counts the list of the phases, and leaves out judgement when a rule has a fault', async () => {
    const phases = { 'phases.yaml': 'closing: { speaker: agent, phrases: ["close <tools>"] }\n' }
    const time = `{ all: [${SAID}, { time: { calendar: site } }] }`
    expect(await lint({ when: time, more: { ...more, ...phases } })).toEqual([])
    const faulty = await lint({ when: '{ time: { calendar: site, opn: true } }', more })
    expect(faulty.map((line) => line.split(' ')[2])).toEqual(['unknown-key:'])
  })
})

describe('comments that silence checks', () => {
  const RULE = ruleText({ id: 'rule-a', when: '{ said: { speaker: any, phrases: [you, good day] } }' })
  const IGNORE = '# lint: ignore short-phrase until 2027-01-31 because we look at it in shadow'

  async function check(comment: string, today: string | null = null): Promise<readonly string[]> {
    await using folder = await RulesFolder.create({ 'rule-a.rule.yaml': `${comment}\n${RULE}` })
    const { faults } = await lintRules(folder.dir, { today })
    return faults
      .filter(({ check: name }) => name !== 'missing-test')
      .map(
        ({ line, column, severity, check: name, message }) =>
          `${line}:${column} ${severity} ${name}: ${message}`,
      )
  }

  it('counts until its day, that day too', async () => {
    expect(await check(IGNORE)).toEqual([])
    expect(await check(IGNORE, '2027-01-31')).toEqual([])
  })

  it('tells when it is over, and tells again what it silenced', async () => {
    expect(await check(IGNORE, '2027-02-01')).toEqual([
      '1:1 warning expired-ignore: "short-phrase" is ignored until 2027-01-31, which is over, expected what it silences repaired, or another day',
      expect.stringContaining('8:41 warning short-phrase'),
    ])
  })

  it('silences its own check only', async () => {
    expect(await check(IGNORE.replace('short-phrase', 'no-owner'))).toHaveLength(1)
  })

  it.each([
    [
      IGNORE.replace('short-phrase', 'short-phrse'),
      'there is no check "short-phrse"',
      'did you mean "short-phrase"?',
    ],
    [IGNORE.replace('short-phrase', 'form'), 'there is no check "form"', 'expected one of missing-test'],
    [IGNORE.replace('2027-01-31', '2027-02-31'), '"2027-02-31" is not a day', 'such as 2027-01-31'],
    [
      '# lint: ignore short-phrase because it is fine',
      'the comment is not understood',
      'expected a form such as',
    ],
    [
      '# lint: ignore short-phrase until 2027-01-31',
      'the comment is not understood',
      'expected a form such as',
    ],
    ['  # lint: skip all', 'the comment is not understood', 'expected a form such as'],
  ])('refuses %s', async (comment, message, hint) => {
    const [first] = await check(comment)
    expect(first).toMatch(/^1:[13] error lint-ignore: /)
    expect(first).toContain(message)
    expect(first).toContain(hint)
  })
})

describe('checks of texts', () => {
  const text = (each: string, more = ''): string => `{ prompt: { text: '${each}', once: call${more} } }`
  const paid = '{ said: { speaker: customer, phrases: ["paid <paid:amount>", "on <date>"] } }'

  it.each([
    [paid, text('{slot.paid|it} and {slot.date|then}')],
    ['{ rule: rule-b }', text('{slot.number|some}')],
    [
      '{ absence: { after: { speaker: customer, phrases: ["by <date>"] }, missing: { speaker: agent, phrases: [sorry] }, within: 9s } }',
      text('{slot.date|then}'),
    ],
    ['{ near: { speaker: customer, phrases: [refund], to: ["<amount> back"] } }', text('{slot.amount|it}')],
  ])('of %s may show %s', async (when, then) => {
    const other = ruleText({
      id: 'rule-b',
      when: '{ said: { speaker: customer, phrases: ["<number> of them"] } }',
    })
    const found = await lint({ when, then, more: { 'rule-b.rule.yaml': other } })
    expect(found.filter((fault) => fault.includes('slot'))).toEqual([])
  })

  it.each([
    [
      paid,
      text('{slot.piad|it}'),
      'unknown-slot: no phrase of the rule catches "piad", expected one of paid, date; did you mean "paid"?',
    ],
    [
      SAID,
      text('{slot.amount|it}'),
      'unknown-slot: no phrase of the rule catches "amount", expected a phrase with a form such as <amount>',
    ],
    [
      `{ all: [${SAID}, { not: ${paid} }] }`,
      text('a', ", steps: ['{slot.date|it}']"),
      'unknown-slot: no phrase of the rule catches "date"',
    ],
    [
      '{ said: { speaker: customer, phrases: ["card <card:digits>"] } }',
      text('{slot.card|it}'),
      'masked-slot: "card" is caught by <digits>, which are never shown',
    ],
    [
      SAID,
      text('See {article.title}'),
      'unknown-article: {article.title} shows an article and the rule names none',
    ],
  ])('of %s may not show %s', async (when, then, message) => {
    const [only, ...others] = await lint({ when, then })
    expect(others).toEqual([])
    expect(only).toContain(`error ${message}`)
  })
})
